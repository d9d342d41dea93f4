"""How many changes some days or weeks can take at most, whatever changes they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scheduler.domain.calendars import ONE_DAY

MOST_STATES = 2_000
"""Of weeks in a row; beyond, what changes bring in later weeks is not minded."""


def on_days(days: Sequence[date], at_most: int, calendar_days: int) -> int:
    """Return how many changes days in order can take, so many in any days in a row."""
    room, beyond = 0, date.min
    for day in days:
        if day >= beyond:
            room += at_most
            beyond = day + ONE_DAY * calendar_days
    return room


def in_weeks(weeks: Sequence[int], points: int, profile: Sequence[int], at_most: int) -> int:
    """Return how many changes of so many points weeks in order can take.

    Each puts its points times the profile on its week and those after; no week bears more than
    `at_most`. Weeks are numbered one after another.
    """
    each = at_most // (points * max(profile))
    memory = len(profile) - 1
    if each == 0 or not weeks:
        return 0
    if (each + 1) ** memory > MOST_STATES:
        return each * len(weeks)
    allowed = frozenset(weeks)
    bearable = at_most // points
    # Counts of the weeks before, the nearest first, to the most changes so far.
    states: dict[tuple[int, ...], int] = {(0,) * memory: 0}
    for week in range(weeks[0], weeks[-1] + memory + 1):
        after: dict[tuple[int, ...], int] = {}
        for before, so_far in states.items():
            carried = sum(n * weight for n, weight in zip(before, profile[1:], strict=True))
            for more in range(each + 1 if week in allowed else 1):
                if carried + more * profile[0] > bearable:
                    break
                state = (more, *before)[:memory]
                after[state] = max(after.get(state, 0), so_far + more)
        states = after
    return max(states.values())


def apart(weeks: Sequence[int], points: int, profile: Sequence[int], at_most: int) -> int:
    """Return how many changes they can surely take, counted fast: in weeks far from each other."""
    each = at_most // (points * max(profile))
    room, beyond = 0, 0
    for week in weeks:
        if week >= beyond:
            room += each
            beyond = week + len(profile)
    return room
