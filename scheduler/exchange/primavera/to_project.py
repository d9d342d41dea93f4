"""A project out of P6's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from scheduler.exchange.losses import shortened
from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row
from scheduler.exchange.primavera.to_calendars import calendars_of
from scheduler.exchange.primavera.to_fields import code_fields, joined, notes_of, user_fields
from scheduler.exchange.primavera.to_links import links_of
from scheduler.exchange.primavera.to_resources import assignments_of, resources_of
from scheduler.exchange.primavera.to_tasks import Beside, Outline, outline_of
from scheduler.exchange.primavera.unread import note_unread
from scheduler.exchange.project_schedule import ProjectCalendar, ProjectSchedule
from scheduler.exchange.reading import MOST_TASKS, ReadProject, refused

SHORT_NAME = "Project ID"
"""The field of a project that holds P6's short name of it."""

Own = Mapping[str, Sequence[Row]]


def project_of(reading: Reading, chosen: str | None = None) -> ReadProject:
    """Return the project that is chosen by its number or short name, or the only one.

    Raises FileRejected where there is none, where several could be meant, and where there are more
    tasks than are read.
    """
    tables = reading.tables
    project = _chosen(tables.of("PROJECT"), chosen, tables.kind)
    number = project.get("proj_id").strip()
    own = {
        table: tuple(row for row in rows if row.get("proj_id").strip() in {"", number})
        for table, rows in tables.rows.items()
    }
    others = [row for row in tables.of("PROJECT") if row is not project]
    if others:
        reading.lost("not_read", others[0], "proj_id", "another project of the file")
    if len(own.get("TASK", ())) + len(own.get("PROJWBS", ())) > MOST_TASKS:
        raise refused(f"Primavera {tables.kind}", f"more than {MOST_TASKS:,} tasks")

    calendars = calendars_of(own.get("CALENDAR", ()), reading)
    calendar = _calendar(project, own.get("CALENDAR", ()), calendars, reading)
    outline = _outline(own, calendars, calendar, reading)
    resources = resources_of(
        own.get("RSRC", ()), own.get("RSRCRATE", ()), {c.id for c in calendars}, reading
    )
    found = ProjectSchedule(
        name=_name(project, outline),
        calendars=calendars,
        calendar=calendar,
        start=reading.moment(project, "plan_start_date"),
        finish=reading.moment(project, "scd_end_date"),
        status_date=reading.moment(project, "last_recalc_date"),
        currency=tables.currency,
        **_units(calendar, own.get("CALENDAR", ()), reading),
        tasks=outline.tasks,
        links=links_of(
            own.get("TASKPRED", ()),
            own.get("SCHEDOPTIONS", ()),
            outline.activities,
            calendar,
            reading,
        ),
        resources=resources,
        assignments=assignments_of(
            own.get("TASKRSRC", ()),
            {number: task.id for number, task in outline.activities.items()},
            {r.id for r in resources},
            reading,
        ),
        fields=_project_fields(project, own, reading),
    )
    note_unread(own, reading)
    return ReadProject(project=found, losses=reading.losses.all())


def _name(project: Row, outline: Outline) -> str:
    """The name of the project's own node, or that of the project where it has none."""
    own = outline.root.get("wbs_name") if outline.root is not None else ""
    return own or project.get("proj_name") or project.get("proj_short_name")


def _chosen(projects: Sequence[Row], chosen: str | None, kind: str) -> Row:
    said_of = f"Primavera {kind}"
    if not projects:
        raise refused(said_of, "it has no project")
    shown = ", ".join(shortened(p.get("proj_short_name") or p.get("proj_id")) for p in projects)
    if chosen is not None:
        meant = [p for p in projects if p.get("proj_short_name") == chosen]
        meant = meant or [p for p in projects if p.get("proj_id").strip() == chosen]
        if len(meant) != 1:
            raise refused(said_of, f"no single project is {shortened(chosen)}; it has {shown}")
        return meant[0]
    # Projects that are only linked to are not marked as exported.
    exported = [p for p in projects if p.get("export_flag") != "N"] or list(projects)
    if len(exported) > 1:
        raise refused(said_of, f"it has several projects and none was chosen: {shown}")
    return exported[0]


def _calendar(
    project: Row, rows: Sequence[Row], calendars: Sequence[ProjectCalendar], reading: Reading
) -> str | None:
    """The project's calendar, or the one that is the default where it names none."""
    known = {c.id for c in calendars}
    said = project.get("clndr_id").strip()
    if said in known:
        return said
    if said:
        reading.lost("not_understood", project, "clndr_id", "names no calendar")
    marked = [r.get("clndr_id").strip() for r in rows if r.get("default_flag") == "Y"]
    return next((id for id in marked if id in known), None)


def _outline(
    own: Own, calendars: Sequence[ProjectCalendar], calendar: str | None, reading: Reading
) -> Outline:
    topics = own.get("MEMOTYPE", ())
    tasks, nodes = own.get("TASK", ()), own.get("PROJWBS", ())
    task_numbers = [row.get("task_id").strip() for row in tasks]
    node_numbers = [row.get("wbs_id").strip() for row in nodes]
    codes = code_fields(own, reading)
    beside = Beside(
        calendars={c.id for c in calendars},
        calendar=calendar,
        notes=notes_of(own.get("TASKMEMO", ()), topics, "task_id", reading),
        wbs_notes=notes_of(own.get("WBSMEMO", ()), topics, "wbs_id", reading),
        fields=joined(codes, user_fields(own, "TASK", task_numbers, reading)),
        wbs_fields=joined(user_fields(own, "PROJWBS", node_numbers, reading)),
    )
    outline = outline_of(nodes, tasks, beside, reading)
    _note_strangers(beside, outline, task_numbers, reading)
    return outline


def _note_strangers(
    beside: Beside, outline: Outline, numbers: Sequence[str], reading: Reading
) -> None:
    """Note what hangs on rows that do not come along: the project's own node, and none at all."""
    root = outline.root
    if root is not None and root.get("wbs_id").strip() in beside.wbs_notes:
        reading.lost("not_read", root, "wbs_memo", "notes of the project")
    if root is not None and root.get("wbs_id").strip() in beside.wbs_fields:
        reading.lost("not_read", root, "udf_value", "fields of the project's node")
    for id in sorted(beside.notes.keys() - set(numbers)):
        row = Row(table="TASKMEMO", values={"task_id": id})
        reading.lost("not_understood", row, "task_id", "notes of an activity that is missing")


def _project_fields(project: Row, own: Own, reading: Reading) -> tuple[tuple[str, str], ...]:
    number = project.get("proj_id").strip()
    short = project.get("proj_short_name")
    fields = joined(user_fields(own, "PROJECT", [number], reading)).get(number, ())
    return ((SHORT_NAME, short), *fields) if short else fields


def _units(calendar: str | None, rows: Sequence[Row], reading: Reading) -> dict[str, int]:
    """Hours of a day, week and month, as the project's calendar has them."""
    row = next((r for r in rows if r.get("clndr_id").strip() == calendar), None)
    if row is None:
        return {}
    found: dict[str, int] = {}
    day = reading.minutes(row, "day_hr_cnt")
    week = reading.minutes(row, "week_hr_cnt")
    month = reading.minutes(row, "month_hr_cnt")
    if day is not None and day > 0:
        found["minutes_per_day"] = day
    if week is not None and week > 0:
        found["minutes_per_week"] = week
    if day and month and day > 0 and month > 0:
        days = Decimal(month) / Decimal(day)
        text = "a month is taken as whole days"
        found["days_per_month"] = max(1, reading.whole(days, row, "month_hr_cnt", text))
    return found
