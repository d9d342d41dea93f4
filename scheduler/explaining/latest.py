"""Latest decision dates: until when a decision can be taken, an option be chosen, a given be late.

Of every decision the last meeting at which a plan still exists, and that none exists one meeting
later, says the solver. Two readings: everything else is planned anew (`others free`), or the
options and the other decisions stay as in a plan at hand (`others as planned`).

Source: last responsible moment, Poppendieck & Poppendieck (2003); the reserve of one missed meeting
is exit practice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.domain.activities import CUTOVER, TRANSFER, Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Decision, Rule
from scheduler.explaining.ladder import Climb, Climber, Ladder
from scheduler.explaining.wishes import (
    not_after,
    not_before,
    performing,
    sourced,
)
from scheduler.explaining.work import Work

Reading = Literal["others free", "others as planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestDate:
    """Until when one event can be, a plan still existing."""

    id: str
    """The event: a decision's meeting, or what is given from outside."""
    reading: Reading
    latest: date | None
    """The last of its dates at which a plan exists; none when it cannot be at all."""
    meeting: str
    """Who meets, or what else its dates are."""
    decide_by: date | None
    """One meeting earlier, as a reserve; none where there is no earlier one."""
    papers_by: date | None
    """When papers must be final for that."""
    planned: date | None
    """Its date in the plan at hand."""
    proved: bool
    """Whether no plan exists one date later."""
    confirmed: bool
    """Whether a second configuration agrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionExpiry:
    """Until when one sourcing option of a service group can still be chosen."""

    group: str
    option: str
    decision: str | None
    """The meeting that chooses; none where the programme has no such decision."""
    alive: bool | None
    """Whether any plan takes it; none when that is not known."""
    expires: date | None
    """The last meeting at which it can be chosen."""
    proved: bool
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOptions:
    """How many options are alive at one meeting."""

    day: date
    alive: Mapping[str, tuple[str, ...]]
    """Service group to the options that can still be chosen then."""
    count: int
    """Options of all groups together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The answer to until when."""

    feasible: bool | None
    """Whether there is any plan; none when that is not known."""
    decisions: tuple[LatestDate, ...] = ()
    options: tuple[OptionExpiry, ...] = ()
    givens: tuple[LatestDate, ...] = ()
    calendar: tuple[MeetingOptions, ...] = ()


Row = LatestDate | OptionExpiry


@dataclass(frozen=True, slots=True)
class _Asked:
    """One ladder and how its climb is told."""

    ladder: Ladder
    told: Callable[[Climb], Row]
    event: str
    reading: Reading = "others free"


def find_latest(
    programme: ExpandedProgramme,
    work: Work,
    *,
    plan: Plan | None = None,
    only: Sequence[str] = (),
) -> Latest:
    """Return the latest dates of all decisions, options and givens, or of some events only.

    `plan` must have been checked; without it there is no reading `others as planned`. A row is told
    as soon as it is known. What a stop leaves unknown is not proved.
    """
    climber = Climber(
        programme,
        work.ask,
        seconds=work.seconds,
        events=tuple(dict.fromkeys((*only, *decisions_of(programme), *givens_of(programme)))),
        plans=[plan] if plan else [],
    )
    anything = climber.climb(Ladder(name="any plan", rungs=((),)))
    if anything.highest < 0:
        return Latest(feasible=False if anything.proved else None)
    asked = list(_asked(programme, plan, only))
    by_name = {one.ladder.name: one for one in asked}
    done: dict[str, Climb] = {}
    for climb in climber.climb_all([one.ladder for one in _soonest_first(asked, plan)], work):
        done[climb.ladder.name] = climb
        work.on_row(by_name[climb.ladder.name].told(climb))
    if work.confirm and not work.stop.is_set():
        done = {climb.ladder.name: climb for climb in climber.confirm(tuple(done.values()))}
    rows = [one.told(done[one.ladder.name]) for one in asked]
    dates = [row for row in rows if isinstance(row, LatestDate)]
    decided = set(decisions_of(programme))
    options = tuple(row for row in rows if isinstance(row, OptionExpiry))
    return Latest(
        feasible=True,
        decisions=tuple(row for row in dates if row.id in decided),
        givens=tuple(row for row in dates if row.id not in decided),
        options=options,
        calendar=expiry_calendar(programme, options),
    )


def decisions_of(programme: ExpandedProgramme) -> tuple[str, ...]:
    """Return the events at which decisions are taken, in the order of the rules."""
    found: dict[str, None] = {}
    for rule in programme.document.rules:
        if isinstance(rule, Decision):
            found |= dict.fromkeys((rule.meeting, *rule.same_meeting_as))
    return tuple(found)


def choosing_decision(programme: ExpandedProgramme, group: str, option: str) -> str | None:
    """Return the event that chooses an option: the group's first decision that takes effect."""
    for rule in programme.document.rules:
        if not isinstance(rule, Decision) or rule.takes_effect is None:
            continue
        activity = programme.activities[rule.meeting]
        performed = activity.mode_under(option) is not None
        if programme.group_of(activity) == group and performed:
            return rule.meeting
    return None


def givens_of(programme: ExpandedProgramme) -> tuple[str, ...]:
    """Return cutovers and transfers of groups that have nothing left to decide."""
    deciding = {programme.group_of(programme.activities[d]) for d in decisions_of(programme)}
    return tuple(
        activity.id
        for activity in programme.document.activities
        if activity.kind in (CUTOVER, TRANSFER)
        and activity.form == "event"
        and programme.group_of(activity) not in deciding
    )


