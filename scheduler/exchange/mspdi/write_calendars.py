"""Calendars into a Microsoft Project XML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from scheduler.exchange.losses import shortened
from scheduler.exchange.mspdi.element_writing import Numbers, Writing, child
from scheduler.exchange.mspdi.values import clock_text
from scheduler.exchange.project_schedule import CalendarException, Day, ProjectCalendar
from scheduler.exchange.xml_reading import Element

_MOST_SHIFTS = 5
_LAST_MINUTE = time(23, 59)
_NO_BASE = -1
_ONE_DAY = timedelta(days=1)
_ONE_SPAN = 1
"""The kind of exception that does not come back."""


def write_calendars(
    root: Element, writing: Writing, calendars: tuple[ProjectCalendar, ...], numbers: Numbers
) -> None:
    """Add the calendars; `numbers` gives their numbers by their ids."""
    if not calendars:
        # The schema has no empty list of calendars.
        return
    container = child(root, "Calendars")
    for calendar, number in zip(calendars, numbers.in_order, strict=True):
        place = f'calendar {number} "{shortened(calendar.name)}"'
        base = _base(writing, place, calendar, numbers.by_id)
        element = child(container, "Calendar")
        writing.fill(
            element,
            place,
            (
                ("UID", number),
                ("Name", writing.check_length("Calendar/Name", place, calendar.name)),
                ("IsBaseCalendar", base is None),
                ("BaseCalendarUID", _NO_BASE if base is None else base),
            ),
        )
        _write_week(element, writing, place, calendar, derived=base is not None)
        _write_exceptions(element, writing, place, calendar.exceptions)


def _base(
    writing: Writing, place: str, calendar: ProjectCalendar, numbers: Mapping[str, int]
) -> int | None:
    if calendar.base is None:
        return None
    base = numbers.get(calendar.base)
    if base is None:
        text = "there is no such calendar"
        writing.lose("not_carried", "Calendar/BaseCalendarUID", place, text, calendar.base)
    return base


def _write_week(
    element: Element, writing: Writing, place: str, calendar: ProjectCalendar, *, derived: bool
) -> None:
    if derived and not any(day is not None for day in calendar.week):
        return
    week = child(element, "WeekDays")
    # Sunday comes first and is 1.
    for number, day in enumerate((calendar.week[6], *calendar.week[:6]), start=1):
        if day is None and derived:
            continue
        if day is None:
            text = "a day that is left open is written as not worked"
            writing.lose("changed", "Calendar/WeekDays", place, text)
        weekday = child(week, "WeekDay")
        writing.fill(weekday, place, (("DayType", number), ("DayWorking", bool(day))))
        _write_shifts(weekday, writing, place, day or ())


def _write_exceptions(
    element: Element, writing: Writing, place: str, exceptions: tuple[CalendarException, ...]
) -> None:
    sound = tuple(one for one in exceptions if one.first <= one.last)
    if len(sound) < len(exceptions):
        text = "one that ends before it begins is left out"
        writing.lose("not_carried", "Exception", place, text)
    if not sound:
        return
    container = child(element, "Exceptions")
    for exception in _apart(writing, place, sound):
        each = child(container, "Exception")
        writing.fill(each, place, (("EnteredByOccurrences", False),))
        writing.fill(
            child(each, "TimePeriod"),
            place,
            (
                ("FromDate", datetime.combine(exception.first, time())),
                ("ToDate", datetime.combine(exception.last, _LAST_MINUTE)),
            ),
        )
        writing.fill(
            each,
            place,
            (
                ("Occurrences", (exception.last - exception.first).days + 1),
                ("Name", writing.check_length("Exception/Name", place, exception.name)),
                ("Type", _ONE_SPAN),
                ("DayWorking", bool(exception.shifts)),
            ),
        )
        _write_shifts(each, writing, place, exception.shifts)


def _apart(
    writing: Writing, place: str, exceptions: tuple[CalendarException, ...]
) -> tuple[CalendarException, ...]:
    """Exceptions none of which overlap; where some did, the later of the list holds."""
    by_day = sorted(exceptions, key=lambda one: (one.first, one.last))
    if all(one.last < following.first for one, following in pairwise(by_day)):
        return exceptions
    text = "Microsoft Project takes none that overlap; they are cut where a later one holds"
    writing.lose("changed", "Exception", place, text)
    edges = {one.first for one in exceptions} | {one.last + _ONE_DAY for one in exceptions}
    found: list[CalendarException] = []
    for first, after in pairwise(sorted(edges)):
        holding = [at for at, one in enumerate(exceptions) if one.first <= first <= one.last]
        if holding:
            one = exceptions[holding[-1]]
            found.append(replace(one, first=first, last=after - _ONE_DAY))
    return tuple(found)


def _write_shifts(element: Element, writing: Writing, place: str, day: Day) -> None:
    if not day:
        return
    if len(day) > _MOST_SHIFTS:
        text = f"only {_MOST_SHIFTS} working times a day are taken"
        writing.lose("not_carried", "WorkingTimes", place, text, len(day))
    container = child(element, "WorkingTimes")
    for shift in day[:_MOST_SHIFTS]:
        writing.fill(
            child(container, "WorkingTime"),
            place,
            (("FromTime", clock_text(shift.first)), ("ToTime", clock_text(shift.last))),
        )
