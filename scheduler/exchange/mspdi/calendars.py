"""Calendars of a Microsoft Project XML file: weeks, exceptions, and those that come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from scheduler.exchange.mspdi import values
from scheduler.exchange.mspdi.record import Record
from scheduler.exchange.mspdi.recurrence import EVERY_FEW_DAYS, RECURRING, Recurrence, dates
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    CalendarException,
    Day,
    ProjectCalendar,
    Shift,
)

_MIDNIGHT = 24 * 60
_MOST_EXCEPTIONS = 20_000
_MOST_NUMBER = 2**31 - 1

Week = tuple[Day | None, Day | None, Day | None, Day | None, Day | None, Day | None, Day | None]


def read_calendars(records: list[tuple[str, Record]]) -> tuple[ProjectCalendar, ...]:
    """Return the calendars of a file, given with their own ids."""
    known = {id for id, _ in records}
    return tuple(_calendar(id, record, known) for id, record in records)


def _calendar(id: str, record: Record, known: set[str]) -> ProjectCalendar:
    record.tell_rest({"UID", "Name", "BaseCalendarUID", "WeekDays", "Exceptions"})
    base = _base(id, record, known)
    days = list(record.within("WeekDays", "WeekDay"))
    exceptions = list(record.within("Exceptions", "Exception"))
    # Project writes exceptions a second time among the weekdays, for programs before 2007.
    found = exceptions or [day for day in days if _day_type(day) == 0]
    return ProjectCalendar(
        id=id,
        name=record.text("Name"),
        base=base,
        week=_week(record, days, base),
        exceptions=tuple(_limited(record, (e for each in found for e in _exceptions(each)))),
    )


def _limited(
    record: Record, exceptions: Iterator[CalendarException]
) -> Iterator[CalendarException]:
    for at, exception in enumerate(exceptions):
        if at == _MOST_EXCEPTIONS:
            text = f"exceptions after the first {_MOST_EXCEPTIONS:,} are left out"
            record.lose("not_read", "Exceptions", text, "")
            return
        yield exception


def _base(id: str, record: Record, known: set[str]) -> str | None:
    number = record.whole("BaseCalendarUID", -_MOST_NUMBER, _MOST_NUMBER)
    if number is None or number < 0 or (number == 0 and "0" not in known):
        # Project writes -1, or 0, where there is none.
        return None
    if str(number) not in known or str(number) == id:
        record.lose("not_understood", "BaseCalendarUID", "there is no such calendar")
        return None
    return str(number)


def _day_type(day: Record) -> int | None:
    return day.whole("DayType", 0, 7)


def _week(record: Record, days: list[Record], base: str | None) -> Week:
    week: list[Day | None] = [None] * 7
    for day in days:
        number = _day_type(day)
        day.tell_rest({"DayType", "DayWorking", "TimePeriod", "WorkingTimes"})
        if number:
            # Sunday is 1; weeks begin on Monday here.
            week[(number + 5) % 7] = _working_time(day)
    if base is None and None in week:
        if any(week):
            text = "days that the week leaves out are taken as not worked"
            filling: Week = ((), (), (), (), (), (), ())
        else:
            text = "taken as Monday to Friday, 08:00 to 12:00 and 13:00 to 17:00"
            filling = (*[OFFICE_DAY] * 5, (), ())  # type: ignore[assignment]
        record.lose("missing", "WeekDays", text, "")
        week = [given if day is None else day for day, given in zip(week, filling, strict=True)]
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = week
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def _working_time(day: Record) -> Day:
    """The shifts of a weekday or exception."""
    times = list(day.within("WorkingTimes", "WorkingTime", place=day.place))
    working = day.flag("DayWorking")
    found = [shift for time in times if (shift := _shift(time)) is not None]
    if working is False or (working is None and not times):
        return ()
    if not times:
        text = "taken as 08:00 to 12:00 and 13:00 to 17:00"
        day.lose("missing", "WorkingTimes", text, "")
        return OFFICE_DAY
    return _apart(day, sorted(found, key=lambda shift: (shift.first, shift.last)))


def _shift(time: Record) -> Shift | None:
    if not time.has("FromTime") and not time.has("ToTime"):
        # An empty line of the program's table of working time.
        return None
    ends: list[int] = []
    for name in ("FromTime", "ToTime"):
        found = values.clock(time.text(name).strip())
        if found is None:
            time.lose("not_understood", name)
            return None
        if not found[1]:
            time.lose("changed", name, "rounded down to minutes")
        ends.append(found[0])
    first, last = ends[0], ends[1] or _MIDNIGHT
    if first >= last:
        time.lose("not_understood", "ToTime", "it is not after FromTime")
        return None
    return Shift(first=first, last=last)


def _apart(day: Record, shifts: list[Shift]) -> Day:
    """Shifts that overlap become one; those that touch stay as they are."""
    apart: list[Shift] = []
    for shift in shifts:
        if apart and shift.first < apart[-1].last:
            day.lose("changed", "WorkingTimes", "times that overlap are joined", "")
            apart[-1] = Shift(first=apart[-1].first, last=max(apart[-1].last, shift.last))
        else:
            apart.append(shift)
    return tuple(apart)


def _exceptions(record: Record) -> Iterator[CalendarException]:
    if record.kind == "Exception":
        record.tell_rest(
            {
                *("EnteredByOccurrences", "TimePeriod", "Occurrences", "Name", "Type", "Period"),
                *("DaysOfWeek", "MonthItem", "MonthPosition", "Month", "MonthDay"),
                *("DayWorking", "WorkingTimes"),
            }
        )
    first, last = _span(record)
    if first is None:
        record.lose("not_understood", "TimePeriod", "it has no beginning", "")
        return
    shifts = _working_time(record)
    name = record.text("Name")
    kind = record.whole("Type", 0, 9)
    if kind in RECURRING and not (kind == EVERY_FEW_DAYS and _period(record) == 1):
        found = _recurring(record, kind or 0, first, last)
        for day in found:
            yield CalendarException(first=day, last=day, name=name, shifts=shifts)
        return
    last = last or first
    if last < first:
        record.lose("not_understood", "TimePeriod", "it ends before it begins", "")
        return
    yield CalendarException(first=first, last=last, name=name, shifts=shifts)


def _span(record: Record) -> tuple[date | None, date | None]:
    for period in record.within("TimePeriod", place=record.place):
        return _day(period.moment("FromDate")), _day(period.moment("ToDate"))
    return None, None


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()


def _period(record: Record) -> int:
    return record.whole("Period", 1, 999) or 1


def _recurring(record: Record, kind: int, first: date, last: date | None) -> list[date]:
    by_count = record.flag("EnteredByOccurrences") or last is None
    found = dates(
        Recurrence(
            kind=kind,
            first=first,
            last=last,
            occurrences=record.whole("Occurrences", 1, 2000) if by_count else None,
            period=_period(record),
            days_of_week=record.whole("DaysOfWeek", 0, 127) or 0,
            month=record.whole("Month", 0, 11) or 0,
            month_day=record.whole("MonthDay", 1, 31) or 1,
            month_item=record.whole("MonthItem", 0, 9) or 0,
            month_position=record.whole("MonthPosition", 0, 4) or 0,
        )
    )
    if found is None:
        text = "it comes back without an end, or too often, and is left out"
        record.lose("not_read", "Type", text)
        return []
    record.lose("changed", "Type", "an exception that comes back is written out day by day")
    return found
