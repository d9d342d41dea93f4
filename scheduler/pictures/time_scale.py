"""Where a date lies on a picture, and which dates its axis names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendars import ONE_DAY

MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """A straight line from dates to positions; `first` and `last` are both shown whole."""

    first: date
    last: date
    left: float
    right: float

    @property
    def day_width(self) -> float:
        """Width of one day."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def start_of(self, day: date) -> float:
        """Return where a day begins."""
        return self.left + (day - self.first).days * self.day_width

    def end_of(self, day: date) -> float:
        """Return where a day ends."""
        return self.start_of(day) + self.day_width

    def middle_of(self, day: date) -> float:
        """Return the middle of a day, where an event stands."""
        return self.start_of(day) + self.day_width / 2

    def clipped(self, first: date, last: date) -> tuple[float, float] | None:
        """Return the part of a period that is shown, or None when none is."""
        if last < self.first or first > self.last:
            return None
        return self.start_of(max(first, self.first)), self.end_of(min(last, self.last))


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each month or part of a month from `first` to `last`."""
    day = first
    while day <= last:
        following = _next_month(day)
        yield day, min(last, following - ONE_DAY)
        day = following


def years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each year or part of a year from `first` to `last`."""
    day = first
    while day <= last:
        yield day, min(last, date(day.year, 12, 31))
        day = date(day.year + 1, 1, 1)


def _next_month(day: date) -> date:
    if day.month == MONTHS_IN_YEAR:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)
