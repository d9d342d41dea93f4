"""Calendars and named sets of dates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.values import WEEKDAYS, WIRE, Slug, Text, Weekday, Window

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Which days are worked: a week pattern less closures.

    Work in progress pauses over a closure and goes on after it.
    """

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    working_weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    closures: tuple[Window, ...] = ()
    """Bank holidays, resolved to dates, and shutdowns."""

    def in_week(self, day: date) -> bool:
        """Tell whether `day` belongs to the week pattern, closed or not."""
        return WEEKDAYS[day.weekday()] in self.working_weekdays

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is a working day of this calendar."""
        if not self.in_week(day):
            return False
        # Asked of every day of a horizon again and again: a loop takes half the time of `any`.
        for closure in self.closures:  # noqa: SIM110
            if closure.first <= day <= closure.last:
                return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePattern:
    """A recurring set of dates, resolved into the file by `expand`."""

    __pydantic_config__ = WIRE

    every: Literal["day", "week", "month"]
    """Each day; the named weekdays of each week; the named days of each month."""
    weekdays: tuple[Weekday, ...] = ()
    """With `week`: which. With `month`: the weekday that `ordinals` count."""
    ordinals: tuple[Annotated[int, Field(ge=-5, le=5)], ...] = ()
    """With `month` and weekdays: 1 for the first of that weekday, -1 for the last."""
    days_of_month: tuple[Annotated[int, Field(ge=-1, le=31)], ...] = ()
    """With `month`: day numbers; -1 is the last day."""
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    """Only these months; none means all."""
    working_days_only: bool = False
    """Leave out dates that are not working days of the default calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSet:
    """A named set of dates: meetings, pay-period boundaries, cutover weekends."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    pattern: DatePattern | None = None
    """Resolved over the horizon by `expand`, then empty."""
    dates: tuple[date, ...] = ()
    """Dates listed beside those of the pattern."""
    leave_out: tuple[date, ...] = ()
    """Dates of the pattern that do not count, such as a cancelled meeting."""
    meeting: bool = False
    """Whether the dates are meetings of a decision-making body."""
    paper_deadline_calendar_days: Annotated[int, Field(ge=0, le=365)] | None = None
    """For meetings: how long before it papers must be final."""
    source: Text = ""
