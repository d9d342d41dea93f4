"""Links out of P6's rows.

P6 counts all lags of a project on the calendar that its schedule options name: the predecessor's,
the successor's, the project's or the clock. Here a lag counts on the successor's calendar or on
the clock; where that differs, it is a loss that names the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row
from scheduler.exchange.primavera.words import LAG_CALENDARS, LINK_KINDS
from scheduler.exchange.project_schedule import Link, Task

_DEFAULT = "rcal_Predecessor"


def links_of(
    rows: Sequence[Row],
    options: Sequence[Row],
    tasks: Mapping[str, Task],
    calendar: str | None,
    reading: Reading,
) -> tuple[Link, ...]:
    """Return links in the file's order; `tasks` are by P6's numbers of activities."""
    lag_calendar = _lag_calendar(options, reading)
    found: list[Link] = []
    for row in rows:
        before = tasks.get(row.get("pred_task_id").strip())
        after = tasks.get(row.get("task_id").strip())
        kind = LINK_KINDS.get(row.get("pred_type").strip())
        if before is None or after is None:
            _outside(row, reading)
            continue
        if kind is None:
            reading.lost("not_understood", row, "pred_type", "taken as finish to start")
        lag = reading.minutes(row, "lag_hr_cnt") or 0
        counted_on = {
            "rcal_Predecessor": before.calendar or calendar,
            "rcal_ProjDefault": calendar,
        }.get(lag_calendar, after.calendar or calendar)
        if lag and counted_on != (after.calendar or calendar):
            reading.lost(
                "changed",
                row,
                "lag_hr_cnt",
                f"counted on the {LAG_CALENDARS[lag_calendar].lower()} in P6, "
                "on that of the successor here",
            )
        found.append(
            Link(
                predecessor=before.id,
                successor=after.id,
                kind=kind or "FS",
                lag=lag,
                elapsed=bool(lag) and lag_calendar == "rcal_24Hour",
            )
        )
    return tuple(found)


def _lag_calendar(options: Sequence[Row], reading: Reading) -> str:
    column = "sched_calendar_on_relationship_lag"
    for row in options:
        said = row.get(column)
        if said in LAG_CALENDARS:
            return said
        if said:
            reading.lost("not_understood", row, column, "taken as that of the predecessor")
    return _DEFAULT


def _outside(row: Row, reading: Reading) -> None:
    before, after = row.get("pred_proj_id").strip(), row.get("proj_id").strip()
    if before and after and before != after:
        reading.lost("not_read", row, "pred_proj_id", "a link with another project")
    else:
        reading.lost("not_understood", row, "pred_task_id", "names an activity that is missing")
