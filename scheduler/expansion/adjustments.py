"""Adjustments, applied to a document that is written out.

What an adjustment names and the document does not have changes nothing; validation names it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from scheduler.domain.adjustments import (
    AddedOption,
    Adjustment,
    Eased,
    ExtraAmount,
    ExtraCapacity,
    SpecialMeeting,
    Unfrozen,
    Waived,
)
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ChangeFreeze, Rule, SourcingChoice
from scheduler.domain.programme import Budget, Programme
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.domain.values import Window

_OfRule = Waived | Eased | AddedOption | Unfrozen
_OfData = ExtraCapacity | ExtraAmount | SpecialMeeting
SPLIT = ".unfrozen_"
"""Between the id of a freeze and the number of a part of it that some activities have alone."""
PENCE_IN_A_THOUSAND = 100_000
MOST_HUNDREDTHS = 1_000_000
"""Of a team, as the file format has it."""


def adjusted(programme: ExpandedProgramme, adjustments: Iterable[Adjustment]) -> ExpandedProgramme:
    """Return a programme that is written out with further adjustments applied."""
    kept = programme.document.adjustments
    return ExpandedProgramme(with_adjustments(programme.document, (*kept, *adjustments)))


def with_adjustments(document: Programme, adjustments: Iterable[Adjustment]) -> Programme:
    """Return the document with all adjustments applied but those refused, which are kept."""
    given = tuple(adjustments)
    kept = tuple(a for a in given if a.granted is False)
    rules: dict[str, list[_OfRule]] = {}
    for adjustment in given:
        if adjustment.granted is False:
            continue
        if isinstance(adjustment, Waived | Eased | AddedOption | Unfrozen):
            rules.setdefault(origin_of(adjustment.rule), []).append(adjustment)
        else:
            document = _with(document, adjustment)
    eased = (
        new for rule in document.rules for new in _eased_by(rule, rules.get(origin_of(rule.id), ()))
    )
    return replace(document, rules=tuple(eased), adjustments=kept)


def _eased_by(rule: Rule, adjustments: Iterable[_OfRule]) -> tuple[Rule, ...]:
    """Return what is left of one rule after one adjustment after another."""
    left: tuple[Rule, ...] = (rule,)
    for adjustment in adjustments:
        left = tuple(new for part in left for new in eased_rule(part, adjustment))
    return left


def _with(
    document: Programme, adjustment: ExtraCapacity | ExtraAmount | SpecialMeeting
) -> Programme:
    match adjustment:
        case ExtraCapacity():
            teams = (_with_people(team, adjustment) for team in document.teams)
            return replace(document, teams=tuple(teams))
        case ExtraAmount():
            return _with_amount(document, adjustment)
        case SpecialMeeting():
            sets = (
                replace(s, dates=tuple(sorted({*s.dates, adjustment.on})))
                if s.id == adjustment.dates
                else s
                for s in document.date_sets
            )
            return replace(document, date_sets=tuple(sets))


def eased_rule(rule: Rule, adjustment: Waived | Eased | AddedOption | Unfrozen) -> tuple[Rule, ...]:
    """Return what is left of a rule: nothing, itself or an easier one, or a freeze in parts."""
    name = origin_of(rule.id) if isinstance(adjustment, Unfrozen) else rule.id
    if adjustment.rule not in (name, rule.id):
        return (rule,)
    match adjustment:
        case Waived():
            return ()
        case Eased() if can_hold(rule, adjustment.field, adjustment.to):
            return (replace(rule, **{adjustment.field: adjustment.to}),)  # type: ignore[arg-type]  # checked
        case AddedOption() if isinstance(rule, SourcingChoice):
            return (
                replace(rule, options=tuple(dict.fromkeys((*rule.options, adjustment.option)))),
            )
        case Unfrozen() if isinstance(rule, ChangeFreeze):
            return tuple(_in_parts(rule, adjustment))
        case _:
            return (rule,)


def can_hold(rule: Rule, field: str, value: object) -> bool:
    """Tell whether a field of a rule can have a value."""
    if all(f.name != field for f in fields(rule)):
        return False
    try:
        _adapter(type(rule), field).validate_python(value, strict=True)  # type: ignore[arg-type]  # a class has a hash
    except ValidationError:
        return False
    return True


@cache
def _adapter(kind: type[Rule], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(kind, include_extras=True)[field])


def origin_of(rule: str) -> str:
    """Return the id of the freeze that a part was split from; any other id as it is."""
    return rule.partition(SPLIT)[0]


def _in_parts(rule: ChangeFreeze, opened: Unfrozen) -> Iterator[Rule]:
    """Yield the freeze for those it stays whole for, and the rest of it for the others."""
    windows = tuple(part for window in rule.windows for part in _without(window, opened))
    given = rule.activities.activities
    eased = tuple(name for name in given if name in opened.activities)
    others = tuple(name for name in given if name not in opened.activities)
    if not eased or windows == rule.windows:
        yield rule
        return
    if others:
        yield replace(rule, activities=replace(rule.activities, activities=others))
    if windows:
        name = rule.id if not others else f"{rule.id}{SPLIT}{opened.id}"
        selection = replace(rule.activities, activities=eased)
        yield replace(rule, id=name, activities=selection, windows=windows)


def _without(window: Window, opened: Unfrozen) -> Iterator[Window]:
    if opened.last < window.first or window.last < opened.first:
        yield window
        return
    if window.first < opened.first:
        yield replace(window, last=opened.first - ONE_DAY)
    if opened.last < window.last:
        yield replace(window, first=opened.last + ONE_DAY)


def _with_people(team: Team, extra: ExtraCapacity) -> Team:
    """Return the team with more people in the window, whatever is booked."""
    if team.id != extra.team or not team.capacity:
        return team
    # The first period reaches back for ever, so one before the window has to be the first.
    after = () if extra.last == date.max else (extra.last + ONE_DAY,)
    days = {extra.first, *after, *(period.first for period in team.capacity)}
    earliest = min(days)
    if earliest > date.min:
        days.add(earliest - ONE_DAY)
    periods = tuple(
        CapacityPeriod(
            first=day,
            hundredths=min(
                MOST_HUNDREDTHS,
                _declared(team, day) + extra.hundredths * (extra.first <= day <= extra.last),
            ),
        )
        for day in sorted(days)
    )
    return replace(team, capacity=periods)


def _declared(team: Team, day: date) -> int:
    found = team.capacity[0].hundredths
    for period in team.capacity:
        if period.first <= day:
            found = period.hundredths
    return found


def _with_amount(document: Programme, extra: ExtraAmount) -> Programme:
    return replace(
        document,
        consumables=tuple(
            replace(c, amount=c.amount + extra.amount) if c.id == extra.of else c
            for c in document.consumables
        ),
        budgets=tuple(
            _with_money(budget, extra) if budget.id == extra.of else budget
            for budget in document.budgets
        ),
    )


def _with_money(budget: Budget, extra: ExtraAmount) -> Budget:
    pence = budget.amount.pence + extra.amount * PENCE_IN_A_THOUSAND
    return replace(budget, amount=replace(budget.amount, pence=pence))
