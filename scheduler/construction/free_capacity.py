"""What teams have left while a schedule is being made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.timeline.time_axis import TimeAxis


class FreeCapacity:
    """Hundredths of a person left of each team on each axis day."""

    def __init__(self, programme: ExpandedProgramme, axis: TimeAxis) -> None:
        """Start with everything free."""
        self._axis = axis
        self._left = {
            team.id: [team.capacity_on(day) for day in axis.working]
            for team in programme.document.teams
        }

    def first_obstacle(self, demands: Mapping[str, int], start: int, finish: int) -> int | None:
        """Return the last axis day on which a demand cannot be met, or None."""
        worst = None
        for team, amount in demands.items():
            left = self._left[team]
            for day in range(finish - 1, start - 1, -1):
                if left[day] < amount:
                    worst = day if worst is None else max(worst, day)
                    break
        return worst

    def take(self, demands: Mapping[str, int], start: int, finish: int, sign: int = 1) -> None:
        """Take demands from the days, or give them back with sign -1."""
        for team, amount in demands.items():
            left = self._left[team]
            for day in range(start, finish):
                left[day] -= sign * amount

    def on_axis(self, day: date) -> bool:
        """Tell whether a date is an axis day."""
        at = self._axis.position(day)
        return at < self._axis.size and self._axis.working[at] == day
