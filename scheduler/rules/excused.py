"""Rules that what has happened has broken already: they go on to bind what is to come.

A fact is never moved, so a rule that facts alone break could never be met again. It gives way as
little as can be: a single date, a pair or a place in a count is left out; people who were there
are counted as there; a link whose successor has begun first is overridden.

Source: out-of-sequence progress in Primavera P6: progress override.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.spoken_of import activities_of
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
    MovedLimit,
    MoveTogether,
    NotAtOnce,
    Placement,
    Precedence,
    RollingLimit,
    Rule,
    Separation,
    SourcingChoice,
    Synchronised,
    TargetDate,
    TeamCapacity,
)
from scheduler.expansion.adjustments import with_adjustments
from scheduler.expansion.rules import selections
from scheduler.rules.conditional import breaches_of, statement_of
from scheduler.rules.rule import Breach

_LEAVING_OUT = (
    AllowedDates,
    ChangeFreeze,
    DateLimit,
    MovedLimit,
    MoveTogether,
    NotAtOnce,
    RollingLimit,
    Separation,
    Synchronised,
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
        for rule in _actual(programme)
        if rule.finish is not None
    }


def without_broken(programme: ExpandedProgramme) -> tuple[ExpandedProgramme, tuple[Excuse, ...]]:
    """Return the programme with rules that facts break giving way, and which those are."""
    if not any(isinstance(rule, ActualDates) for rule in programme.document.rules):
        return programme, ()
    past = _past(programme)
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


def _past(programme: ExpandedProgramme) -> Plan:
    """Return the plan of what has begun alone, under the options taken for it."""
    past = Plan(options=_options(programme), placed={})
    placed = {}
    for rule in _actual(programme):
        if programme.mode_in(programme.activities[rule.activity], past) is not None:
            finish = rule.finish or _soonest_finish(rule.activity, rule.start, past, programme)
            placed[rule.activity] = Placed(start=rule.start, finish=finish)
    return Plan(options=past.options, placed=placed)


def _options(programme: ExpandedProgramme) -> dict[str, str]:
    """Return an option for each group: as decided, as in the baseline, as far as it has begun.

    Under another option a rule that holds under this one alone is asked from the beginning.
    """
    document = programme.document
    begun = [programme.activities[r.activity] for r in _actual(programme)]
    chosen = {}
    for group in document.service_groups:
        left = [option.id for option in group.options]
        for rule in document.rules:
            if isinstance(rule, SourcingChoice) and rule.group == group.id and not rule.when:
                left = [name for name in left if name in rule.options] or left
        own = [activity for activity in begun if programme.group_of(activity) == group.id]
        known = document.baseline.options.get(group.id) if document.baseline else None
        if left:
            done = {n: sum(a.mode_under(n) is not None for a in own) for n in left}
            chosen[group.id] = max(left, key=lambda n: (n == known, done[n]))  # asked at once
    return chosen


def _actual(programme: ExpandedProgramme) -> Iterator[ActualDates]:
    for rule in programme.document.rules:
        if isinstance(rule, ActualDates) and rule.price is None:
            yield rule


def _by_facts(rule: Rule, programme: ExpandedProgramme, past: Plan) -> Iterator[Breach]:
    """Yield the breaches that nothing to come could mend."""
    about = activities_of(rule, programme)
    if isinstance(rule, Placement | ActualDates) or about.isdisjoint(past.placed):
        return
    if isinstance(rule, Precedence):
        yield from _out_of_sequence(rule, programme, past)
    elif isinstance(rule, _LEAVING_OUT):
        yield from breaches_of(_of_facts_alone(rule, past), programme, past)
    elif isinstance(rule, TeamCapacity | ChangeLoad) or about <= past.placed.keys():
        yield from breaches_of(rule, programme, past)


def _of_facts_alone(rule: Rule, past: Plan) -> Rule:
    """Return the rule about what has happened: what is to come counts for nothing."""
    for field, selection in selections(rule):
        kept = tuple(name for name in selection.activities if name in past.placed)
        rule = replace(rule, **{field: replace(selection, activities=kept)})  # type: ignore[arg-type]  # a selection for a selection
    return rule


def _out_of_sequence(
    rule: Precedence, programme: ExpandedProgramme, past: Plan
) -> Iterator[Breach]:
    """Yield the breach of a link whose successor has begun, however soon the other follows."""
    document = programme.document
    begun = {r.activity: r for r in _actual(programme)}
    after, before = begun.get(rule.after), begun.get(rule.before)
    both = (programme.activities[name] for name in (rule.before, rule.after))
    if after is None or any(programme.mode_in(activity, past) is None for activity in both):
        return
    soonest = (document.status_date or after.start) + ONE_DAY
    start = soonest if before is None else before.start
    finish = before.finish if before else _soonest_finish(rule.before, soonest, past, programme)
    placed = {
        rule.after: Placed(start=after.start, finish=after.finish or document.plan_until),
        rule.before: Placed(start=start, finish=finish or max(start, soonest)),
    }
    yield from breaches_of(rule, programme, Plan(options=past.options, placed=placed))


def _soonest_finish(name: str, day: date, past: Plan, programme: ExpandedProgramme) -> date:
    """Return the last day of an activity that starts no earlier than a day."""
    activity = programme.activities[name]
    mode = programme.mode_in(activity, past)
    left = 0 if mode is None or mode.duration is None else programme.working_days(mode)
    calendars = [calendar.id for calendar in programme.calendars_of(activity)]
    while day <= programme.document.plan_until:
        left -= all(programme.is_working(day, calendar) for calendar in calendars)
        if left <= 0:
            break
        day += ONE_DAY
    return day


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
    while breaches := list(breaches_of(_of_facts_alone(left, past), programme, past)):
        left = _without_one(left, breaches[0].activities, past)
    return left if all(selection.activities for _, selection in selections(left)) else None


def _without_one(rule: Rule, among: tuple[str, ...], past: Plan) -> Rule:
    """Return the rule without that of some facts which matters least to what is to come.

    That is the one over first: what comes later is nearer to the others.
    """
    earlier = min(among, key=lambda name: (past.placed[name].finish, name))
    if isinstance(rule, Separation):
        one, other = among
        later = other if earlier == one else one
        lost = _partners(rule, earlier, past) - _partners(rule, later, past)
        if len(lost) > len(_partners(rule, later, past)):
            earlier = later
    for field, selection in selections(rule):
        kept = tuple(name for name in selection.activities if name != earlier)
        rule = replace(rule, **{field: replace(selection, activities=kept)})  # type: ignore[arg-type]  # a selection for a selection
    return rule


def _partners(rule: Separation, name: str, past: Plan) -> set[str]:
    """Return what is to come and has to keep its distance from an activity."""
    sides = (rule.activities.activities, rule.from_activities.activities)
    found = {o for one, others in (sides, sides[::-1]) if name in one for o in others}
    return found - past.placed.keys()


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
