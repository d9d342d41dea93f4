"""Rules that what has happened has broken already: they go on to bind what is to come.

A fact is never moved, so a rule that facts alone break could never be met again. It gives way as
little as can be: a single date, a pair or a place in a count is left out; people who were there
are counted as there; a link whose successor has begun first is overridden.

Source: out-of-sequence progress in Primavera P6: progress override.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.activities import Selection
from scheduler.domain.adjustments import ExtraCapacity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import (
    ActualDates,
    AllowedDates,
    ChangeFreeze,
    ChangeLoad,
    DateLimit,
    NotAtOnce,
    Placement,
    Precedence,
    RollingLimit,
    Rule,
    Separation,
    TargetDate,
    TeamCapacity,
)
from scheduler.expansion.adjustments import with_adjustments
from scheduler.rules.conditional import breaches_of, statement_of
from scheduler.rules.rule import Breach

_LEAVING_OUT = (
    AllowedDates,
    ChangeFreeze,
    DateLimit,
    NotAtOnce,
    RollingLimit,
    Separation,
    TargetDate,
)
"""Kinds that ask no less of an activity for being the only one."""
MOST_DAYS_OF_ONE_TEAM = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """A rule that facts have broken."""

    rule: str
    statement: str
    activities: tuple[str, ...]
    """What broke it."""
    measured: object
    allowed: object
    given_up: bool
    """Whether nothing of the rule is left to bind."""


def facts_of(programme: ExpandedProgramme) -> Mapping[str, Placed]:
    """Return the dates of what has begun and has no date left to be found out."""
    return {
        rule.activity: Placed(start=rule.start, finish=rule.finish)
        for rule in programme.document.rules
        if isinstance(rule, ActualDates) and rule.price is None and rule.finish is not None
    }


def without_broken(programme: ExpandedProgramme) -> tuple[ExpandedProgramme, tuple[Excuse, ...]]:
    """Return the programme with rules that facts break giving way, and which those are."""
    if not any(isinstance(rule, ActualDates) for rule in programme.document.rules):
        return programme, ()
    facts = facts_of(programme)
    past = Plan(options=_options(programme), placed=facts)
    rules: list[Rule] = []
    extra: list[ExtraCapacity] = []
    excuses = []
    for rule in programme.document.rules:
        left: Rule | None = rule
        breaches = () if rule.price is not None else tuple(_by_facts(rule, programme, past))
        if breaches and isinstance(rule, TeamCapacity):
            extra += _people_there(rule, programme, past)
        elif breaches:
            left = _what_is_left(rule, programme, past)
        if breaches:
            excuses.append(_excuse(rule, programme, breaches, left))
        if left is not None:
            rules.append(left)
    if not excuses:
        return programme, ()
    document = replace(programme.document, rules=tuple(rules))
    return ExpandedProgramme(with_adjustments(document, (*document.adjustments, *extra))), tuple(
        excuses
    )


def _options(programme: ExpandedProgramme) -> dict[str, str]:
    """Return an option for each group: that of the baseline where there is one."""
    baseline = programme.document.baseline
    known = {} if baseline is None else baseline.options
    return {
        group.id: known.get(group.id, group.options[0].id)
        for group in programme.document.service_groups
        if group.options
    }


def _by_facts(rule: Rule, programme: ExpandedProgramme, past: Plan) -> Iterator[Breach]:
    """Yield the breaches that nothing to come could mend."""
    if isinstance(rule, Placement | ActualDates):
        return
    if isinstance(rule, Precedence):
        yield from _out_of_sequence(rule, programme, past)
        return
    whole = activities_of(rule, programme) <= past.placed.keys()
    if not whole and not isinstance(rule, (*_LEAVING_OUT, TeamCapacity, ChangeLoad)):
        return
    for breach in breaches_of(rule, programme, past):
        if breach.activities or whole:
            yield breach


def _out_of_sequence(
    rule: Precedence, programme: ExpandedProgramme, past: Plan
) -> Iterator[Breach]:
    """Yield the breach of a link whose successor has begun, however soon the other follows."""
    document = programme.document
    begun = {r.activity: r for r in document.rules if isinstance(r, ActualDates)}
    after, before = begun.get(rule.after), begun.get(rule.before)
    if after is None:
        return
    soonest = (document.status_date or after.start) + ONE_DAY
    start = soonest if before is None else before.start
    placed = {
        rule.after: Placed(start=after.start, finish=after.finish or document.plan_until),
        rule.before: Placed(start=start, finish=(before and before.finish) or max(start, soonest)),
    }
    yield from breaches_of(rule, programme, Plan(options=past.options, placed=placed))


def _what_is_left(rule: Rule, programme: ExpandedProgramme, past: Plan) -> Rule | None:
    """Return the rule as it still binds, or None."""
    if isinstance(rule, ChangeLoad):
        worst = max(
            (b.measured for b in breaches_of(rule, programme, past) if isinstance(b.measured, int)),
            default=None,
        )
        return None if worst is None else replace(rule, at_most=worst)
    if not isinstance(rule, _LEAVING_OUT):
        return None
    left: Rule = rule
    while breaches := [b for b in breaches_of(left, programme, past) if b.activities]:
        names = [n for n in breaches[0].activities if n in activities_of(left, programme)]
        if not names:
            return None
        left = _without(left, min(names, key=lambda name: (past.placed[name].start, name)))
    return left if all(s.activities for s in _selections(left)) else None


def _selections(rule: Rule) -> Iterator[Selection]:
    for field in fields(rule):
        value = getattr(rule, field.name)
        if isinstance(value, Selection):
            yield value


def _without(rule: Rule, activity: str) -> Rule:
    changes = {}
    for field in fields(rule):
        value = getattr(rule, field.name)
        if isinstance(value, Selection):
            kept = tuple(name for name in value.activities if name != activity)
            changes[field.name] = replace(value, activities=kept)
    return replace(rule, **changes)  # type: ignore[arg-type]  # selections for selections


def _people_there(
    rule: TeamCapacity, programme: ExpandedProgramme, past: Plan
) -> Iterator[ExtraCapacity]:
    """Yield the people that a team must have had, day by day."""
    asked = {a.id for a in programme.asking.get(rule.team, ())}
    days = sorted({d for name in asked & past.placed.keys() for d in _days(past.placed[name])})
    for day in days[:MOST_DAYS_OF_ONE_TEAM]:
        that_day = {
            name: at
            for name, at in past.placed.items()
            if name not in asked or at.start <= day <= at.finish
        }
        clipped = {
            name: Placed(start=day, finish=day) if name in asked else at
            for name, at in that_day.items()
        }
        for breach in breaches_of(rule, programme, Plan(options=past.options, placed=clipped)):
            short = int(str(breach.measured).split(" ", 1)[0]) - int(str(breach.allowed))
            yield ExtraCapacity(
                id=f"there.{rule.team}.{day}",
                reason="What has happened.",
                team=rule.team,
                hundredths=short,
                first=day,
                last=day,
            )


def _days(placed: Placed) -> Iterator[date]:
    day = placed.start
    while day <= placed.finish:
        yield day
        day += ONE_DAY


def _excuse(
    rule: Rule, programme: ExpandedProgramme, breaches: tuple[Breach, ...], left: Rule | None
) -> Excuse:
    return Excuse(
        rule=rule.id,
        statement=statement_of(rule, programme),
        activities=tuple(dict.fromkeys(a for breach in breaches for a in breach.activities)),
        measured=breaches[0].measured,
        allowed=breaches[0].allowed,
        given_up=left is None,
    )
