"""A project becomes a Microsoft Project XML file.

Project works out the dates of every task anew when it opens a file: links, calendars, constraints
and resources then say where it lies, and a start or finish that is only written down is moved.
A constraint such as must start on would be no way out, since it is one more rule that pulls at a
task, shows up as a conflict, and says that somebody demanded a date that was only planned. Since
Project 2010 a task may be scheduled by hand instead (`Manual`): its start, finish and duration are
what `ManualStart`, `ManualFinish` and `ManualDuration` say until somebody changes them. So a task
whose dates are to stay is given as `manual`; new tasks are too (`NewTasksAreManual`). A program
that does not know the element, such as Project 2007, works the dates out from the links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from scheduler.exchange.losses import Losses, shortened
from scheduler.exchange.mspdi.codes import NAMESPACE
from scheduler.exchange.mspdi.element_writing import Numbers, Value, Writing, child
from scheduler.exchange.mspdi.outline_order import lines
from scheduler.exchange.mspdi.read import COMMENTS, FILE_NAME, PROJECT_FIELDS
from scheduler.exchange.mspdi.write_calendars import write_calendars
from scheduler.exchange.mspdi.write_fields import slots, write_definitions
from scheduler.exchange.mspdi.write_resources import write_assignments, write_resource
from scheduler.exchange.mspdi.write_tasks import Around, write_project_line, write_task
from scheduler.exchange.project_schedule import Link, ProjectSchedule, Task
from scheduler.exchange.reading import Written
from scheduler.exchange.xml_reading import Element

_SAVE_VERSION = 14
_CURRENCY = re.compile(r"[A-Z]{3}")
OWN_ID = "Own id"
"""The custom field that keeps the id of a task that is no number."""


def write_mspdi(project: ProjectSchedule) -> Written:
    """Return a project as a Microsoft Project XML file, and what it does not carry.

    Ids of tasks, resources and calendars that are whole numbers from 1 are kept.
    """
    losses = Losses()
    writing = Writing(losses)
    calendars = writing.numbers("calendar", ((c.id, c.name) for c in project.calendars))
    numbers = writing.numbers("task", ((task.id, task.name) for task in project.tasks))
    fields = _project_fields(writing, project)
    tasks = _with_own_ids(project.tasks, numbers)
    chosen = slots(writing, tasks)

    root = etree.fromstring(f'<Project xmlns="{NAMESPACE}"/>')
    writing.fill(root, "the project", _properties(writing, project, fields, calendars))
    write_definitions(root, writing, chosen)
    write_calendars(root, writing, project.calendars, calendars)
    _tell_derived(writing, project)
    around = Around(
        calendars=calendars.by_id, fields=chosen, links=_links(writing, project, numbers)
    )
    container = child(root, "Tasks")
    write_project_line(container, writing, project.name, fields.get(COMMENTS))
    for line in lines(writing, tasks, numbers.in_order):
        write_task(container, writing, line, around)
    _write_resources(root, writing, project, numbers, calendars)
    etree.indent(root)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Written(content=content, losses=losses.all())


def _properties(
    writing: Writing, project: ProjectSchedule, fields: Mapping[str, str], calendars: Numbers
) -> Iterator[tuple[str, Value]]:
    """The project's own elements, in the schema's order."""
    yield from (
        ("SaveVersion", _SAVE_VERSION),
        ("Name", fields.get(FILE_NAME, project.name)),
        ("Title", writing.check_length("Title", "the project", project.name)),
    )
    for name in PROJECT_FIELDS:
        yield name, fields.get(name)
    yield from (
        ("ScheduleFromStart", True),
        ("StartDate", project.start),
        ("FinishDate", project.finish),
        ("CurrencyCode", _currency(writing, project.currency)),
    )
    if project.calendar is not None:
        number = calendars.by_id.get(project.calendar)
        if number is None:
            text = "there is no such calendar"
            writing.lose("not_carried", "CalendarUID", "the project", text, project.calendar)
        yield "CalendarUID", number
    yield from (
        ("MinutesPerDay", project.minutes_per_day),
        ("MinutesPerWeek", project.minutes_per_week),
        ("DaysPerMonth", project.days_per_month),
        ("StatusDate", project.status_date),
        ("NewTasksAreManual", True),
    )


def _project_fields(writing: Writing, project: ProjectSchedule) -> dict[str, str]:
    """The properties that the format has, each once and not empty."""
    found: dict[str, str] = {}
    for name, text in project.fields:
        if name in {FILE_NAME, COMMENTS, *PROJECT_FIELDS} and text and name not in found:
            found[name] = text
        else:
            said = "the format has no such property, or has it already"
            writing.lose("not_carried", f"fields {name}", "the project", said, text)
    return found


def _currency(writing: Writing, code: str) -> str | None:
    if code and not _CURRENCY.fullmatch(code):
        said = "three capital letters name a currency"
        writing.lose("not_carried", "CurrencyCode", "the project", said, code)
        return None
    return code or None


def _with_own_ids(tasks: tuple[Task, ...], numbers: Numbers) -> tuple[Task, ...]:
    """Tasks whose number is not their id keep the id in a custom field."""
    return tuple(
        task if task.id == str(number) else replace(task, fields=(*task.fields, (OWN_ID, task.id)))
        for task, number in zip(tasks, numbers.in_order, strict=True)
    )


def _tell_derived(writing: Writing, project: ProjectSchedule) -> None:
    """Only a resource's calendar may be made of another in Project."""
    used = {project.calendar, *(task.calendar for task in project.tasks)}
    for calendar in project.calendars:
        if calendar.base is not None and calendar.id in used:
            place = f'calendar "{shortened(calendar.name)}"'
            text = "Microsoft Project takes calendars made of others for resources only"
            writing.lose("changed", "Calendar/BaseCalendarUID", place, text)


def _links(
    writing: Writing, project: ProjectSchedule, numbers: Numbers
) -> dict[str, list[tuple[Link, int]]]:
    found: dict[str, list[tuple[Link, int]]] = {}
    pairs: set[tuple[str, str]] = set()
    for link in project.links:
        place = f"the link from {link.predecessor} to {link.successor}"
        number = numbers.by_id.get(link.predecessor)
        if number is None or link.successor not in numbers.by_id:
            writing.lose("not_carried", "PredecessorLink", place, "there is no such task")
            continue
        pair = (link.predecessor, link.successor)
        if pair in pairs:
            text = "Microsoft Project keeps one link between two tasks"
            writing.lose("changed", "PredecessorLink", place, text, link.kind)
        pairs.add(pair)
        found.setdefault(link.successor, []).append((link, number))
    return found


def _write_resources(
    root: Element,
    writing: Writing,
    project: ProjectSchedule,
    tasks: Numbers,
    calendars: Numbers,
) -> None:
    numbers = writing.numbers("resource", ((r.id, r.name) for r in project.resources))
    container = child(root, "Resources")
    pairs = zip(project.resources, numbers.in_order, strict=True)
    for line, (resource, number) in enumerate(pairs, start=1):
        write_resource(container, writing, resource, number, line, calendars.by_id)
    write_assignments(root, writing, project, tasks.by_id, numbers.by_id)
