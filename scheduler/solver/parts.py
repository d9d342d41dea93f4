"""A bound from parts: groups of services each planned alone, with what ties them to others let go.

What is kept of the rules asks of a part no more than the whole programme asks of it, so no plan of
the whole is better on the part than the part's best plan. A cost that is a sum over services is
then at least the sum of the parts' bounds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    AllowedDates,
    AwardLimit,
    ChangeFreeze,
    ChangeLoad,
    ChoiceImplication,
    ChoiceLimit,
    ComponentStop,
    ConsumableUse,
    DateLimit,
    MovedLimit,
    NotAtOnce,
    Placement,
    ProviderEffort,
    ProviderLimit,
    RollingLimit,
    Rule,
    ScheduleContingency,
    Separation,
    SharedProvider,
    SourcingChoice,
    TargetDate,
    TeamCapacity,
    WithinBudget,
)
from scheduler.expansion.rules import selections

ACTIVITIES_IN_A_PART = 260
"""About what the solver settles in a second or two."""

_OF_THE_WHOLE = (
    AwardLimit,
    ChoiceImplication,
    ChoiceLimit,
    ComponentStop,
    ProviderEffort,
    ProviderLimit,
    SharedProvider,
    WithinBudget,
)
"""Kinds that could ask more when something is left out, or speak of everything."""

_LEAVING_OUT = (
    AllowedDates,
    ChangeFreeze,
    DateLimit,
    MovedLimit,
    NotAtOnce,
    RollingLimit,
    ScheduleContingency,
    Separation,
    TargetDate,
)
"""Kinds that ask less when some of their selected activities are left out."""


def parts_of(programme: ExpandedProgramme) -> Iterator[tuple[str, ...]]:
    """Yield service groups, in the order of the document, that are bounded together."""
    counts = dict.fromkeys(programme.groups, 0)
    for activity in programme.document.activities:
        group = programme.group_of(activity)
        if group is not None:
            counts[group] += 1
    part: list[str] = []
    size = 0
    for group, count in counts.items():
        if part and size + count > ACTIVITIES_IN_A_PART:
            yield tuple(part)
            part, size = [], 0
        part.append(group)
        size += count
    if part:
        yield tuple(part)


def part_of(programme: ExpandedProgramme, groups: Collection[str]) -> ExpandedProgramme:
    """Return some groups with whatever belongs to none, and no more asked of them than before."""
    document = programme.document
    activities = tuple(
        activity
        for activity in document.activities
        if (programme.group_of(activity) or "") in {*groups, ""}
    )
    inside = {activity.id for activity in activities}
    staff = tuple(
        s
        for s in document.staff_groups
        if s.group in groups and (s.transfer is None or s.transfer in inside)
    )
    growing = {
        move.to_team
        for s in document.staff_groups
        if s not in staff
        for move in s.moves
        if move.to_team is not None
    }
    rules = (_part_of_rule(r, programme, inside, set(groups), growing) for r in document.rules)
    return ExpandedProgramme(
        replace(
            document,
            activities=activities,
            service_groups=tuple(g for g in document.service_groups if g.id in groups),
            services=tuple(s for s in document.services if s.group in groups),
            staff_groups=staff,
            teams=tuple(replace(team, decay=None) for team in document.teams),
            rules=tuple(rule for rule in rules if rule is not None),
            shared_components=(),
        )
    )


def _part_of_rule(
    rule: Rule,
    programme: ExpandedProgramme,
    inside: Collection[str],
    groups: Collection[str],
    growing: Collection[str],
) -> Rule | None:
    """Return what a rule asks of a part, or None where it asks nothing that is sure."""
    if rule.price is not None or isinstance(rule, _OF_THE_WHOLE):
        return None
    if any(choice.group not in groups for choice in rule.when):
        return None
    match rule:
        case Placement() | ChangeLoad() | ConsumableUse():
            return rule
        case SourcingChoice():
            return rule if rule.group in groups else None
        case TeamCapacity():
            return None if rule.team in growing else rule
        case _ if isinstance(rule, _LEAVING_OUT):
            return _with_selections_in(rule, inside)
        case _:
            # What it reads beside what it names belongs to the same services.
            service = programme.services.get(getattr(rule, "service", ""))
            if service is not None and service.group not in groups:
                return None
            named = activities_of(rule, programme)
            return rule if named and named <= set(inside) else None


def _with_selections_in(rule: Rule, inside: Collection[str]) -> Rule | None:
    changes = {
        field: replace(selection, activities=tuple(n for n in selection.activities if n in inside))
        for field, selection in selections(rule)
    }
    if not all(selection.activities for selection in changes.values()):
        return None
    return replace(rule, **changes)  # type: ignore[arg-type]  # selections for selections
