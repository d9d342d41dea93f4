"""Which options are tried in place of those of a plan: what asks less of the people comes first.

Where teams are shared, an option with less work for them gives time to everything else, which no
look at its own group shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.domain.expanded import ExpandedProgramme

Options = Mapping[str, str]
"""Service group to option."""


def people_needed(programme: ExpandedProgramme, group: str, option: str) -> int:
    """Return what the work of a group takes of all teams: amounts times working days."""
    return sum(
        programme.working_days(mode) * sum(mode.demands.values())
        for activity in programme.document.activities
        if activity.form == "work" and programme.group_of(activity) == group
        for mode in (activity.mode_under(option),)
        if mode is not None and mode.duration is not None
    )


def switches(programme: ExpandedProgramme, options: Options) -> Iterator[Options]:
    """Yield options with some changed: all that take less of the people at once, then one by one.

    What takes least compared with what it replaces is first.
    """
    saved: dict[tuple[str, str], int] = {}
    for group, chosen in options.items():
        before = people_needed(programme, group, chosen)
        for option in programme.groups[group].options:
            if option.id != chosen:
                saved[group, option.id] = before - people_needed(programme, group, option.id)
    ordered = sorted(saved, key=lambda switch: -saved[switch])
    lighter: dict[str, str] = {}
    for group, name in ordered:
        if saved[group, name] > 0:
            lighter.setdefault(group, name)
    if len(lighter) > 1:
        yield {**options, **lighter}
    for group, name in ordered:
        yield {**options, group: name}
