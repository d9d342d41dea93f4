"""Calendars as P6 keeps them.

A global calendar of P6 is based on none, and only such a one can be a base. So a calendar that has
a base is the project's, and where bases stand on bases, exceptions are written out. A week is whole
in P6: weekdays that are as in the base are written out too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scheduler.exchange.primavera.calendar_data import (
    P6_WEEK,
    CalendarDays,
    calendar_text,
    single_days,
)
from scheduler.exchange.primavera.writing_values import Writing, hours
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    WHOLE_DAY,
    CalendarException,
    Day,
    ProjectCalendar,
    ProjectSchedule,
)

MOST_DAYS = 20_000
"""Single days of one exception that are written; it is more than fifty years."""

Days = Mapping[str, CalendarDays]
Rows = list[dict[str, str]]


def days_of(project: ProjectSchedule, writing: Writing) -> dict[str, CalendarDays]:
    """Return week and own exceptions of every calendar, those of bases included where needed."""
    by_id = {calendar.id: calendar for calendar in project.calendars}
    return {calendar.id: _days(calendar, by_id, writing) for calendar in project.calendars}


def calendar_rows(
    project: ProjectSchedule,
    days: Days,
    numbers: Mapping[str, int],
    project_number: int,
    writing: Writing,
) -> Rows:
    """Return the rows of a project's calendars."""
    by_id = {calendar.id: calendar for calendar in project.calendars}
    rows: Rows = []
    for calendar in project.calendars:
        base = _base(calendar, by_id)
        place = f'calendar {calendar.id} "{calendar.name}"'
        rows.append(
            {
                "clndr_id": str(numbers[calendar.id]),
                "default_flag": "Y" if calendar.id == project.calendar else "N",
                "clndr_name": writing.text(calendar.name, "ProjectCalendar.name", place, 255),
                "proj_id": str(project_number) if base else "",
                "base_clndr_id": str(numbers[base]) if base else "",
                "clndr_type": "CA_Project" if base else "CA_Base",
                **_units(project),
                "rsrc_private": "N",
                "clndr_data": calendar_text(days[calendar.id]),
            }
        )
    return rows


def added_calendar(
    id: str, number: int, *, whole_day: bool, project: ProjectSchedule
) -> dict[str, str]:
    """Return the row of a calendar that P6 needs and a project has not."""
    day = WHOLE_DAY if whole_day else OFFICE_DAY
    week = (day,) * 7 if whole_day else (*(day,) * 5, (), ())
    return {
        "clndr_id": str(number),
        "default_flag": "N" if whole_day else "Y",
        "clndr_name": id,
        "clndr_type": "CA_Base",
        **_units(project),
        "rsrc_private": "N",
        "clndr_data": calendar_text(CalendarDays(week, {})),
    }


def _units(project: ProjectSchedule) -> dict[str, str]:
    month = project.minutes_per_day * project.days_per_month
    return {
        "day_hr_cnt": hours(project.minutes_per_day),
        "week_hr_cnt": hours(project.minutes_per_week),
        "month_hr_cnt": hours(month),
        "year_hr_cnt": hours(month * 12),
    }


def _base(calendar: ProjectCalendar, by_id: Mapping[str, ProjectCalendar]) -> str | None:
    """The base, where P6 can have it as one."""
    base = by_id.get(calendar.base or "")
    return base.id if base is not None and base.base is None and base.id != calendar.id else None


def _chain(
    calendar: ProjectCalendar, by_id: Mapping[str, ProjectCalendar]
) -> list[ProjectCalendar]:
    """The calendar, its base, the base of that, and so on."""
    found = [calendar]
    at = by_id.get(calendar.base or "")
    while at is not None and at not in found:
        found.append(at)
        at = by_id.get(at.base or "")
    return found


def _days(
    calendar: ProjectCalendar, by_id: Mapping[str, ProjectCalendar], writing: Writing
) -> CalendarDays:
    chain = _chain(calendar, by_id)
    place = f'calendar {calendar.id} "{calendar.name}"'
    week: list[Day] = []
    for at in range(len(P6_WEEK)):
        said = next((one.week[at] for one in chain if one.week[at] is not None), None)
        if calendar.week[at] is None and calendar.base is not None:
            writing.lost(
                "changed", "ProjectCalendar.week", place, text="weekdays of the base written out"
            )
        if said is None:
            writing.lost(
                "missing", "ProjectCalendar.week", place, text="a weekday taken as not worked"
            )
        week.append(said or ())
    held = _base(calendar, by_id) is not None
    if calendar.base is not None and not held:
        text = "P6 has no such base; its exceptions are written out"
        writing.lost("changed", "ProjectCalendar.base", place, calendar.base, text)
    sources = [calendar] if held or calendar.base is None else list(reversed(chain))
    exceptions: dict[date, Day] = {}
    for source in sources:
        exceptions |= single_days(_carried(source.exceptions, place, writing))
    return CalendarDays(tuple(week), exceptions)


def _carried(
    exceptions: tuple[CalendarException, ...], place: str, writing: Writing
) -> list[CalendarException]:
    found: list[CalendarException] = []
    for one in exceptions:
        if one.name:
            writing.lost("not_carried", "CalendarException.name", place, one.name)
        if one.last.toordinal() - one.first.toordinal() >= MOST_DAYS:
            text = f"more than {MOST_DAYS:,} days"
            writing.lost("not_carried", "CalendarException.last", place, one.last, text)
        elif one.first.year < 1900:  # noqa: PLR2004 - P6 counts days from then on
            writing.lost("not_carried", "CalendarException.first", place, one.first, "before 1900")
        else:
            found.append(one)
    return found
