"""Adjustments: each eases something that is there and may be eased."""

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.adjustments import (
    AddedOption,
    Eased,
    ExtraAmount,
    ExtraCapacity,
    SpecialMeeting,
    Unfrozen,
    Waived,
)
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import ChangeFreeze, Rule, SourcingChoice
from scheduler.expansion.adjustments import can_hold, origin_of
from scheduler.expansion.expand import expand
from scheduler.rules import kind_of
from scheduler.rules.levers import POINTS
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, quoted


def find_bad_adjustments(written: Written) -> Iterator[Issue]:
    """Report adjustments of what is not there, of law or technical need, or in no easier way."""
    if not written.document.adjustments:
        return
    plain = expand(replace(written.document, adjustments=())).document
    rules = {rule.id: rule for rule in plain.rules}
    for adjustment in written.document.adjustments:
        at = f"/adjustments[id={adjustment.id}]"
        match adjustment:
            case Waived() | Eased() | Unfrozen() | AddedOption():
                rule = rules.get(origin_of(adjustment.rule))
                if rule is None:
                    yield from unknown(Named(f"{at}/rule", "planning rule", adjustment.rule, rules))
                elif rule.basis not in POINTS:
                    message = f"{quoted(rule.id)} rests on {rule.basis}, which never gives way"
                    yield error("rule_never_eased", f"{at}/rule", message, rule.id)
                else:
                    yield from _of_rule(at, adjustment, rule, written)
            case ExtraCapacity():
                yield from unknown(
                    Named(f"{at}/team", "team", adjustment.team, written.expanded.teams)
                )
                yield from _order(at, adjustment)
            case ExtraAmount():
                known = [*written.expanded.consumables, *(b.id for b in plain.budgets)]
                yield from unknown(Named(f"{at}/of", "consumable or budget", adjustment.of, known))
            case SpecialMeeting():
                sets = [s.id for s in plain.date_sets if s.meeting]
                yield from unknown(
                    Named(f"{at}/dates", "date set of meetings", adjustment.dates, sets)
                )


def _of_rule(
    at: str, adjustment: Waived | Eased | Unfrozen | AddedOption, rule: Rule, written: Written
) -> Iterator[Issue]:
    match adjustment:
        case Waived():
            easing = kind_of(rule).easing
            if easing.moves is not None or not easing.waived(rule, written.expanded):
                message = f"{quoted(rule.id)} is of kind {rule.kind}, not given up altogether"
                yield error("rule_never_eased", f"{at}/rule", message, rule.id)
        case Eased():
            yield from _field(at, adjustment, rule)
        case Unfrozen():
            yield from _of_freeze(at, adjustment, rule)
        case AddedOption():
            yield from _of_choice(at, adjustment, rule, written)


def _of_freeze(at: str, opened: Unfrozen, rule: Rule) -> Iterator[Issue]:
    if not isinstance(rule, ChangeFreeze):
        yield _other_kind(at, rule, "change_freeze")
        return
    yield from _order(at, opened)
    what = f"activity in {rule.id}"
    for name in opened.activities:
        yield from unknown(Named(f"{at}/activities", what, name, rule.activities.activities))


def _of_choice(at: str, added: AddedOption, rule: Rule, written: Written) -> Iterator[Issue]:
    if not isinstance(rule, SourcingChoice):
        yield _other_kind(at, rule, "sourcing_choice")
        return
    group = written.expanded.groups.get(rule.group)
    options = [option.id for option in group.options] if group else [added.option]
    what = f"sourcing option of {rule.group}"
    yield from unknown(Named(f"{at}/option", what, added.option, options))


def _field(at: str, eased: Eased, rule: Rule) -> Iterator[Issue]:
    fields = {looser.field: looser for looser in kind_of(rule).easing.fields}
    looser = fields.get(eased.field)
    if looser is None:
        what = f"field of kind {rule.kind} that can be eased"
        yield from unknown(Named(f"{at}/field", what, eased.field, list(fields)))
        return
    has = getattr(rule, eased.field)
    if not can_hold(rule, eased.field, eased.to):
        message = f"{eased.field} of {quoted(rule.id)} cannot be {quoted(eased.to)}"
    elif has is None or not looser.is_easier(has, eased.to):
        way = "more or later" if looser.way == "more" else "less or earlier"
        message = (
            f"{eased.field} of {quoted(rule.id)} is {quoted(has)}; only {way} is easier, "
            f"found {quoted(eased.to)}"
        )
    else:
        return
    yield error("not_easier", f"{at}/to", message, eased.to)


def _order(at: str, adjustment: ExtraCapacity | Unfrozen) -> Iterator[Issue]:
    if adjustment.last < adjustment.first:
        message = f"the last day {adjustment.last} is before the first, {adjustment.first}"
        yield error("window_reversed", f"{at}/last", message, adjustment.last)


def _other_kind(at: str, rule: Rule, kind: str) -> Issue:
    message = f"{quoted(rule.id)} is of kind {rule.kind}; this adjusts a {kind}"
    return error("not_easier", f"{at}/rule", message, rule.id)
