"""A plan made in one go: early first, then what waits too long is moved late.

Serial schedule generation: activities one after another, the longest chain first, each as early
as links, calendars, capacity and the rules let it. Maximum lags are minded afterwards: going back
from the last activity, each that some follower waits for too long is moved as late as its
followers let it. What is still too early is told not to start before, and the schedule is begun
again. The result may break rules; `verify` decides whether it is a plan or only a hint.

Source: serial schedule generation, Kolisch (1996); justification, Valls, Ballestín & Quintanilla
(2005).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.construction.links import Link, ordered, tails
from scheduler.construction.partial_schedule import PartialSchedule
from scheduler.domain.activities import Activity, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan

MOST_ROUNDS = 8
"""How often a schedule is begun again with what was too early told to wait."""
ROUNDS_OF_PATIENCE = 2
"""How many rounds in a row may leave no less too early than the best before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a schedule is asked to respect beside the rules."""

    order: Sequence[str] = ()
    """Activities in order of priority; the longest chain first when empty."""
    links: tuple[Link, ...] = ()
    """Further waits, beside those of the programme."""
    fixed: Mapping[str, date] = field(default_factory=dict)
    """Events put on a date whatever the rules say."""


def list_schedule(
    programme: ExpandedProgramme,
    options: Mapping[str, str],
    wishes: Wishes,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> Plan:
    """Place every activity that finds a place; the round that leaves least too early is kept.

    Once `cancelled` holds, what has no place yet is left out.
    """
    not_before: dict[str, date] = {}
    best: tuple[int, Plan] | None = None
    no_better = 0
    for _ in range(MOST_ROUNDS):
        schedule = PartialSchedule(programme, options, wishes.links, not_before)
        _fill(schedule, wishes, cancelled)
        if best is not None and cancelled():
            break
        too_early = {
            name: wanted
            for name in schedule.placed
            if name not in wishes.fixed and (wanted := schedule.too_early(name)) is not None
        }
        if best is None or len(too_early) < best[0]:
            best = (len(too_early), Plan(options=dict(options), placed=dict(schedule.placed)))
            no_better = 0
        else:
            no_better += 1
        later = {n: d for n, d in too_early.items() if d > not_before.get(n, date.min)}
        if not later or no_better == ROUNDS_OF_PATIENCE or cancelled():
            break
        not_before |= later
    return best[1] if best is not None else Plan(options=dict(options), placed={})


def _fill(schedule: PartialSchedule, wishes: Wishes, cancelled: Callable[[], bool]) -> None:
    """Go forward placing early, then back moving late what waits too long."""
    order = _order(schedule, wishes)
    for name in order:
        if cancelled():
            return
        if name in wishes.fixed:
            _put_fixed(schedule, name, wishes.fixed[name])
        elif name not in schedule.attached:
            _put_early(schedule, name, cancelled)
    for name in reversed(order):
        if cancelled():
            return
        if name in schedule.placed and name not in wishes.fixed and schedule.too_early(name):
            _move_late(schedule, name, cancelled)


def _order(schedule: PartialSchedule, wishes: Wishes) -> tuple[str, ...]:
    """Return the order of placing: as wished, else the longest chain to the end first."""
    programme, links = schedule.programme, schedule.links
    if wishes.order:
        wanted = {name: i for i, name in enumerate(wishes.order)}
        return ordered(programme, links, lambda name: wanted.get(name, len(wanted)))
    lengths = {
        activity.id: programme.working_days(mode)
        for activity in programme.document.activities
        if activity.form == "work" and (mode := schedule.mode(activity)) is not None
    }
    tail = tails(ordered(programme, links), links, lengths)
    return ordered(programme, links, lambda name: -tail[name])


def _put_fixed(schedule: PartialSchedule, name: str, day: date) -> None:
    if schedule.mode(schedule.programme.activities[name]) is not None:
        schedule.put(name, Placed(start=day, finish=day))


def _put_early(schedule: PartialSchedule, name: str, cancelled: Callable[[], bool]) -> None:
    """Place an activity at its first allowed place, or else at its first place of any kind."""
    activity = schedule.programme.activities[name]
    mode = schedule.mode(activity)
    if mode is None:
        return
    fallback: Placed | None = None
    for at in _places(schedule, activity, mode):
        if schedule.allows(name, at):
            schedule.put(name, at)
            return
        fallback = fallback or at
        if cancelled():
            break
    if fallback is None and activity.form == "event":
        earliest = schedule.earliest(name, mode)
        fallback = next(schedule.dates_at_all(activity, earliest), None)
    if fallback is not None:
        schedule.put(name, fallback)


def _move_late(schedule: PartialSchedule, name: str, cancelled: Callable[[], bool]) -> None:
    """Move an activity to its last allowed place; leave it where there is none."""
    activity = schedule.programme.activities[name]
    mode = schedule.mode(activity)
    if mode is None or name in schedule.attached:
        return
    before = schedule.placed[name]
    latest = schedule.latest_finish(name)
    schedule.remove(name)
    places = [
        at
        for at in _places(schedule, activity, mode)
        if at.start > before.start and schedule.axis.position_after(at.finish) <= latest
    ]
    for at in reversed(places):
        if schedule.allows(name, at, going_late=True):
            schedule.put(name, at)
            return
        if cancelled():
            break
    schedule.put(name, before)


def _places(schedule: PartialSchedule, activity: Activity, mode: Mode) -> Iterator[Placed]:
    earliest = schedule.earliest(activity.id, mode)
    if activity.form == "event":
        return schedule.event_places(activity, mode, earliest)
    return schedule.work_places(activity, mode, schedule.axis.position(earliest))
