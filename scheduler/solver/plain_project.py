"""A programme that is nothing but a project: lowered to the numbers that the schedule search takes.

Recognised narrowly: work on the default calendar, precedence with least lags, teams of constant
capacity, consumables, one group for each activity with several modes, and one level, the last
finish. Whatever else a programme says, it is no such project, and the search by levels is all there
is for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import (
    ConsumableUse,
    DateLimit,
    Placement,
    Precedence,
    Rule,
    SourcingChoice,
    TeamCapacity,
)
from scheduler.timeline.time_axis import TimeAxis, axis_of

if TYPE_CHECKING:
    from scheduler.project_search import Arc, Project, Schedule


class NotPlain(Exception):  # no error: it never leaves those who read projects
    """The programme says something that a project cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainProject:
    """The project that a programme is, and how its schedules are read as plans.

    Units: a day of the project is an axis day; modes of an activity with several are the options of
    its group, in order.
    """

    project: Project
    activities: tuple[Activity, ...]
    axis: TimeAxis
    options: Mapping[str, tuple[str, ...]]
    """Group to those of its options that may be chosen."""
    decided_by: Mapping[str, str]
    """Activity with several modes to its group."""

    def plan_of(self, schedule: Schedule) -> Plan | None:
        """Return a schedule as a plan; None where it ends after the horizon."""
        if schedule.makespan > self.axis.size:
            return None
        chosen = {group: names[0] for group, names in self.options.items()}
        placed = {}
        for place, activity in enumerate(self.activities):
            mode, start = schedule.modes[place], schedule.starts[place]
            group = self.decided_by.get(activity.id)
            if group is not None:
                chosen[group] = self.options[group][mode]
            finish = start + self.project.activities[place][mode].duration
            placed[activity.id] = Placed(
                start=self.axis.start_date(start), finish=self.axis.finish_date(finish)
            )
        return Plan(options=chosen, placed=placed)


def project_of(programme: ExpandedProgramme) -> PlainProject | None:
    """Return the project that a programme is, or None where it is more or other than one."""
    if not is_only_a_makespan(programme):
        return None
    try:
        return _lowered(programme)
    except NotPlain:
        return None


def is_only_a_makespan(programme: ExpandedProgramme) -> bool:
    """Tell whether only the last finish counts, and nothing stands but activities and rules."""
    document = programme.document
    other = (document.staff_groups, document.commitments, document.progress)
    return document.objectives == (ObjectiveLevel(name="last_finish"),) and not any(other)


