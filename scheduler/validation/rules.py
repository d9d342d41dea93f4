"""Planning rules: each with an effect, about activities it can speak of."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import (
    ChangeFreeze,
    DateLimit,
    Decision,
    MoveTogether,
    NotAtOnce,
    ParallelRunning,
    PartialTermination,
    Placement,
    Precedence,
    ProcurementRegime,
    Rule,
    ServiceLevel,
    SourcingChoice,
    StaffTransfer,
    Synchronised,
)
from scheduler.domain.programme import Programme
from scheduler.expansion.rules import selections
from scheduler.rules import kind_of
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, quoted

_OF_SEVERAL = (MoveTogether, Synchronised, NotAtOnce)


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


def find_lone_activities(written: Written) -> Iterator[Issue]:
    """Report rules about how activities lie to each other that the planner wrote about one only.

    A template may make such a rule where a service has one wave; that is no mistake.
    """
    for rule in written.expanded.document.rules:
        if isinstance(rule, _OF_SEVERAL) and rule.id in written.own_rules:
            names = rule.activities.activities
            if len(names) == 1:
                message = f"{quoted(names[0])} is alone in the rule {quoted(rule.id)}; it needs two"
                path = f"/rules[id={rule.id}]/activities"
                yield error("rule_without_effect", path, message, names[0])


def find_unplaced_spans(written: Written) -> Iterator[Issue]:
    """Report spans whose first and last day no rule fixes."""
    document = written.expanded.document
    placed = {rule.activity for rule in document.rules if isinstance(rule, ParallelRunning)}
    placed |= set(_spans_beside_work(written))
    for activity in document.activities:
        if activity.form == "span" and activity.id not in placed:
            message = (
                f"no rule says when {quoted(activity.id)} is: none of kind parallel_running, nor "
                "a hard one of kind synchronised with work beside it"
            )
            path = written.path_of_activity(activity.id)
            yield error("span_without_rule", path, message, activity.id)


def _spans_beside_work(written: Written) -> Iterator[str]:
    """Yield the activities that start and finish with work, spans among them."""
    known = written.expanded.activities
    for rule in written.expanded.document.rules:
        if isinstance(rule, Synchronised) and rule.price is None:
            names = rule.activities.activities
            if any(name in known and known[name].form == "work" for name in names):
                yield from names


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
        case Decision(papers=None, takes_effect=None, same_meeting_as=()):
            message = "a decision needs papers, something that takes effect or same_meeting_as"
            yield error("rule_without_effect", at, message)
        case ProcurementRegime(regimes=()):
            message = "a procurement regime needs the regimes to choose from"
            yield error("rule_without_effect", f"{at}/regimes", message)
        case ProcurementRegime():
            yield from _regimes(at, rule)
        case _:
            pass


def _regimes(at: str, rule: ProcurementRegime) -> Iterator[Issue]:
    for index, (earlier, later) in enumerate(pairwise(rule.regimes), 1):
        if later.first is None or (earlier.first is not None and later.first <= earlier.first):
            message = (
                f"{quoted(later.name)} comes after {quoted(earlier.name)} and must say a first day "
                "after that one's"
            )
            path = f"{at}/regimes[{index}]/first"
            yield error("regimes_out_of_order", path, message, later.first)


def find_decisions_off_meetings(written: Written) -> Iterator[Issue]:
    """Report decisions taken on dates that are not marked as meetings."""
    meetings = {date_set.id for date_set in written.document.date_sets if date_set.meeting}
    for rule in written.expanded.document.rules:
        if not isinstance(rule, Decision):
            continue
        for field, names in (
            ("meeting", (rule.meeting,)),
            ("same_meeting_as", rule.same_meeting_as),
        ):
            for name in names:
                activity = written.expanded.activities.get(name)
                if activity is None or activity.form != "event" or activity.dates in meetings:
                    continue
                on = "any day" if activity.dates is None else f"a date of {quoted(activity.dates)}"
                message = f"{quoted(name)} is on {on}, not on one of a date set marked as meetings"
                path = f"{written.path_of_rule(rule.id)}/{field}"
                yield error("not_a_meeting", path, message, name)


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
