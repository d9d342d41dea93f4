"""The activities that planning rules name: there, and of a form the rule can speak of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache

from scheduler.domain.activities import TRANSFER, Form
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import (
    Acceptance,
    AllowedDates,
    Continuity,
    Decision,
    FallbackSlot,
    Hypercare,
    KnowledgeTransfer,
    ParallelRunning,
    PartialTermination,
    PlanningRule,
    Precedence,
    ProcurementRegime,
    Rehearsal,
    RollbackSlot,
    RollingLimit,
    Rule,
    ScheduleContingency,
    Separation,
    ServiceLevel,
    StaffTransfer,
    Waves,
)
from scheduler.expansion.rules import selections
from scheduler.validation.lookup import Written, template_path
from scheduler.validation.wording import error, listed, maybe, quoted

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_EVENT: tuple[Form, ...] = ("event",)
_ANY: tuple[Form, ...] = ("work", "event", "span")
_OF_EVENTS = (
    RollingLimit,
    Separation,
    AllowedDates,
    ScheduleContingency,
    RollbackSlot,
    FallbackSlot,
)
_FIELDS: Mapping[type[PlanningRule], Mapping[str, tuple[Form, ...]]] = {
    Decision: {"meeting": _EVENT},
    ProcurementRegime: {"procurement": _ANY, "before": _ANY, "after": _ANY},
    PartialTermination: {
        "notice": _EVENT,
        "charges_stop": _EVENT,
        "legal_check": _ANY,
        "decision": _EVENT,
        "variation": _ANY,
    },
    ServiceLevel: {"notice": _EVENT, "transfer": _EVENT},
    StaffTransfer: {
        "transfer": _EVENT,
        "liability_information": _ANY,
        "consultation": _ANY,
        "admission_agreement": _ANY,
    },
    KnowledgeTransfer: {"until": _EVENT},
}
"""Fields that name one activity or none, with the forms the rule can speak of there."""

_NO_ACTIVITIES = frozenset(
    (
        "group",
        "team",
        "dates",
        "pay_periods",
        "service",
        "user_group",
        "tranche_dates",
        "kpi",
        "component",
        "budget",
    )
)
"""Fields of rules that name something else, and may still hold a placeholder."""


def find_bad_rule_activities(written: Written) -> Iterator[Issue]:
    """Report activities that rules name in vain or cannot speak of."""
    for rule in written.expanded.document.rules:
        at = written.path_of_rule(rule.id)
        for field, name, forms in _named(rule):
            found = written.expanded.activities.get(name)
            if found is None or found.form not in forms:
                yield from _one(f"{at}/{field}", name, forms, rule, written)
        yield from _unfilled_elsewhere(at, rule)
    for path, names in _exceptions(written):
        for name in names:
            if name not in written.expanded.activities:
                yield _unknown(path, name, written)


def find_load_off_events(written: Written) -> Iterator[Issue]:
    """Report change load and dates on activities that do not fall on one day."""
    for activity in written.document.activities:
        at = f"/activities[id={activity.id}]"
        if activity.form == "event":
            continue
        if any(activity.change_load.values()):
            message = f"{quoted(activity.id)} is {activity.form}: only events carry change load"
            yield error("load_off_event", f"{at}/change_load", message, activity.form)
        if activity.dates is not None:
            message = f"{quoted(activity.id)} is {activity.form}: only events fall on dates"
            yield error("dates_off_event", f"{at}/dates", message, activity.dates)
    for index, template in enumerate(written.document.activity_templates):
        at = template_path(written.document, index)
        if template.form == "event":
            continue
        if template.carries_change_load:
            message = f"the phase {template.id} is {template.form}: only events carry change load"
            yield error("load_off_event", f"{at}/carries_change_load", message, template.form)
        if template.dates is not None:
            message = f"the phase {template.id} is {template.form}: only events fall on dates"
            yield error("dates_off_event", f"{at}/dates", message, template.dates)


def find_transfers_off_events(written: Written) -> Iterator[Issue]:
    """Report transfers that take more than one day: what counts weeks to them needs a date."""
    for activity in written.expanded.document.activities:
        if activity.kind == TRANSFER and activity.form != "event":
            path = written.path_of_activity(activity.id)
            message = f"{quoted(activity.id)} is {activity.form}: a service transfers on one day"
            message += "\nMaybe make it an event, and what leads up to it an activity of its own."
            yield error("transfer_off_event", path, message, activity.form)


def _named(rule: Rule) -> Iterator[tuple[str, str, tuple[Form, ...]]]:
    """Yield field, activity and the forms the rule can speak of."""
    forms = _EVENT if isinstance(rule, _OF_EVENTS) else _ANY
    if isinstance(rule, KnowledgeTransfer):
        forms = ("work",)
    for field, selection in selections(rule):
        for name in selection.activities:
            yield field, name, forms
    for field, of in _FIELDS.get(type(rule), {}).items():
        name = getattr(rule, field)
        if name is not None:
            yield field, name, of
    match rule:
        case Precedence():
            yield "before", rule.before, _ANY
            yield "after", rule.after, _ANY
        case ParallelRunning():
            yield "activity", rule.activity, ("span",)
            yield "cutover", rule.cutover, _EVENT
        case Hypercare():
            yield "transfer", rule.transfer, _EVENT
            yield "hypercare", rule.hypercare, ("work", "span")
            if rule.acceptance is not None:
                yield "acceptance", rule.acceptance, _EVENT
        case Continuity():
            yield "transfer", rule.transfer, _EVENT
            if rule.charges_stop is not None:
                yield "charges_stop", rule.charges_stop, _EVENT
            for name in rule.cutovers:
                yield "cutovers", name, _EVENT
        case Waves() | Rehearsal() | Acceptance() | Decision():
            yield from _named_further(rule)
        case _:
            pass


def _named_further(
    rule: Waves | Rehearsal | Acceptance | Decision,
) -> Iterator[tuple[str, str, tuple[Form, ...]]]:
    match rule:
        case Decision():
            for name in rule.same_meeting_as:
                yield "same_meeting_as", name, _EVENT
        case Waves():
            for name in rule.cutovers:
                yield "cutovers", name, _EVENT
        case Rehearsal():
            yield "rehearsal", rule.rehearsal, _ANY
            yield "cutover", rule.cutover, _EVENT
            if rule.go_no_go is not None:
                yield "go_no_go", rule.go_no_go, _EVENT
        case Acceptance():
            yield "since", rule.since, _ANY
            yield "acceptance", rule.acceptance, _EVENT


def _one(
    path: str, name: str, forms: tuple[Form, ...], rule: Rule, written: Written
) -> Iterator[Issue]:
    left = PLACEHOLDER.search(name)
    if left is not None:
        message = (
            f"{left[0]} in {quoted(name)} stands for nothing in the rule {quoted(rule.id)}: "
            "no template fills it there"
        )
        yield error("placeholder_unfilled", path, message, name)
        return
    found = written.expanded.activities.get(name)
    if found is None:
        yield _unknown(path, name, written, rule.id)
    elif found.form not in forms:
        wanted = " or ".join(forms)
        message = (
            f"{quoted(name)} is {found.form}; a rule of kind {rule.kind} speaks of {wanted} here"
        )
        yield error("wrong_form", path, message, name)


def _unfilled_elsewhere(at: str, rule: Rule) -> Iterator[Issue]:
    for field in _elsewhere(type(rule)):  # type: ignore[arg-type]  # a class has a hash
        name = getattr(rule, field)
        if isinstance(name, str) and PLACEHOLDER.search(name):
            message = f"{quoted(name)} stands for nothing in the rule {quoted(rule.id)}"
            yield error("placeholder_unfilled", f"{at}/{field}", message, name)


@cache
def _elsewhere(kind: type[PlanningRule]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name in _NO_ACTIVITIES)


def _unknown(path: str, name: str, written: Written, rule: str | None = None) -> Issue:
    known = written.expanded.activities
    of = f", which the rule {quoted(rule)} names" if rule else ""
    message = f"there is no activity {quoted(name)}{of}"
    if len(known) <= 12:  # noqa: PLR2004  # few enough to show
        message += f"; there are {listed(known)}"
    message += maybe(name, known)
    return error("unknown_reference", path, message, name, refers_to="activity")


def _exceptions(written: Written) -> Iterator[tuple[str, tuple[str, ...]]]:
    for rule in written.document.rules:
        for field, selection in selections(rule):
            yield f"/rules[id={rule.id}]/{field}/except_activities", selection.except_activities
