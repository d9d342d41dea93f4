"""Days of the horizon that count for an amount: of some financial years, or all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from scheduler.domain.calendars import ONE_DAY
from scheduler.timeline.time_axis import TimeAxis

Window = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class CountedDays:
    """How many days of the horizon count up to each of them."""

    axis: TimeAxis
    windows: tuple[Window, ...]
    up_to: Mapping[date, int]
    total: int

    def until(self, day: date) -> int:
        """Return how many days count up to a day, that day included."""
        found = self.up_to.get(day)
        if found is None:
            return 0 if day < self.axis.first else self.total
        return found

    def since(self, day: date) -> int:
        """Return how many days count from a day on, that day included."""
        return self.total - self.until(day - ONE_DAY)

    def between(self, first: date, last: date) -> int:
        """Return how many days count from first to last, both included."""
        return max(0, self.until(last) - self.until(first - ONE_DAY))

    def positions(self) -> tuple[tuple[int, int], ...]:
        """Return the windows as stretches of axis days."""
        return tuple(
            (self.axis.position(first), self.axis.position_after(last))
            for first, last in self.windows
        )


def days_counted(axis: TimeAxis, windows: tuple[Window, ...]) -> CountedDays:
    """Count the days of windows that do not overlap."""
    days = axis.days()
    held = (int(any(first <= day <= last for first, last in windows)) for day in days)
    up_to = dict(zip(days, accumulate(held), strict=True))
    return CountedDays(axis, windows, up_to, up_to[axis.last])