def _lowered(programme: ExpandedProgramme) -> PlainProject:
    # numba takes a second to load, and few programmes are plain projects.
    from scheduler.project_search import Mode as Way  # noqa: PLC0415
    from scheduler.project_search import Project  # noqa: PLC0415

    document = programme.document
    rules = sorted_rules(document.rules)
    axis = axis_of(programme)
    decided_by, options = _groups(programme), _options(programme)
    teams, consumables = list(rules.teams), list(rules.consumables)
    ways = tuple(
        tuple(
            Way(
                duration=axis_days(programme, axis, activity, mode),
                demands=tuple(mode.demands.get(team, 0) for team in teams),
                uses=tuple(mode.consumes.get(name, 0) for name in consumables),
            )
            for mode in _modes(programme, activity, options)
        )
        for activity in document.activities
    )
    place = {activity.id: n for n, activity in enumerate(document.activities)}
    durations = [{way.duration for way in some} for some in ways]
    return PlainProject(
        project=Project(
            activities=ways,
            arcs=tuple(_arc(rule, place, durations, axis) for rule in rules.precedence),
            capacities=tuple(constant_capacity(programme, axis, team) for team in teams),
            stocks=tuple(programme.consumables[name].amount for name in consumables),
            releases=_releases(rules.limits, place, axis),
        ),
        activities=document.activities,
        axis=axis,
        options=options,
        decided_by=decided_by,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRules:
    """The rules of a project by kind."""

    precedence: Sequence[Precedence]
    teams: Mapping[str, None]
    consumables: Mapping[str, None]
    limits: Sequence[DateLimit]


def sorted_rules(rules: Sequence[Rule]) -> PlainRules:
    """Return the rules by kind."""
    plain = (Placement, SourcingChoice, Precedence, TeamCapacity, ConsumableUse, DateLimit)
    if any(r.price is not None or r.when or not isinstance(r, plain) for r in rules):
        raise NotPlain
    return PlainRules(
        precedence=[rule for rule in rules if isinstance(rule, Precedence)],
        teams={rule.team: None for rule in rules if isinstance(rule, TeamCapacity)},
        consumables={r.consumable: None for r in rules if isinstance(r, ConsumableUse)},
        limits=[rule for rule in rules if isinstance(rule, DateLimit)],
    )


def _groups(programme: ExpandedProgramme) -> dict[str, str]:
    """Return the group of each activity with several modes; no group may decide about two."""
    found = {
        activity.id: group
        for activity in programme.document.activities
        if (group := programme.group_of(activity)) is not None and activity.modes[0].options
    }
    if any(count > 1 for count in Counter(found.values()).values()):
        raise NotPlain
    return found


def _options(programme: ExpandedProgramme) -> dict[str, tuple[str, ...]]:
    """Return the options of each group that may be chosen."""
    left = {g.id: tuple(o.id for o in g.options) for g in programme.document.service_groups}
    for rule in programme.document.rules:
        if isinstance(rule, SourcingChoice):
            left[rule.group] = tuple(o for o in left[rule.group] if o in rule.options)
    if not all(left.values()):
        raise NotPlain
    return left


def _modes(
    programme: ExpandedProgramme, activity: Activity, options: Mapping[str, tuple[str, ...]]
) -> list[Mode]:
    """Return the mode of an activity under each option of its group; it must be performed."""
    group = programme.group_of(activity)
    decided = group is not None and activity.modes[0].options
    modes = [activity.mode_under(o) for o in (options[group] if decided and group else (None,))]
    if not all(modes):
        raise NotPlain
    return [mode for mode in modes if mode is not None]


def axis_days(programme: ExpandedProgramme, axis: TimeAxis, activity: Activity, mode: Mode) -> int:
    """Return the axis days that a mode takes, wherever it starts."""
    if activity.form != "work":
        raise NotPlain
    if not activity.may_pause or len(programme.calendars_of(activity)) > 1:
        raise NotPlain
    if activity.calendar not in (None, programme.document.default_calendar):
        raise NotPlain
    duration = programme.working_days(mode)
    if not 1 <= duration <= axis.size:
        raise NotPlain
    return duration


def _arc(
    rule: Precedence, place: Mapping[str, int], durations: Sequence[set[int]], axis: TimeAxis
) -> Arc:
    """Return the least lag of a rule from one start or finish to a start."""
    from scheduler.project_search import Arc  # noqa: PLC0415  # loaded by now

    before, after = place[rule.before], place[rule.after]
    every_day = axis.calendar_days == axis.size
    if rule.max_lag is not None or rule.min_lag is None or before == after:
        raise NotPlain
    if rule.lag_unit == "calendar_days" and not every_day:
        raise NotPlain
    lag, from_start = rule.min_lag, rule.link[0] == "S"
    if rule.link[1] == "F":
        lag -= _only(durations[after])
        if not from_start:
            lag, from_start = lag + _only(durations[before]), True
    elif lag < 0 and not from_start:
        lag, from_start = lag + _only(durations[before]), True
    if lag < 0:
        raise NotPlain
    return Arc(before=before, after=after, lag=lag, from_start=from_start)


def _only(durations: set[int]) -> int:
    """Return the duration, whatever the mode."""
    if len(durations) > 1:
        raise NotPlain
    return next(iter(durations))


def constant_capacity(programme: ExpandedProgramme, axis: TimeAxis, team: str) -> int:
    """Return the capacity of a team, the same on every axis day."""
    declared = programme.teams[team]
    if declared.decay is not None:
        raise NotPlain
    if len(declared.capacity) == 1 and not declared.bookings:
        return max(0, declared.capacity[0].hundredths)
    levels = {declared.capacity_on(day) for day in axis.working}
    if len(levels) > 1:
        raise NotPlain
    return levels.pop()


def _releases(
    limits: Sequence[DateLimit], place: Mapping[str, int], axis: TimeAxis
) -> tuple[int, ...]:
    """Return the first axis day on which each activity may start; none where all may on day 0."""
    releases = [0] * len(place)
    for limit in limits:
        if limit.finish_not_after is not None or limit.start_not_before is None:
            raise NotPlain
        first = axis.position(limit.start_not_before)
        for name in limit.activities.activities:
            releases[place[name]] = max(releases[place[name]], first)
    return tuple(releases) if any(releases) else ()
