"""Teams that are asked, within some stretch of days, for more effort than they have in it.

Work that cannot begin before the stretch and cannot end after it takes its effort within it. No
search is needed to see that it is too much; where it is not, one may still find a clash.

Source: energetic reasoning, Lopez (1991); Baptiste, Le Pape & Nuijten (2001).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from scheduler.domain.activities import Activity
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.explaining.windows import Windows


@dataclass(frozen=True, slots=True)
class TooMuch:
    """More effort than a team has within a stretch of days."""

    team: str
    activities: tuple[str, ...]
    first: date
    """First day of the stretch."""
    until: date
    """The day after its last."""
    needed: int
    """Hundredths of a person times working days, as is what is there."""
    there: int
    rules: tuple[str, ...]
    """The team's capacity, and what keeps the work within the stretch."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Work that takes its effort between two positions of the axis."""

    activity: str
    earliest: int
    latest: int
    effort: int


def too_much(windows: Windows, rules: frozenset[str] | None = None) -> TooMuch | None:
    """Return the greatest shortfall of any team, of those whose capacity is minded."""
    document = windows.programme.document
    found = [
        worst
        for rule in document.rules
        if isinstance(rule, TeamCapacity) and rule.price is None and not rule.when
        if rules is None or rule.id in rules
        if (worst := _worst_of(rule, windows)) is not None
    ]
    return max(found, key=lambda worst: worst.needed - worst.there, default=None)


def _worst_of(rule: TeamCapacity, windows: Windows) -> TooMuch | None:
    programme, axis = windows.programme, windows.axis
    team = programme.teams[rule.team]
    # Whoever may join is taken to be there all the time, and nobody to leave.
    joining = sum(
        move.hundredths
        for _, move in programme.moves.get(rule.team, ())
        if move.to_team == rule.team
    )
    there = [0, *accumulate(team.capacity_on(day) + joining for day in axis.working)]
    kept = sorted(_kept(rule, windows), key=lambda one: one.latest)
    worst = worst_stretch(kept, there)
    if worst is None:
        return None
    start, end = worst
    within = [one for one in kept if start <= one.earliest and one.latest <= end]
    return TooMuch(
        team=rule.team,
        activities=tuple(one.activity for one in within),
        first=axis.working[start],
        until=axis.after_working_days(axis.working[start], end - start),
        needed=sum(one.effort for one in within),
        there=there[end] - there[start],
        rules=(rule.id, *(r for r in bounding(within, start, end, windows) if r != rule.id)),
    )


def worst_stretch(kept: Sequence[Kept], there: Sequence[int]) -> tuple[int, int] | None:
    """Return the stretch of the axis with the greatest shortfall, if there is any.

    What is kept comes in the order of its latest ends; what is there is added up from the first
    position on.
    """
    worst: tuple[int, int, int] | None = None
    for start in sorted({one.earliest for one in kept}):
        asked = 0
        for at, one in enumerate(kept):
            if one.earliest < start:
                continue
            asked += one.effort
            last_of_its_kind = at + 1 == len(kept) or kept[at + 1].latest > one.latest
            short = asked - (there[one.latest] - there[start])
            if last_of_its_kind and short > 0 and (worst is None or short > worst[0]):
                worst = short, start, one.latest
    return None if worst is None else worst[1:]


def bounding(within: Sequence[Kept], start: int, end: int, windows: Windows) -> tuple[str, ...]:
    """Return the rules that keep work within a stretch, where the horizon alone does not."""
    seen: dict[str, None] = {}
    for one in within:
        seen.update(dict.fromkeys(windows.placings.known[one.activity].rests_on))
        if start > 0:
            seen.update(dict.fromkeys(windows.earliest[one.activity, True].all_rules()))
        if end < windows.axis.size:
            seen.update(dict.fromkeys(windows.latest[one.activity, False].all_rules()))
    return tuple(seen)


def _kept(rule: TeamCapacity, windows: Windows) -> Iterator[Kept]:
    for activity in windows.programme.asking.get(rule.team, ()):
        effort = _effort(activity, rule.team, windows)
        start = windows.earliest.get((activity.id, True))
        finish = windows.latest.get((activity.id, False))
        if effort and start is not None and finish is not None:
            position = windows.axis.position
            yield Kept(activity.id, position(start.day), position(finish.day), effort)


def _effort(activity: Activity, team: str, windows: Windows) -> int:
    """Return what an activity takes of a team at least; nothing for what may be off the axis."""
    programme = windows.programme
    modes = windows.placings.modes(activity)
    if activity.form == "span" or not modes:
        return 0
    if activity.form == "event":
        places = windows.placings.known.get(activity.id)
        if places is None or not all(programme.is_working(day) for day in places.starts):
            return 0
        return min(mode.demands.get(team, 0) for mode in modes)
    return min(mode.demands.get(team, 0) * programme.working_days(mode) for mode in modes)
