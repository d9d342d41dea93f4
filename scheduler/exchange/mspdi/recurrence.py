"""Dates of a calendar's recurring exceptions.

Source: Microsoft's reference of the Project XML schema, element Exception. Weeks begin on Sunday.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DATES = 2_000
"""More dates of one exception are not written out."""

YEARLY, YEARLY_BY_POSITION, MONTHLY, MONTHLY_BY_POSITION, WEEKLY, EVERY_FEW_DAYS = range(2, 8)
RECURRING = range(2, 8)

_ANY_DAY, _WEEKDAYS, _WEEKEND = range(3)
_SUNDAY = 3
"""The first day of the week among the items of a month."""
_LAST_POSITION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """When an exception comes back; the fields are those of the file."""

    kind: int
    first: date
    last: date | None
    """Included."""
    occurrences: int | None
    period: int = 1
    days_of_week: int = 0
    """Sunday is 1, Monday 2, Tuesday 4 and so on."""
    month: int = 0
    """January is 0."""
    month_day: int = 1
    month_item: int = 0
    """0 any day, 1 Monday to Friday, 2 Saturday and Sunday, 3 Sunday to 9 Saturday."""
    month_position: int = 0
    """0 to 3 first to fourth, 4 the last."""


def dates(recurrence: Recurrence) -> list[date] | None:
    """Return the dates, in order; None where they have no end or are too many."""
    if recurrence.last is None and recurrence.occurrences is None:
        return None
    if recurrence.kind == WEEKLY and not recurrence.days_of_week:
        return []
    most = MOST_DATES + 1 if recurrence.occurrences is None else recurrence.occurrences
    found: list[date] = []
    for day in _all(recurrence):
        if (recurrence.last is not None and day > recurrence.last) or len(found) >= most:
            break
        if day >= recurrence.first:
            found.append(day)
        if len(found) > MOST_DATES:
            return None
    return found


def _all(recurrence: Recurrence) -> Iterator[date]:
    """Go through the dates without an end, from the beginning of the first week, month or year."""
    if recurrence.kind == EVERY_FEW_DAYS:
        return _steps(recurrence.first, recurrence.period)
    if recurrence.kind == WEEKLY:
        return _weekly(recurrence)
    return _by_month(recurrence)


def _steps(first: date, days: int) -> Iterator[date]:
    day = first
    while (date.max - day).days > days:
        yield day
        day += timedelta(days=days)


def _weekly(recurrence: Recurrence) -> Iterator[date]:
    sunday = recurrence.first - timedelta(days=recurrence.first.isoweekday() % 7)
    for week in _steps(sunday, 7 * recurrence.period):
        for at in range(7):
            if recurrence.days_of_week & 1 << at:
                yield week + timedelta(days=at)


def _by_month(recurrence: Recurrence) -> Iterator[date]:
    yearly = recurrence.kind in {YEARLY, YEARLY_BY_POSITION}
    step = 12 if yearly else recurrence.period
    month = recurrence.first.year * 12 + (
        recurrence.month if yearly else recurrence.first.month - 1
    )
    while month // 12 < date.max.year:
        yield _day_of_month(recurrence, month // 12, month % 12 + 1)
        month += step


def _day_of_month(recurrence: Recurrence, year: int, month: int) -> date:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    days = [first + timedelta(days=at) for at in range((following - first).days)]
    if recurrence.kind in {YEARLY, MONTHLY}:
        # A month that is too short has it on its last day.
        return days[min(recurrence.month_day, len(days)) - 1]
    fitting = [day for day in days if _is(recurrence.month_item, day)]
    if recurrence.month_position == _LAST_POSITION:
        return fitting[-1]
    return fitting[recurrence.month_position]


def _is(item: int, day: date) -> bool:
    if item == _ANY_DAY:
        return True
    at_weekend = day.isoweekday() > 5  # noqa: PLR2004 - Saturday and Sunday
    if item in {_WEEKDAYS, _WEEKEND}:
        return at_weekend == (item == _WEEKEND)
    return day.isoweekday() % 7 == item - _SUNDAY
