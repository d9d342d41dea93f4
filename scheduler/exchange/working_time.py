"""Whole days, as plans have them, and the minutes of planning tools."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.values import WEEKDAYS, Window
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
LONGEST_NAME = 120
"""Of a calendar; P6 takes 255 characters, and nobody reads as many."""


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
        name=_name(calendars),
        week=(first, second, third, fourth, fifth, sixth, seventh),
        exceptions=_apart(closure for one in calendars for closure in one.closures),
    )


def every_day(id: str) -> ProjectCalendar:
    """Return the calendar of events, which may fall on any day."""
    day = OFFICE_DAY
    return ProjectCalendar(id=id, name="Every day", week=(day, day, day, day, day, day, day))


def _name(calendars: tuple[WorkCalendar, ...]) -> str:
    """Return the names together, or the ids where that is too long for a planning tool."""
    name = " and ".join(one.name or one.id for one in calendars)
    return name if len(name) <= LONGEST_NAME else " and ".join(one.id for one in calendars)


def _apart(closures: Iterable[Window]) -> tuple[CalendarException, ...]:
    """Return closures as exceptions of which none lies on a day of another.

    Microsoft Project takes no overlapping ones.
    """
    apart: list[CalendarException] = []
    for closure in sorted(closures, key=lambda one: (one.first, one.last)):
        before = apart[-1] if apart else None
        if before is None or closure.first > before.last:
            new = CalendarException(first=closure.first, last=closure.last, name=closure.name)
            apart.append(new)
            continue
        names = dict.fromkeys(name for name in (before.name, closure.name) if name)
        last = max(before.last, closure.last)
        apart[-1] = CalendarException(first=before.first, last=last, name=", ".join(names))
    return tuple(apart)


def _day(worked: bool) -> Day:  # noqa: FBT001  # one fact about one day
    return OFFICE_DAY if worked else ()
