"""Placement: what any plan is, before any planning rule is asked.

Rule    One option for each service group; an activity is in the plan just when the option has a
        mode for it; work takes its duration in working days of its calendars, those that all of
        them work, from a working day to a working day; what may not pause meets no closure between
        them; an event falls on one of its dates; all within the horizon.
Units   working days of the activity's calendars.
Source  Multi-mode scheduling: Talbot (1982); modes here belong to the group's option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Placement
from scheduler.rules.easing import NOTHING
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Placement, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    first, last = programme.document.plan_from, programme.document.plan_until
    return (
        "One sourcing option is chosen for each service group, and every activity it needs is done "
        f"in full, on days it can be worked, from {short_date(first)} to {short_date(last)}."
    )


def check(rule: Placement, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Walk every activity's days."""
    for group in programme.document.service_groups:
        allowed = [option.id for option in group.options]
        chosen = plan.options.get(group.id)
        if chosen not in allowed:
            yield Breach(activities=(), measured=f"{group.id}: {chosen}", allowed=allowed)
    for name in plan.options:
        if name not in programme.groups:
            yield Breach(activities=(), measured=f"{name}: no such group", allowed="known groups")
    for name in plan.placed:
        if name not in programme.activities:
            yield Breach(
                activities=(name,), measured="no such activity", allowed="known activities"
            )
    for activity in programme.document.activities:
        yield from check_activity(activity, programme, plan)


def check_activity(
    activity: Activity, programme: ExpandedProgramme, plan: Plan
) -> Iterator[Breach]:
    """Walk one activity's days."""
    mode = programme.mode_in(activity, plan)
    placed = plan.placed.get(activity.id)
    who = (activity.id,)
    if placed is None:
        if mode is not None:
            yield Breach(activities=who, measured="not performed", allowed="performed")
        return
    if mode is None:
        yield Breach(activities=who, measured="performed", allowed="not under the chosen option")
        return
    document = programme.document
    if placed.start < document.plan_from or placed.finish > document.plan_until:
        yield Breach(
            activities=who,
            measured=f"{placed.start} to {placed.finish}",
            allowed=f"{document.plan_from} to {document.plan_until}",
        )
        return
    if activity.form == "event":
        yield from _check_event(activity, placed, programme)
        return
    names = [calendar.id for calendar in programme.calendars_of(activity)]
    for day in (placed.start, placed.finish):
        if not all(programme.is_working(day, name) for name in names):
            open_day = f"a working day of {' and '.join(names)}"
            yield Breach(activities=who, measured=day, allowed=open_day)
            return
    closed = None if activity.may_pause else _first_closed(activity, placed, programme)
    if closed is not None:
        yield Breach(activities=who, measured=f"closed on {closed}", allowed="no pause")
    worked = _days_worked(placed.start, placed.finish, names, programme)
    if activity.form == "work" and worked != programme.working_days(mode):
        allowed = programme.working_days(mode)
        yield Breach(activities=who, measured=worked, allowed=allowed)
    elif worked < 1:
        yield Breach(activities=who, measured=worked, allowed="at least one day")


def _check_event(
    activity: Activity, placed: Placed, programme: ExpandedProgramme
) -> Iterator[Breach]:
    if placed.start != placed.finish:
        yield Breach(activities=(activity.id,), measured=placed.finish, allowed=placed.start)
    if activity.dates is not None and placed.start not in programme.date_sets[activity.dates]:
        yield Breach(
            activities=(activity.id,), measured=placed.start, allowed=f"a date of {activity.dates}"
        )


def _days_worked(
    first: date, last: date, calendars: Sequence[str], programme: ExpandedProgramme
) -> int:
    name, *others = calendars
    worked = programme.working_days_from(first, last, name)
    if not others:
        return len(worked)
    return sum(all(programme.is_working(day, other) for other in others) for day in worked)


def _first_closed(activity: Activity, placed: Placed, programme: ExpandedProgramme) -> date | None:
    """Return the first day within an activity on which a week in common is not worked."""
    calendars = programme.calendars_of(activity)
    day = placed.start
    while day < placed.finish:
        in_week = all(calendar.in_week(day) for calendar in calendars)
        if in_week and not all(programme.is_working(day, c.id) for c in calendars):
            return day
        day += ONE_DAY
    return None


def post(rule: Placement, build: ModelBuild, by: Enforcement) -> None:
    """Make every activity's variables: their domains are the rule."""
    for activity in build.programme.document.activities:
        build.placed(activity.id)


RULE = RuleKind(
    declares=Placement,
    statement=statement,
    check=check,
    post=post,
    easing=NOTHING,
)
