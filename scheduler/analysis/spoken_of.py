"""What a planning rule speaks of: activities, and service groups whose sourcing matters to it.

Rules that share nothing cannot clash but through a rule between them. What is told here steers
searches and is proved by none: too much costs time, too little is noticed by a trial.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from scheduler.domain.activities import Activity, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    ChangeLoad,
    ChoiceImplication,
    ComponentStop,
    ConsumableUse,
    PlanningRule,
    Rule,
    SourcingChoice,
    TeamCapacity,
    WithinBudget,
)
from scheduler.domain.planning_rules.choices import RuleOnGroups

_OF_EVERY_RULE = frozenset(field.name for field in fields(PlanningRule))


def spoken_of(rule: Rule, programme: ExpandedProgramme) -> frozenset[str]:
    """Return the activities that a rule speaks of, and its service groups as `group ID`."""
    named = set(activities_of(rule, programme))
    groups = set(_groups(rule, programme))
    for name in named:
        activity = programme.activities[name]
        group = programme.group_of(activity)
        if group is not None and _depends_on_option(activity):
            groups.add(group)
    return frozenset(named) | {f"group {group}" for group in groups}


def activities_of(rule: Rule, programme: ExpandedProgramme) -> frozenset[str]:
    """Return the activities that a rule speaks of, by name or through a team, a load or a cost."""
    match rule:
        case TeamCapacity():
            return frozenset(_of_team(rule.team, programme))
        case ChangeLoad():
            return frozenset(a.id for a in programme.loading.get(rule.user_group, ()))
        case ConsumableUse():
            return frozenset(
                a.id
                for a in programme.document.activities
                if any(mode.consumes.get(rule.consumable) for mode in a.modes)
            )
        case ComponentStop():
            component = programme.components[rule.component]
            return frozenset((component.stop, *component.consumers.activities))
        case WithinBudget():
            return frozenset(programme.activities)
        case _:
            return frozenset(_by_name(rule, programme))


def _by_name(rule: Rule, programme: ExpandedProgramme) -> Iterator[str]:
    for field in _own_fields(type(rule)):  # type: ignore[arg-type]  # a class has a hash
        value = getattr(rule, field)
        if isinstance(value, Selection):
            value = value.activities
        names = value if isinstance(value, tuple) else (value,)
        for name in names:
            if isinstance(name, str) and name in programme.activities:
                yield name


@cache
def _own_fields(kind: type[Rule]) -> tuple[str, ...]:
    """Return the fields of a kind that may name activities."""
    return tuple(field.name for field in fields(kind) if field.name not in _OF_EVERY_RULE)


def _of_team(team: str, programme: ExpandedProgramme) -> Iterator[str]:
    yield from (activity.id for activity in programme.asking.get(team, ()))
    for staff, _ in programme.moves.get(team, ()):
        if staff.transfer is not None:
            yield staff.transfer
    decay = programme.teams[team].decay
    if decay is not None:
        yield decay.after


def _groups(rule: Rule, programme: ExpandedProgramme) -> Iterator[str]:
    yield from (choice.group for choice in rule.when)
    match rule:
        case SourcingChoice():
            yield rule.group
        case ChoiceImplication():
            yield from (choice.group for choice in (*rule.if_all, *rule.then_any))
        case WithinBudget():
            yield from programme.groups
        case _ if isinstance(rule, RuleOnGroups):
            chosen = rule.groups or tuple(programme.groups)
            yield from (group for group in chosen if group not in rule.except_groups)
        case _:
            pass


def _depends_on_option(activity: Activity) -> bool:
    return len(activity.modes) > 1 or any(mode.options for mode in activity.modes)
