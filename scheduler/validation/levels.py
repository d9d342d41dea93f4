"""Objective levels and profiles of them: each named once, with parameters that it reads."""

from collections.abc import Iterator, Sequence

from scheduler.domain.built_in_profiles import profiles_by_id
from scheduler.domain.issues import Issue
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.programme import Programme
from scheduler.validation.references import Named, unknown
from scheduler.validation.wording import error, quoted, warning

MOST_GOAL = {"spread": 92, "smallest_slack": 260}
"""Days. More is never asked for, and the model grows with the days of the spread."""


def find_bad_levels(document: Programme) -> Iterator[Issue]:
    """Report levels named twice or not at all, parameters out of place, and unknown profiles."""
    yield from _levels(document.objectives, "/objectives")
    for profile in document.profiles:
        yield from _levels(profile.levels, f"/profiles[id={profile.id}]/levels")
    if document.profile is not None:
        known = profiles_by_id(document.profiles)
        yield from unknown(Named("/profile", "objective profile", document.profile, known))
    if not any(document.load_profile):
        message = (
            "the weekly profile of change load is nothing but zeros: no change weighs anything"
        )
        yield warning("no_load_profile", "/load_profile", message)


def _levels(levels: Sequence[ObjectiveLevel], place: str) -> Iterator[Issue]:
    if not levels:
        message = "no objective level says which plan is better\nMaybe leave the field out."
        yield error("no_objective", place, message)
    seen: set[str] = set()
    for index, level in enumerate(levels):
        at = f"{place}[{index}]"
        if level.key in seen:
            message = f"the level {quoted(level.key)} is named more than once"
            yield error("level_twice", f"{at}/name", message, level.name)
        seen.add(level.key)
        if level.threshold is not None and level.name != "change_load_area":
            message = f"{quoted(level.name)} has no threshold; only change_load_area has"
            yield error("parameter_unread", f"{at}/threshold", message, level.threshold)
        if level.commitment_level is not None and level.name != "commitments_changed":
            message = f"{quoted(level.name)} is of no level of commitments"
            value = level.commitment_level
            yield error("parameter_unread", f"{at}/commitment_level", message, value)
        most = MOST_GOAL.get(level.name)
        if most is not None and level.goal is not None and not 0 <= level.goal <= most:
            message = f"the goal of {quoted(level.name)} is {level.goal}; it can be 0 to {most}"
            yield error("goal_out_of_range", f"{at}/goal", message, level.goal)
