"""What the fields of a form offer: ids with their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.wording import long_date

Options = tuple[tuple[str, str], ...]
Document = Mapping[str, Any]
ALL = "all"
MOST_MEETINGS = 200


def activities(programme: ExpandedProgramme, _: Document) -> Options:
    """Return every activity, by its name."""
    found = ((a.id, f"{a.name or a.id} ({a.id})") for a in programme.document.activities)
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def teams(programme: ExpandedProgramme, _: Document) -> Options:
    """Return the teams."""
    return tuple((team.id, team.name or team.id) for team in programme.document.teams)


def groups_or_all(programme: ExpandedProgramme, _: Document) -> Options:
    """Return all services together, then each service group."""
    groups = ((g.id, g.name or g.id) for g in programme.document.service_groups)
    return ((ALL, "All services"), *groups)


def levels(_: ExpandedProgramme, __: Document) -> Options:
    """Return how firmly something can be promised, the least first."""
    return (
        ("draft", "Among planners"),
        ("notified", "Told to those concerned"),
        ("published", "Published"),
        ("contracted", "In a contract"),
    )


def options(programme: ExpandedProgramme, _: Document) -> Options:
    """Return each sourcing option twice: to be chosen, and to be withdrawn."""
    return tuple(
        (
            f"{group.id}|{option.id}|{state}",
            f"{group.name or group.id}: {option.name or option.id}, {state}",
        )
        for group in programme.document.service_groups
        for option in group.options
        for state in ("chosen", "withdrawn")
    )


def meetings(programme: ExpandedProgramme, _: Document) -> Options:
    """Return the meetings to come, by their dates."""
    document = programme.document
    since = document.status_date or document.plan_from
    found = sorted(
        (day, dates.id, dates.name or dates.id)
        for dates in document.date_sets
        if dates.meeting
        for day in dates.dates
        if since <= day <= document.plan_until
    )
    return tuple(
        (f"{id}|{day.isoformat()}", f"{long_date(day)}: {name}")
        for day, id, name in found[:MOST_MEETINGS]
    )


def durations(_: ExpandedProgramme, document: Document) -> Options:
    """Return the durations that the document tells of one service or activity alone."""
    return tuple(_durations(document))


def _durations(document: Document) -> Iterator[tuple[str, str]]:
    for place, service in enumerate(document.get("services", ())):
        for phase, told in service.get("durations", {}).items():
            name = service.get("name") or service["id"]
            yield (
                f"services|{place}|{phase}",
                f"{name}: {phase.replace('_', ' ')} ({_length(told)})",
            )
    for place, activity in enumerate(document.get("activities", ())):
        for mode, declared in enumerate(activity.get("modes", ())):
            if "duration" in declared:
                name = activity.get("name") or activity["id"]
                under = " or ".join(declared.get("options", ()))
                words = f"{name}{f' under {under}' if under else ''}"
                yield f"activities|{place}|{mode}", f"{words} ({_length(declared['duration'])})"


def _length(told: Mapping[str, Any]) -> str:
    return f"{told.get('likely'):g} {told.get('unit', 'working_days').replace('_', ' ')} likely"