def expiry_calendar(
    programme: ExpandedProgramme, options: Sequence[OptionExpiry]
) -> tuple[MeetingOptions, ...]:
    """Return the options alive at each meeting that chooses any, until the last has expired."""
    days: set[date] = set()
    last = max((row.expires for row in options if row.expires), default=None)
    for row in options:
        if row.decision is not None and last is not None:
            dates = _dates(programme, programme.activities[row.decision])
            days |= {day for day in dates if day <= last + 62 * ONE_DAY}
    return tuple(_alive_on(day, options) for day in sorted(days))


def _alive_on(day: date, options: Sequence[OptionExpiry]) -> MeetingOptions:
    chosen = [row for row in options if row.decision is not None]
    alive = {
        group: tuple(
            row.option
            for row in chosen
            if row.group == group and row.expires is not None and row.expires >= day
        )
        for group in dict.fromkeys(row.group for row in chosen)
    }
    return MeetingOptions(day=day, alive=alive, count=sum(map(len, alive.values())))


def _asked(
    programme: ExpandedProgramme, plan: Plan | None, only: Sequence[str]
) -> Iterator[_Asked]:
    """Yield what is asked: decisions and givens, in both readings, then options."""
    for event in only or (*decisions_of(programme), *givens_of(programme)):
        yield _date_asked(programme, event, "others free", (), plan)
        if plan is not None and event in plan.placed:
            given = _as_planned(programme, event, plan)
            yield _date_asked(programme, event, "others as planned", given, plan)
    if not only:
        for group in programme.document.service_groups:
            for option in group.options:
                yield _option_asked(programme, group.id, option.id)


def _as_planned(programme: ExpandedProgramme, event: str, plan: Plan) -> tuple[Rule, ...]:
    """Return rules that keep the options and every other decision as in a plan."""
    chosen = (sourced(group, option) for group, option in plan.options.items())
    others = [d for d in decisions_of(programme) if d in plan.placed and d != event]
    days = [(d, plan.placed[d].start) for d in others]
    return (*chosen, *(wish(d, day) for d, day in days for wish in (not_before, not_after)))


def _soonest_first(asked: Sequence[_Asked], plan: Plan | None) -> list[_Asked]:
    """Return what is asked so that the plans of one help the next most.

    What stays near the plan at hand is soon found; late decisions push earlier ones late as well.
    """

    def key(one: _Asked) -> tuple[bool, int]:
        at = None if plan is None else plan.placed.get(one.event)
        return one.reading != "others as planned", 0 if at is None else -at.start.toordinal()

    return sorted(asked, key=key)


def _date_asked(
    programme: ExpandedProgramme,
    event: str,
    reading: Reading,
    given: tuple[Rule, ...],
    plan: Plan | None,
) -> _Asked:
    activity = programme.activities[event]
    dates = _dates(programme, activity)
    ladder = Ladder(
        name=f"{event}, {reading}",
        always=(*performing(activity, programme), *given),
        rungs=tuple((not_before(event, day),) for day in dates),
        event=event,
        days=dates,
        beyond=tuple((not_after(event, day - ONE_DAY),) for day in dates),
    )
    planned = None if plan is None else plan.placed.get(event)
    date_set = next((s for s in programme.document.date_sets if s.id == activity.dates), None)
    lead = paper_days(programme, event)

    def told(climb: Climb) -> LatestDate:
        earlier = dates[climb.highest - 1] if climb.highest > 0 else None
        return LatestDate(
            id=event,
            reading=reading,
            latest=dates[climb.highest] if climb.highest >= 0 else None,
            meeting="" if date_set is None else date_set.name or date_set.id,
            decide_by=earlier,
            papers_by=None if earlier is None or lead is None else earlier - lead * ONE_DAY,
            planned=None if planned is None else planned.start,
            proved=climb.proved,
            confirmed=climb.confirmed,
        )

    return _Asked(ladder, told, event, reading)


def _option_asked(programme: ExpandedProgramme, group: str, option: str) -> _Asked:
    decision = choosing_decision(programme, group, option)
    dates = () if decision is None else _dates(programme, programme.activities[decision])
    rungs = tuple((not_before(decision, day),) for day in dates) if decision else ((),)
    ladder = Ladder(
        name=f"{group} by {option}",
        always=(sourced(group, option),),
        rungs=rungs,
        event=decision,
        days=dates,
    )

    def told(climb: Climb) -> OptionExpiry:
        alive = climb.highest >= 0
        return OptionExpiry(
            group=group,
            option=option,
            decision=decision,
            alive=alive if alive or climb.proved else None,
            expires=dates[climb.highest] if alive and dates else None,
            proved=climb.proved,
            confirmed=climb.confirmed,
        )

    return _Asked(ladder, told, decision or "")


def paper_days(programme: ExpandedProgramme, event: str) -> int | None:
    """Return how many days before it papers must be final; none where nothing says so."""
    of_set = next(
        (
            s.paper_deadline_calendar_days
            for s in programme.document.date_sets
            if s.id == programme.activities[event].dates
        ),
        None,
    )
    days = [
        of_set if rule.paper_deadline_calendar_days is None else rule.paper_deadline_calendar_days
        for rule in programme.document.rules
        if isinstance(rule, Decision) and rule.meeting == event and rule.papers is not None
    ]
    known = [number for number in (*days, of_set) if number is not None]
    return max(known, default=None)


def _dates(programme: ExpandedProgramme, activity: Activity) -> tuple[date, ...]:
    """Return the days of the horizon on which an event can be."""
    first, last = programme.document.plan_from, programme.document.plan_until
    if activity.dates is None:
        return tuple(first + ONE_DAY * i for i in range((last - first).days + 1))
    return tuple(sorted(day for day in programme.date_sets[activity.dates] if first <= day <= last))
