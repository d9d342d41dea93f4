"""DCMA check 12: a delay of a critical activity must delay the last transfer as much.

The order is fixed: nothing is planned again. An activity without float to the last service transfer
by links alone is made 100 working days longer, what waits for it moves to the first of its own days
that the links allow, and the last transfer must move by 100 working days or more (more where it may
only fall on dates of a set). Shared teams and limits of change load move nothing here, as in the
test of any tool. Of several candidates the first to start is taken, work before events.

Days beyond the horizon are taken as its calendars have them; a date set beyond its last date as any
day.

Source: DCMA-EA PAM 200.1, 2012, section 4.12, which wants the end to move in proportion to a slip
and names no number; 600 working days are usual, as DCMA teaches it: Winter (2011). 100 are enough
for a plan of two to three years, and keep dates near the horizon.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from datetime import date

from scheduler.construction.links import Link
from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.plan import Placed
from scheduler.explaining.critical_chain import critical_chain
from scheduler.quality.findings import Check, at_least, not_applicable
from scheduler.quality.schedule import Schedule
from scheduler.timeline.time_axis import TimeAxis

DELAY = 100
_BEYOND = 4 * 366
"""Calendar days beyond the horizon to which a delay may move something."""
_MOST_VISITS = 200
"""Of one activity: links of one plan go round in a circle nowhere, and this ends it if they do."""


def critical_path_test(schedule: Schedule) -> Check:
    """Check 12: working days that the last transfer moves, of those added to a critical task."""
    name = "Critical path test"
    counted = f"working days that the last transfer moves, of {DELAY} added to a critical task"
    why = ""
    if schedule.milestone is None:
        why = "the plan has no service transfer"
    elif schedule.milestone in schedule.complete:
        why = "the last service transfer is over"
    if why or schedule.milestone is None:
        return not_applicable(12, name, counted, why, wanted="at least", percent=100, note="")
    chain, _ = critical_chain(schedule.programme, schedule.plan, schedule.network)
    note = (
        "Planned again, a plan may go round a delay: the measure of that name tells by how much "
        "the end moves, where it was asked for. What holds the last transfer, teams and stability "
        f"limits included, is a critical chain of {len(chain)} activities; explain tells it link "
        "by link."
    )
    found = critical_task(schedule, schedule.milestone)
    if found is None:
        why = f"No link leads to the last transfer, {schedule.milestone}."
        return at_least(
            12,
            name,
            counted,
            (0, DELAY),
            percent=100,
            note=note,
            why=why,
            sample=(schedule.milestone,),
        )
    task, spare = found
    moved = moved_by(schedule, task, schedule.milestone, DELAY)
    return at_least(
        12,
        name,
        counted,
        (moved, DELAY),
        percent=100,
        why=f"{task.id} has {spare} working days of float to {schedule.milestone}; {DELAY} days "
        f"more of it move that by {moved}.",
        sample=(task.id,),
        note=note,
    )


def critical_task(schedule: Schedule, milestone: str) -> tuple[Activity, int] | None:
    """Return the task to delay, with its float to the last transfer."""
    floats = schedule.network.floats(milestone)
    candidates = [a for a in schedule.incomplete if a.id in floats and a.id != milestone]
    if not candidates:
        return None
    task = min(
        candidates,
        key=lambda a: (
            max(0, floats[a.id].total),
            a.form != "work",
            schedule.placed(a).start,
            a.id,
        ),
    )
    return task, floats[task.id].total


def moved_by(schedule: Schedule, task: Activity, milestone: str, days: int) -> int:
    """Return how many working days a milestone moves when a task takes so many days more.

    An event is put off by as many working days.
    """
    axis = _axis_beyond(schedule)
    now = dict(schedule.plan.placed)
    placed = now[task.id]
    if task.form == "event":
        later = axis.working[axis.position(placed.start) + days]
        now[task.id] = _from(schedule, axis, task, later)
    else:
        own = _days(schedule, axis, task)
        finish = own[min(len(own) - 1, bisect_left(own, placed.finish) + days)]
        now[task.id] = Placed(start=placed.start, finish=finish)
    waiting, visits = deque([task.id]), dict.fromkeys(now, 0)
    while waiting:
        for link in schedule.network.after[waiting.popleft()]:
            then = _pushed(schedule, axis, link, now)
            if then != now[link.after] and visits[link.after] < _MOST_VISITS:
                now[link.after] = then
                visits[link.after] += 1
                waiting.append(link.after)
    before = axis.position(schedule.plan.placed[milestone].start)
    return axis.position(now[milestone].start) - before


def _axis_beyond(schedule: Schedule) -> TimeAxis:
    """Return the axis with years after the horizon."""
    document, calendar = schedule.programme.document, schedule.programme.default_calendar
    count = (document.plan_until - document.plan_from).days + 1 + _BEYOND
    every = (document.plan_from + ONE_DAY * n for n in range(count))
    working = tuple(day for day in every if calendar.is_working(day))
    return TimeAxis(document.plan_from, document.plan_from + ONE_DAY * (count - 1), working)


def _days(schedule: Schedule, axis: TimeAxis, activity: Activity) -> tuple[date, ...]:
    """Return the days on which an activity can be, beyond the horizon too."""
    own = schedule.network.positions.days(activity)
    last = schedule.programme.document.plan_until
    count = (axis.last - last).days
    after = (last + ONE_DAY * n for n in range(1, count + 1))
    if activity.form == "event":
        return (*own, *after)
    calendars = schedule.programme.calendars_of(activity)
    return (*own, *(day for day in after if all(c.is_working(day) for c in calendars)))


def _from(schedule: Schedule, axis: TimeAxis, activity: Activity, day: date) -> Placed:
    """Return the first dates of an activity on or after a day, its length kept."""
    own = _days(schedule, axis, activity)
    length = max(1, schedule.network.positions.length(activity, schedule.placed(activity)))
    at = min(bisect_left(own, day), len(own) - length)
    return Placed(start=own[at], finish=own[at + length - 1])


def _pushed(schedule: Schedule, axis: TimeAxis, link: Link, now: dict[str, Placed]) -> Placed:
    """Return the dates of the later activity of a link once the earlier one is where it is now."""
    one, other = now[link.before], now[link.after]
    instant = _after(one.start if link.from_start else one.finish + ONE_DAY, link, axis)
    activity = schedule.programme.activities[link.after]
    if link.to_start:
        return other if other.start >= instant else _from(schedule, axis, activity, instant)
    if other.finish + ONE_DAY >= instant:
        return other
    own = _days(schedule, axis, activity)
    length = max(1, schedule.network.positions.length(activity, schedule.placed(activity)))
    at = min(max(length - 1, bisect_left(own, instant - ONE_DAY)), len(own) - 1)
    return Placed(start=own[at - length + 1], finish=own[at])


def _after(origin: date, link: Link, axis: TimeAxis) -> date:
    """Return the first instant that a link allows after another."""
    if not link.in_working_days:
        return origin + ONE_DAY * link.lag
    if link.lag == 0:
        return origin
    at = axis.position(origin) + link.lag - 1
    return axis.first if at < 0 else axis.working[min(at, axis.size - 1)] + ONE_DAY
