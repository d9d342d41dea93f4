"""A programme in which some services do not leave: what goes with them, and what stays.

An activity goes with its service; one of a service group or of staff goes when all of its services
do. What goes asks for no team, uses nothing up and disturbs nobody any more. Rules that name it are
left out, or speak on of the others that they select.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.activities import Activity, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    AllowedDates,
    ChangeFreeze,
    ComponentStop,
    DateLimit,
    FallbackSlot,
    MoveTogether,
    NotAtOnce,
    Placement,
    RollingLimit,
    Rule,
    ScheduleContingency,
    SourcingChoice,
    Synchronised,
    TargetDate,
)
from scheduler.solver.kinds import is_shared

_SELECTING = (
    AllowedDates,
    ChangeFreeze,
    DateLimit,
    FallbackSlot,
    MoveTogether,
    NotAtOnce,
    RollingLimit,
    ScheduleContingency,
    Synchronised,
    TargetDate,
)
"""Kinds that speak of each activity that they select, or of any of them together."""


def owners(activity: Activity, programme: ExpandedProgramme) -> frozenset[str]:
    """Return the services without which an activity has no use; none for the programme's own."""
    if activity.service is not None:
        return frozenset({activity.service})
    if activity.staff_group is not None:
        return frozenset(programme.staff_groups[activity.staff_group].services)
    if activity.group is not None:
        group = activity.group
        return frozenset(s.id for s in programme.document.services if s.group == group)
    return frozenset()


def going_with(services: Collection[str], programme: ExpandedProgramme) -> frozenset[str]:
    """Return the activities that go when some services do not leave."""
    given_up = frozenset(services)
    return frozenset(
        activity.id
        for activity in programme.document.activities
        if (of := owners(activity, programme)) and of <= given_up
    )


def breakers(rule: Rule, programme: ExpandedProgramme) -> frozenset[str]:
    """Return services of which one has to stay for a rule to ask for less."""
    of = (owners(programme.activities[a], programme) for a in activities_of(rule, programme))
    return frozenset().union(*of)


def without(services: Collection[str], programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return the programme in which some services stay with the incumbent."""
    if not services:
        return programme
    gone = going_with(services, programme)
    document = programme.document
    rules = [kept for rule in document.rules if (kept := _kept(rule, gone, programme)) is not None]
    return ExpandedProgramme(
        replace(
            document,
            activities=tuple(
                _idle(activity) if activity.id in gone else activity
                for activity in document.activities
            ),
            rules=(*rules, *_stays(services, programme)),
        )
    )


def left_out(services: Collection[str], programme: ExpandedProgramme) -> tuple[str, ...]:
    """Return the rules that are left out, or ask for less, when some services stay."""
    gone = going_with(services, programme)
    return tuple(
        rule.id
        for rule in programme.document.rules
        if rule.price is None and not is_shared(rule) and _kept(rule, gone, programme) != rule
    )


def _idle(activity: Activity) -> Activity:
    modes = tuple(replace(mode, demands={}, consumes={}) for mode in activity.modes)
    return replace(activity, modes=modes, change_load={})


def _kept(rule: Rule, gone: frozenset[str], programme: ExpandedProgramme) -> Rule | None:
    """Return a rule as it goes on, or nothing when it would speak of what has gone."""
    if isinstance(rule, _SELECTING):
        left = tuple(name for name in rule.activities.activities if name not in gone)
        if left == rule.activities.activities:
            return rule
        return replace(rule, activities=Selection(activities=left)) if left else None
    # What is shared is asked for less, for what goes asks for nothing.
    if isinstance(rule, Placement | SourcingChoice) or is_shared(rule):
        return rule
    if isinstance(rule, ComponentStop) and activities_of(rule, programme) & gone:
        return None
    return None if activities_of(rule, programme) & gone else rule


def _stays(services: Collection[str], programme: ExpandedProgramme) -> list[Rule]:
    """Return rules by which the incumbent is paid for what stays, where its dates let it."""
    end = programme.document.contract.end_date
    made: list[Rule] = []
    for service in sorted(services):
        for kind in ("transfer", "charges_stop"):
            event = programme.event_of(service, kind)
            if event is None:
                continue
            dates = programme.activities[event].dates
            days = [programme.document.plan_until] if dates is None else programme.date_sets[dates]
            if any(end < day <= programme.document.plan_until for day in days):
                made.append(
                    DateLimit(
                        id=f"stays.{event}",
                        activities=Selection(activities=(event,)),
                        start_not_before=end + ONE_DAY,
                    )
                )
    return made
