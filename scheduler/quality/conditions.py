"""Under which sourcing options activities are performed and rules hold, for short proofs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.domain.activities import Activity
from scheduler.domain.choice import Choice
from scheduler.domain.expanded import ExpandedProgramme

Context = Mapping[str, frozenset[str | None]]
"""Service group to the options left; a group that is missing has all of its own."""


def options_of(group: str, programme: ExpandedProgramme) -> frozenset[str | None]:
    """Return the sourcing options of a service group."""
    return frozenset(option.id for option in programme.groups[group].options)


def performing(
    activity: Activity, programme: ExpandedProgramme
) -> tuple[str | None, frozenset[str | None]]:
    """Return the group that decides on an activity, and the options that perform it.

    Without a group the only option is none.
    """
    group = programme.group_of(activity)
    options = frozenset({None}) if group is None else options_of(group, programme)
    return group, frozenset(o for o in options if activity.mode_under(o) is not None)


def context_of(
    names: Iterable[str], when: Iterable[Choice], programme: ExpandedProgramme
) -> Context | None:
    """Return the options left where some activities are all performed and some choices made.

    None where that can never be.
    """
    left: dict[str, frozenset[str | None]] = {}
    for name in names:
        group, options = performing(programme.activities[name], programme)
        if group is None:
            if not options:
                return None
            continue
        left[group] = left.get(group, options) & options
    for choice in when:
        known = left.get(choice.group, options_of(choice.group, programme))
        left[choice.group] = known & frozenset(choice.options)
    return None if any(not options for options in left.values()) else left


def holds_in(context: Context, when: Iterable[Choice], programme: ExpandedProgramme) -> bool:
    """Tell whether some choices are made whatever is chosen in a context."""
    return all(
        context.get(choice.group, options_of(choice.group, programme)) <= frozenset(choice.options)
        for choice in when
    )


def performed_in(context: Context, name: str, programme: ExpandedProgramme) -> bool:
    """Tell whether an activity is performed whatever is chosen in a context."""
    group, options = performing(programme.activities[name], programme)
    if group is None:
        return bool(options)
    return context.get(group, options_of(group, programme)) <= options


def shortest_in(context: Context, name: str, programme: ExpandedProgramme) -> int:
    """Return the fewest working days that performed work takes in a context."""
    activity = programme.activities[name]
    group = programme.group_of(activity)
    options: frozenset[str | None] = frozenset({None})
    if group is not None:
        options = context.get(group, options_of(group, programme))
    modes = (activity.mode_under(option) for option in options)
    lengths = [
        programme.working_days(mode)
        for mode in modes
        if mode is not None and mode.duration is not None
    ]
    return min(lengths, default=0)
