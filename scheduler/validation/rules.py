"""Planning rules: each with an effect, about activities it can speak of."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from scheduler.domain.activities import Selection
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import (
    ChangeFreeze,
    DateLimit,
    ParallelRunning,
    PartialTermination,
    Placement,
    Precedence,
    Rule,
    ServiceLevel,
    SourcingChoice,
    StaffTransfer,
)
from scheduler.domain.programme import Programme
from scheduler.rules import kind_of
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, quoted


def find_idle_rules(document: Programme) -> Iterator[Issue]:
    """Report planning rules that ask for nothing, contradict themselves or cannot be soft."""
    rules = [(f"/rules[id={rule.id}]", rule) for rule in document.rules]
    rules += [(f"/rule_templates[id={t.id}]/rule", t.rule) for t in document.rule_templates]
    for at, rule in rules:
        yield from _effect(at, rule)
        yield from _price(at, rule)


def find_empty_selections(written: Written) -> Iterator[Issue]:
    """Report selections that mean no activity, and kinds that no activity has."""
    kinds = {activity.kind for activity in written.expanded.document.activities}
    kinds |= {template.id for template in written.document.activity_templates}
    rules = [(f"/rules[id={rule.id}]", rule) for rule in written.document.rules]
    rules += [(f"/rule_templates[id={t.id}]/rule", t.rule) for t in written.document.rule_templates]
    for at, rule in rules:
        for field, selection in selections(rule):
            for kind in selection.kinds:
                if kind not in kinds:
                    message = f"no activity is of the kind {quoted(kind)}"
                    path = f"{at}/{field}/kinds"
                    yield error("unknown_reference", path, message, kind, refers_to="kind")
    for rule in written.expanded.document.rules:
        for field, selection in selections(rule):
            if not selection.activities:
                message = f"the rule {quoted(rule.id)} selects no activity"
                path = f"{written.path_of_rule(rule.id)}/{field}"
                yield error("empty_selection", path, message, rule.id)


def find_unplaced_spans(written: Written) -> Iterator[Issue]:
    """Report spans whose first and last day no rule fixes."""
    document = written.expanded.document
    placed = {rule.activity for rule in document.rules if isinstance(rule, ParallelRunning)}
    for activity in document.activities:
        if activity.form == "span" and activity.id not in placed:
            message = f"no rule of kind parallel_running says when {quoted(activity.id)} is"
            path = written.path_of_activity(activity.id)
            yield error("span_without_rule", path, message, activity.id)


def selections(rule: Rule) -> Iterator[tuple[str, Selection]]:
    """Yield the selections of a rule with the field that holds each."""
    for field in fields(rule):
        value = getattr(rule, field.name)
        if isinstance(value, Selection):
            yield field.name, value


def _effect(at: str, rule: Rule) -> Iterator[Issue]:
    match rule:
        case DateLimit(start_not_before=None, finish_not_after=None):
            message = "a date limit needs start_not_before, finish_not_after or both"
            yield error("rule_without_effect", at, message)
        case DateLimit(start_not_before=date() as first, finish_not_after=date() as last) if (
            first > last
        ):
            message = f"finish_not_after {last} is before start_not_before {first}"
            yield error("limits_reversed", f"{at}/finish_not_after", message, last)
        case Precedence(min_lag=None, max_lag=None):
            yield error("rule_without_effect", at, "a precedence needs min_lag, max_lag or both")
        case Precedence(min_lag=int() as least, max_lag=int() as most) if least > most:
            message = f"min_lag {least} is more than max_lag {most}"
            yield error("limits_reversed", f"{at}/max_lag", message, most)
        case PartialTermination(
            least_calendar_days=int() as least, most_calendar_days=int() as most
        ) if least > most:
            message = f"most_calendar_days {most} is less than least_calendar_days {least}"
            yield error("limits_reversed", f"{at}/most_calendar_days", message, most)
        case ServiceLevel(loss_per_28_days=0):
            message = "a service level that loses nothing never falls below its minimum"
            yield error("rule_without_effect", f"{at}/loss_per_28_days", message)
        case ServiceLevel(level=int() as level, minimum=int() as least) if least > level:
            message = f"the minimum {least} is more than the level {level} to begin with"
            yield error("limits_reversed", f"{at}/minimum", message, least)
        case StaffTransfer(
            liability_information=None,
            consultation=None,
            admission_agreement=None,
            tranche_dates=None,
        ):
            message = "a staff transfer needs something to wait for, or tranche dates"
            yield error("rule_without_effect", at, message)
        case ChangeFreeze(windows=()):
            yield error("rule_without_effect", f"{at}/windows", "a change freeze needs a window")
        case SourcingChoice(options=()):
            message = "none of the sourcing options is allowed; list at least one"
            yield error("rule_without_effect", f"{at}/options", message)
        case _:
            pass


def _price(at: str, rule: Rule) -> Iterator[Issue]:
    if rule.price is None:
        return
    path = f"{at}/price"
    if isinstance(rule, Placement):
        message = "what makes a plan a plan has no price: the rule placement is always hard"
        yield error("always_hard", path, message)
    elif rule.basis == "law":
        message = "a rule on the basis of law has no price: law is never given up for points"
        yield error("always_hard", path, message)
    elif rule.price.per == "unit" and kind_of(rule).unit is None:
        message = (
            f"a rule of kind {rule.kind} measures no shortfall to be priced per unit\n"
            'Maybe price it "once".'
        )
        yield error("no_price_per_unit", f"{path}/per", message, "unit")
