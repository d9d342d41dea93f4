"""The only place where dates and axis days meet.

The axis numbers the working days of the programme's default calendar from 0. A position is an
instant between days: the number of working days that lie wholly before it. Work from `start` to
`finish` takes the axis days `[start, finish)`.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import DateOutsideHorizon


@dataclass(frozen=True)
class TimeAxis:
    """Working days of the default calendar, and the calendar days around them."""

    first: date
    last: date
    working: tuple[date, ...]

    @cached_property
    def size(self) -> int:
        """Number of working days in the horizon."""
        return len(self.working)

    @cached_property
    def calendar_days(self) -> int:
        """Number of calendar days in the horizon."""
        return (self.last - self.first).days + 1

    def position(self, instant: date) -> int:
        """Return how many working days lie before the beginning of a day, of the horizon or not."""
        return bisect_left(self.working, instant)

    def position_after(self, day: date) -> int:
        """Return how many working days lie before the end of a day."""
        return bisect_left(self.working, day + timedelta(days=1))

    def ordinal(self, day: date) -> int:
        """Return calendar days from the first day of the horizon to the beginning of a day."""
        return (day - self.first).days

    def day_at(self, ordinal: int) -> date:
        """Return the day that begins `ordinal` calendar days after the horizon does."""
        return self.first + timedelta(days=ordinal)

    def after_working_days(self, instant: date, count: int) -> date:
        """Return the first instant with so many working days between it and an earlier one.

        The day after the horizon where it holds too few.
        """
        if count == 0:
            return instant
        at = self.position(instant) + count - 1
        return (self.working[at] if at < self.size else self.last) + timedelta(days=1)

    def start_date(self, start: int) -> date:
        """Return the first day of work that starts at a position.

        Raises DateOutsideHorizon for a position past the last working day.
        """
        if not 0 <= start < self.size:
            message = f"axis day {start} is outside 0..{self.size - 1}"
            raise DateOutsideHorizon(message, start=start)
        return self.working[start]

    def finish_date(self, finish: int) -> date:
        """Return the last day, included, of work that finishes at a position."""
        return self.start_date(finish - 1)

    def days(self) -> tuple[date, ...]:
        """Return every calendar day of the horizon."""
        return tuple(self.day_at(i) for i in range(self.calendar_days))


def axis_of(programme: ExpandedProgramme) -> TimeAxis:
    """Return the axis of a programme."""
    first, last = programme.document.plan_from, programme.document.plan_until
    calendar = programme.default_calendar
    span = (first + timedelta(days=i) for i in range((last - first).days + 1))
    return TimeAxis(first, last, tuple(day for day in span if calendar.is_working(day)))
