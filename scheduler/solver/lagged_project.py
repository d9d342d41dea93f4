"""A programme that is nothing but a project with greatest lags, as the numbers that imply orders.

Recognised as narrowly as a plain project (`plain_project`), with one mode for each activity, but
with any lag, least and greatest, and with latest dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit, Precedence
from scheduler.solver.plain_project import (
    NotPlain,
    axis_days,
    constant_capacity,
    is_only_a_makespan,
    sorted_rules,
)
from scheduler.timeline.time_axis import TimeAxis, axis_of

if TYPE_CHECKING:
    from scheduler.project_search.orders import Lag, LaggedProject


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProject:
    """The project that a programme is, and which activity stands where in it."""

    project: LaggedProject
    activities: tuple[Activity, ...]


def lagged_project_of(programme: ExpandedProgramme) -> ReadProject | None:
    """Return the project that a programme is, or None where it is more or other than one."""
    if not is_only_a_makespan(programme):
        return None
    try:
        return _read(programme)
    except NotPlain:
        return None


def _read(programme: ExpandedProgramme) -> ReadProject:
    from scheduler.project_search.orders import LaggedProject  # noqa: PLC0415  # few need numpy

    document = programme.document
    rules, axis = sorted_rules(document.rules), axis_of(programme)
    if any(
        len(activity.modes) > 1 or activity.modes[0].options for activity in document.activities
    ):
        raise NotPlain
    modes = [activity.modes[0] for activity in document.activities]
    durations = tuple(
        axis_days(programme, axis, activity, mode)
        for activity, mode in zip(document.activities, modes, strict=True)
    )
    place = {activity.id: n for n, activity in enumerate(document.activities)}
    first, last = _windows(rules.limits, place, durations, axis)
    return ReadProject(
        project=LaggedProject(
            durations=durations,
            demands=tuple(tuple(m.demands.get(team, 0) for team in rules.teams) for m in modes),
            capacities=tuple(constant_capacity(programme, axis, team) for team in rules.teams),
            lags=tuple(lag for r in rules.precedence for lag in _lags(r, place, durations, axis)),
            first_starts=first,
            last_starts=last,
        ),
        activities=document.activities,
    )


def _lags(
    rule: Precedence, place: Mapping[str, int], durations: Sequence[int], axis: TimeAxis
) -> Iterator[Lag]:
    """Yield the least lag and the greatest, from start to start."""
    from scheduler.project_search.orders import Lag  # noqa: PLC0415  # loaded by now

    if rule.lag_unit == "calendar_days" and axis.calendar_days != axis.size:
        raise NotPlain
    before, after = place[rule.before], place[rule.after]
    apart = durations[before] if rule.link[0] == "F" else 0
    apart -= durations[after] if rule.link[1] == "F" else 0
    if rule.min_lag is not None:
        yield Lag(before=before, after=after, days=apart + rule.min_lag)
    if rule.max_lag is not None:
        yield Lag(before=after, after=before, days=-(apart + rule.max_lag))


def _windows(
    limits: Sequence[DateLimit],
    place: Mapping[str, int],
    durations: Sequence[int],
    axis: TimeAxis,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the first and the last axis day on which each activity may start."""
    first, last = [0] * len(durations), [axis.size - days for days in durations]
    for limit in limits:
        for name in limit.activities.activities:
            at = place[name]
            if limit.start_not_before is not None:
                first[at] = max(first[at], axis.position(limit.start_not_before))
            if limit.finish_not_after is not None:
                ends = axis.position_after(limit.finish_not_after)
                last[at] = min(last[at], ends - durations[at])
    return tuple(first), tuple(last)
