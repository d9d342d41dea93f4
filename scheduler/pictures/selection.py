"""Which activities of a plan somebody wants to see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What activities must have in common; an empty field asks for nothing."""

    words: str = ""
    """Words of the activity, its service or group, in any order and case, or parts of them."""
    service: str = ""
    """Id of a service or a service group."""
    team: str = ""
    user_group: str = ""
    owner: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for."""
        return self == Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose from: ids with their names, in the order of the programme."""

    services: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    user_groups: tuple[tuple[str, str], ...]
    owners: tuple[tuple[str, str], ...]


def selected(expanded: ExpandedProgramme, plan: Plan, wanted: Wanted) -> frozenset[str]:
    """Return the planned activities that meet all of what is asked for."""
    words = wanted.words.casefold().split()
    return frozenset(
        activity.id
        for activity in expanded.document.activities
        if activity.id in plan.placed
        and (not wanted.service or wanted.service in _scopes(activity, expanded))
        and (not wanted.team or wanted.team in teams_of(activity, expanded, plan))
        and (not wanted.user_group or wanted.user_group in _users(activity, expanded))
        and (not wanted.owner or wanted.owner == activity.owner)
        and (not words or _has(words, activity, expanded))
    )


def choices(expanded: ExpandedProgramme) -> Choices:
    """Return what can be asked for of a programme."""
    document = expanded.document
    owners = sorted({activity.owner for activity in document.activities if activity.owner})
    return Choices(
        services=tuple(_services(expanded)),
        teams=tuple((team.id, team.name or team.id) for team in document.teams),
        user_groups=tuple((users.id, users.name or users.id) for users in document.user_groups),
        owners=tuple((owner, owner) for owner in owners),
    )


def teams_of(activity: Activity, expanded: ExpandedProgramme, plan: Plan) -> tuple[str, ...]:
    """Return the teams that work on an activity under the chosen options."""
    mode = expanded.mode_in(activity, plan)
    return () if mode is None else tuple(team for team, need in mode.demands.items() if need)


def _services(expanded: ExpandedProgramme) -> Iterator[tuple[str, str]]:
    for group in expanded.document.service_groups:
        yield group.id, f"{group.name or group.id} (all of the group)"
        for service in expanded.document.services:
            if service.group == group.id:
                yield service.id, service.name or service.id


def _scopes(activity: Activity, expanded: ExpandedProgramme) -> Collection[str | None]:
    return (activity.service, expanded.group_of(activity))


def _users(activity: Activity, expanded: ExpandedProgramme) -> Collection[str]:
    if activity.service is None:
        return tuple(activity.change_load)
    return (*activity.change_load, *expanded.services[activity.service].user_groups)


def _has(words: list[str], activity: Activity, expanded: ExpandedProgramme) -> bool:
    group = expanded.group_of(activity)
    spoken_of = [activity.id, activity.name, activity.owner, activity.kind]
    if activity.service is not None:
        service = expanded.services[activity.service]
        spoken_of += [service.id, service.name]
    if group is not None:
        spoken_of += [group, expanded.groups[group].name]
    text = " ".join(spoken_of).casefold()
    return all(word in text for word in words)
