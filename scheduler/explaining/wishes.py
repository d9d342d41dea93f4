"""Wishes as planning rules: what a question asks for beside the programme's own rules."""

from __future__ import annotations

from datetime import date

from scheduler.domain.activities import Activity, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit, Rule, SourcingChoice, TargetDate


def not_before(activity: str, day: date) -> Rule:
    """Wish that an activity starts on a day or later."""
    return DateLimit(
        id=f"wish: {activity} from {day}",
        activities=Selection(activities=(activity,)),
        start_not_before=day,
    )


def not_after(activity: str, day: date) -> Rule:
    """Wish that an activity finishes on a day or earlier."""
    return DateLimit(
        id=f"wish: {activity} by {day}",
        activities=Selection(activities=(activity,)),
        finish_not_after=day,
    )


def starts_by(activity: str, day: date) -> Rule:
    """Wish that an activity starts on a day or earlier."""
    return TargetDate(
        id=f"wish: {activity} starts by {day}",
        activities=Selection(activities=(activity,)),
        target=day,
        direction="late",
        instant="start",
    )


def sourced(group: str, *options: str) -> Rule:
    """Wish for one of some options of a service group."""
    return SourcingChoice(
        id=f"wish: {group} by {' or '.join(options)}", group=group, options=options
    )


def performing(activity: Activity, programme: ExpandedProgramme) -> tuple[Rule, ...]:
    """Wish that an activity is performed; nothing to wish where it always is."""
    options = options_performing(activity, programme)
    return () if options is None else (sourced(programme.group_of(activity) or "", *options),)


def options_performing(activity: Activity, programme: ExpandedProgramme) -> tuple[str, ...] | None:
    """Return the options of its group under which an activity is performed; None for all."""
    group = programme.group_of(activity)
    if group is None:
        return None
    options = [option.id for option in programme.groups[group].options]
    found = tuple(option for option in options if activity.mode_under(option) is not None)
    return None if len(found) == len(options) else found
