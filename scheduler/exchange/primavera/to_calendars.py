"""Calendars out of P6's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.exchange.primavera.calendar_data import P6_WEEK, CalendarDays, calendar_days, spans
from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row
from scheduler.exchange.project_schedule import ProjectCalendar


def calendars_of(rows: Sequence[Row], reading: Reading) -> tuple[ProjectCalendar, ...]:
    """Return calendars in the file's order, those without a base first, as PMXML must have them.

    A base that is missing or leads back is a loss.
    """
    found: dict[str, ProjectCalendar] = {}
    row_of: dict[str, Row] = {}
    for row in rows:
        id = row.get("clndr_id").strip()
        if not id or id in found:
            reading.lost("not_understood", row, "clndr_id", "no number, or one that is taken")
            continue
        found[id] = _calendar(id, row, reading)
        row_of[id] = row
    for id, calendar in list(found.items()):
        if calendar.base is not None and not _ends(calendar, found):
            reading.lost("not_understood", row_of[id], "base_clndr_id", "leads to no calendar")
            found[id] = replace(calendar, base=None)
    return tuple(sorted(found.values(), key=lambda calendar: calendar.base is not None))


def _calendar(id: str, row: Row, reading: Reading) -> ProjectCalendar:
    days = calendar_days(row.get("clndr_data"))
    if days is None:
        missing = not row.get("clndr_data")
        text = "taken as Monday to Friday, 08:00 to 16:00"
        reading.lost("missing" if missing else "not_understood", row, "clndr_data", text)
        days = CalendarDays(P6_WEEK, {})
    for unread in days.unread:
        reading.lost("not_understood", row, "clndr_data", "left out", unread)
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = days.week
    return ProjectCalendar(
        id=id,
        name=row.get("clndr_name"),
        base=row.get("base_clndr_id").strip() or None,
        week=(monday, tuesday, wednesday, thursday, friday, saturday, sunday),
        exceptions=spans(days.exceptions),
    )


def _ends(calendar: ProjectCalendar, calendars: dict[str, ProjectCalendar]) -> bool:
    """Whether going from base to base comes to an end."""
    seen: set[str] = set()
    while calendar.base is not None:
        if calendar.id in seen or calendar.base not in calendars:
            return False
        seen.add(calendar.id)
        calendar = calendars[calendar.base]
    return True
