"""Whole days, as plans have them, and the minutes of planning tools."""

from __future__ import annotations

from datetime import date, datetime, time

from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.values import WEEKDAYS
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    CalendarException,
    Day,
    ProjectCalendar,
)

MINUTES_A_DAY = sum(shift.last - shift.first for shift in OFFICE_DAY)
CLOCK_DAY = 24 * 60
BEGINS = OFFICE_DAY[0].first
ENDS = OFFICE_DAY[-1].last


def begins(day: date) -> datetime:
    """Return when work of a day begins."""
    return datetime.combine(day, time(BEGINS // 60))


def ends(day: date) -> datetime:
    """Return when work of a day ends."""
    return datetime.combine(day, time(ENDS // 60))


def calendar_of(id: str, calendars: tuple[WorkCalendar, ...]) -> ProjectCalendar:
    """Return a calendar that works on the days on which all of some calendars work."""
    together = [all(day in one.working_weekdays for one in calendars) for day in WEEKDAYS]
    first, second, third, fourth, fifth, sixth, seventh = (_day(worked) for worked in together)
    return ProjectCalendar(
        id=id,
        name=" and ".join(one.name or one.id for one in calendars),
        week=(first, second, third, fourth, fifth, sixth, seventh),
        exceptions=tuple(
            CalendarException(first=closure.first, last=closure.last, name=closure.name)
            for one in calendars
            for closure in one.closures
        ),
    )


def every_day(id: str) -> ProjectCalendar:
    """Return the calendar of events, which may fall on any day."""
    day = OFFICE_DAY
    return ProjectCalendar(id=id, name="Every day", week=(day, day, day, day, day, day, day))


def _day(worked: bool) -> Day:  # noqa: FBT001  # one fact about one day
    return OFFICE_DAY if worked else ()
