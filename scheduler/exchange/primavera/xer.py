"""XER files of Primavera P6: read and written."""

from __future__ import annotations

from scheduler.exchange.losses import Losses
from scheduler.exchange.primavera.from_project import rows_of
from scheduler.exchange.primavera.from_tasks import shown
from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.to_project import project_of
from scheduler.exchange.primavera.to_resources import ALWAYS
from scheduler.exchange.primavera.writing_values import Writing
from scheduler.exchange.primavera.xer_text import tables_of
from scheduler.exchange.primavera.xer_writing import xer_bytes
from scheduler.exchange.project_schedule import ProjectSchedule
from scheduler.exchange.reading import ReadProject, Written


def read_xer(content: bytes, project: str | None = None) -> ReadProject:
    """Read a project from an XER file; `project` is its number or short name.

    Encodings are UTF-8, UTF-16 with its mark, and Windows-1252. Raises FileRejected for what is no
    XER, has no project, or has several and none is chosen.
    """
    losses = Losses()
    return project_of(Reading(tables_of(content, losses), losses), project)


def write_xer(project: ProjectSchedule) -> Written:
    """Write a project as an XER file, version 20.12.

    P6 works out all dates when it schedules, so tasks without constraints may move then: whoever
    wants them to stay gives every task one, such as start no earlier than its start. What P6 must
    have and a project leaves open is what P6 would take itself: a priority of 500, what remains of
    a task, per cent complete by what remains, and one date of a milestone by the other. Lags count
    on the successor's calendar, or on the clock where all do. Losses name the rest.
    """
    losses = Losses()
    rows, currency = rows_of(project, losses)
    _note_baselines(project, losses)
    on = project.status_date or project.start or ALWAYS
    content = xer_bytes(rows, currency, on.date(), losses)
    return Written(content=content, losses=losses.all())


def _note_baselines(project: ProjectSchedule, losses: Losses) -> None:
    """P6 writes baselines to PMXML only; those of nodes it works out."""
    writing = Writing(losses)
    for task in project.tasks:
        if task.kind != "summary":
            for baseline in task.baselines:
                text = "XER has none; PMXML has"
                writing.lost("not_carried", "Task.baselines", shown(task), baseline.number, text)
