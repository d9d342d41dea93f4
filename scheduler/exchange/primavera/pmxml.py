"""PMXML files of Primavera P6: read and written."""

from __future__ import annotations

from dataclasses import replace

from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.primavera.from_baselines import baseline_rows
from scheduler.exchange.primavera.from_project import rows_of
from scheduler.exchange.primavera.half_hours import in_half_hours
from scheduler.exchange.primavera.pmxml_reading import Gathered, gathered
from scheduler.exchange.primavera.pmxml_writing import pmxml_bytes
from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row
from scheduler.exchange.primavera.to_project import project_of
from scheduler.exchange.project_schedule import BaselineSpan, ProjectSchedule
from scheduler.exchange.reading import ReadProject, Written

MOST_BASELINES = 11


def read_pmxml(content: bytes, project: str | None = None) -> ReadProject:
    """Read a project from a PMXML file; `project` is its number or short name.

    Baselines are those projects of the file that are marked as such; the current one, else the
    first, is number 0. Raises FileRejected for what is no PMXML, has no project, or has several and
    none is chosen.
    """
    losses = Losses()
    found = gathered(content, losses)
    reading = Reading(found.tables, losses)
    read = project_of(reading, project)
    with_baselines = _with_baselines(read.project, found, reading)
    return ReadProject(project=with_baselines, losses=losses.all())


def write_pmxml(project: ProjectSchedule) -> Written:
    """Write a project as a PMXML file of P6 22.12, the format that P6 takes most readily.

    What is said of dates, defaults and lags for XER holds here too: see `write_xer`. Baselines are
    projects of their own beside it; see `baseline_rows`.
    """
    losses = Losses()
    rows, _ = rows_of(project, losses)
    rows["CALENDAR"] = in_half_hours(rows["CALENDAR"], losses)
    content = pmxml_bytes(rows, baseline_rows(project, rows, losses))
    return Written(content=content, losses=losses.all())


def _with_baselines(project: ProjectSchedule, found: Gathered, reading: Reading) -> ProjectSchedule:
    own = [number for number in found.current if _is_of(number, found, project)]
    number = own[0] if own else ""
    current = found.current.get(number, "")
    mine = [
        pair for pair in found.baselines if pair[0].get("OriginalProjectObjectId") in {"", number}
    ]
    mine.sort(key=lambda pair: pair[0].get("proj_id") != current)
    for row, _ in mine[MOST_BASELINES:]:
        reading.losses.add(Loss(code="not_read", field="BaselineProject", place=row.place))
    spans: dict[str, list[BaselineSpan]] = {}
    for at, (_, activities) in enumerate(mine[:MOST_BASELINES]):
        codes = {task.code for task in project.tasks if task.kind != "summary"}
        for activity in activities:
            code = activity.get("task_code")
            if code in codes:
                spans.setdefault(code, []).append(_span(at, activity, reading))
            else:
                place = f'activity {code} "{activity.get("task_name")}"'
                text = "an activity of a baseline that the project has no more"
                reading.losses.add(
                    Loss(code="not_read", field="BaselineProject/Activity", place=place, text=text)
                )
    return replace(
        project,
        tasks=tuple(
            replace(task, baselines=tuple(spans[task.code]))
            if task.kind != "summary" and task.code in spans
            else task
            for task in project.tasks
        ),
    )


def _is_of(number: str, found: Gathered, project: ProjectSchedule) -> bool:
    """Whether it is the number of the project that was read."""
    short = dict(project.fields).get("Project ID", "")
    return any(
        row.get("proj_id") == number and row.get("proj_short_name") == short
        for row in found.tables.of("PROJECT")
    )


def _span(number: int, activity: Row, reading: Reading) -> BaselineSpan:
    return BaselineSpan(
        number=number,
        start=reading.moment(activity, "target_start_date"),
        finish=reading.moment(activity, "target_end_date"),
        duration=reading.minutes(activity, "target_drtn_hr_cnt"),
    )
