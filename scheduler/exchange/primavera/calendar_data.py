"""A calendar's week and exceptions as P6 keeps them in one cell.

Days of the week are numbered from Sunday = 1, days of exceptions from 30 December 1899 = 0. A day
without shifts is not worked; every day of the week stands there, whatever a calendar is based on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from scheduler.exchange.primavera.structured_text import Record, record_of, text_of
from scheduler.exchange.project_schedule import CalendarException, Day, Shift

DAY_ZERO = date(1899, 12, 30).toordinal()
LAST_DAY = date.max.toordinal() - DAY_ZERO
DAYS = 7
MIDNIGHT = 24 * 60

P6_WEEK: tuple[Day, ...] = (*[(Shift(first=8 * 60, last=16 * 60),)] * 5, (), ())
"""Monday first; what P6 takes where a calendar says nothing of its week."""

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*([AaPp])\.?[Mm]\.?)?")


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A working week, Monday first, and the shifts of single days."""

    week: tuple[Day, ...]
    exceptions: Mapping[date, Day]
    unread: tuple[str, ...] = ()
    """Records that could not be read."""


def calendar_days(text: str) -> CalendarDays | None:
    """Return what a cell says, or None where it is empty, damaged or without a week."""
    root = record_of(text)
    days = root.child("DaysOfWeek") if root else None
    if root is None or days is None:
        return None
    unread: list[str] = []
    week: list[Day] = [()] * DAYS
    for record in days.inside:
        if record.name in {"1", "2", "3", "4", "5", "6", "7"}:
            week[(int(record.name) - 2) % DAYS] = _shifts(record, unread)
        else:
            unread.append(f"day {record.name}")
    exceptions: dict[date, Day] = {}
    held = root.child("Exceptions")
    for record in held.inside if held else ():
        said = record.values.get("d", "")
        if said.isdecimal() and len(said) < DAYS and 0 < int(said) <= LAST_DAY:
            exceptions[date.fromordinal(DAY_ZERO + int(said))] = _shifts(record, unread)
        else:
            unread.append(f"exception {said}")
    return CalendarDays(tuple(week), exceptions, tuple(unread))


def calendar_text(days: CalendarDays) -> str:
    """Return the cell that says it."""
    week = tuple(
        Record(str(number), {}, _records(days.week[(number - 2) % DAYS]))
        for number in range(1, DAYS + 1)
    )
    exceptions = tuple(
        Record(str(at), {"d": str(day.toordinal() - DAY_ZERO)}, _records(shifts))
        for at, (day, shifts) in enumerate(sorted(days.exceptions.items()))
    )
    inside = (Record("DaysOfWeek", {}, week), Record("Exceptions", {}, exceptions))
    return text_of(Record("CalendarData", {}, inside))


def spans(exceptions: Mapping[date, Day]) -> tuple[CalendarException, ...]:
    """Return single days as spans: days that follow each other and are worked alike are one."""
    found: list[CalendarException] = []
    for day, shifts in sorted(exceptions.items()):
        before = found[-1] if found else None
        follows = before is not None and day.toordinal() == before.last.toordinal() + 1
        if before is not None and follows and before.shifts == shifts:
            found[-1] = CalendarException(first=before.first, last=day, shifts=shifts)
        else:
            found.append(CalendarException(first=day, last=day, shifts=shifts))
    return tuple(found)


def single_days(exceptions: Sequence[CalendarException]) -> dict[date, Day]:
    """Return spans as single days; the later one wins."""
    return {
        date.fromordinal(day): one.shifts
        for one in exceptions
        for day in range(one.first.toordinal(), one.last.toordinal() + 1)
    }


def minute_of_day(text: str) -> int | None:
    """Return a time as minutes after midnight, or None where it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match.group(1)), int(match.group(2)), match.group(3)
    if half:
        hour = hour % 12 + (12 if half in "Pp" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= MIDNIGHT else None  # noqa: PLR2004


def clock(minute: int) -> str:
    """Return minutes after midnight as a time; midnight at a day's end is 00:00 too."""
    minute %= MIDNIGHT
    return f"{minute // 60:02}:{minute % 60:02}"


def ordered(shifts: Sequence[Shift]) -> Day | None:
    """Return shifts in order, or None where they overlap."""
    day = tuple(sorted(shifts, key=lambda shift: shift.first))
    apart = all(a.last <= b.first for a, b in pairwise(day))
    return day if apart else None


def _shifts(record: Record, unread: list[str]) -> Day:
    found: list[Shift] = []
    for one in record.inside:
        first = minute_of_day(one.values.get("s", ""))
        last = minute_of_day(one.values.get("f", ""))
        if first is None or last is None:
            unread.append(f"{record.name}: {one.values}")
            continue
        last = last or MIDNIGHT
        if first < last:
            found.append(Shift(first=first, last=last))
        else:
            unread.append(f"{record.name}: {one.values}")
    day = ordered(found)
    if day is None:
        unread.append(f"{record.name}: shifts that overlap")
        return ()
    return day


def _records(day: Day) -> tuple[Record, ...]:
    return tuple(
        Record(str(at), {"s": clock(shift.first), "f": clock(shift.last)})
        for at, shift in enumerate(day)
    )
