"""Calendars as PMXML can say them: its schema begins and ends work at full and half hours only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.exchange.losses import Losses
from scheduler.exchange.primavera.calendar_data import CalendarDays, calendar_days, calendar_text
from scheduler.exchange.primavera.writing_values import Writing
from scheduler.exchange.project_schedule import Day, Shift

_HALF = 30


def in_half_hours(calendars: Sequence[Mapping[str, str]], losses: Losses) -> list[dict[str, str]]:
    """Return rows of calendars whose shifts begin and end at half hours, the nearest ones."""
    return [_rounded(row, Writing(losses)) for row in calendars]


def _rounded(row: Mapping[str, str], writing: Writing) -> dict[str, str]:
    said = calendar_days(row["clndr_data"])
    if said is None:
        return dict(row)
    days = CalendarDays(
        tuple(_day(day) for day in said.week),
        {on: _day(day) for on, day in said.exceptions.items()},
    )
    if (days.week, days.exceptions) == (said.week, said.exceptions):
        return dict(row)
    place = f'calendar {row["clndr_id"]} "{row["clndr_name"]}"'
    text = "PMXML has full and half hours; the nearest were taken"
    writing.lost("changed", "Shift.first", place, text=text)
    return {**row, "clndr_data": calendar_text(days)}


def _day(day: Day) -> Day:
    """Shifts that are apart stay so; one that is too short for half an hour falls away."""
    rounded = (Shift(first=_nearest(one.first), last=_nearest(one.last)) for one in day)
    return tuple(one for one in rounded if one.first < one.last)


def _nearest(minute: int) -> int:
    return (minute + _HALF // 2) // _HALF * _HALF
