"""What people may choose before a plan is made, and the request that it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.http.problems import malformed_parameter
from api.schemas.plans import PlanRequest
from scheduler.domain.built_in_profiles import BUILT_IN_PROFILES, profiles_by_id
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import DurationCase

Options = tuple[tuple[str, str], ...]

_DURATIONS: Mapping[DurationCase, str] = {
    "likely": "The likely ones",
    "max": "The longest: everything takes as long as it may",
    "min": "The shortest",
}
_TOLD: Mapping[DurationCase, str] = {
    "likely": "likely durations",
    "max": "the longest durations",
    "min": "the shortest durations",
}
LONGEST = "longest"
"""Of the times to search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysToPlan:
    """What there is to choose from, ids with their words; what comes first is as usual."""

    profiles: Options
    durations: Options
    times: Options


def ways_to_plan(programme: ExpandedProgramme, longest_seconds: int) -> WaysToPlan:
    """Return what may be chosen for a programme."""
    document = programme.document
    profiles = profiles_by_id(document.profiles).values()
    return WaysToPlan(
        profiles=(
            ("", "As the programme says"),
            *((profile.id, profile.name or profile.id) for profile in profiles),
        ),
        durations=(
            ("", f"As the programme says: {_TOLD[document.durations]}"),
            *_DURATIONS.items(),
        ),
        times=(("", "Two minutes at most"), (LONGEST, f"{longest_seconds // 60} minutes at most")),
    )


def request_of(
    given: Mapping[str, str], programme: ExpandedProgramme, longest_seconds: int
) -> PlanRequest:
    """Return the request that a form comes to. Raises Problem 422 for what is not offered."""
    ways = ways_to_plan(programme, longest_seconds)
    asked: dict[str, Any] = {}
    for name, offered in (("profile", ways.profiles), ("durations", ways.durations)):
        value = given.get(name, "")
        if value not in dict(offered):
            raise malformed_parameter(f"body/{name}", "This is none of what can be chosen.", value)
        asked[name] = value or None
    if given.get("time") == LONGEST:
        asked["time_limit_seconds"] = float(longest_seconds)
    return PlanRequest(**asked)


def how_asked(settings: Mapping[str, Any]) -> str:
    """Return how a plan was asked for where that was not as usual; nothing where it was."""
    if settings.get("made_elsewhere"):
        return f"from {settings['made_elsewhere']}"
    profile, durations = settings.get("profile"), settings.get("durations")
    built_in = {one.id: one.name for one in BUILT_IN_PROFILES}
    said = [] if profile is None else [built_in.get(profile, profile)]
    return "; ".join(said if durations is None else [*said, _TOLD[durations]])
