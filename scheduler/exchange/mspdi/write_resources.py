"""Resources and assignments into a Microsoft Project XML file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from scheduler.exchange.losses import shortened
from scheduler.exchange.mspdi.codes import FIRST_MOMENT, LAST_MOMENT
from scheduler.exchange.mspdi.element_writing import Writing, child
from scheduler.exchange.mspdi.values import hundredths_text
from scheduler.exchange.project_schedule import ProjectSchedule, Resource
from scheduler.exchange.xml_reading import Element

_MATERIAL, _WORK = 0, 1
_MINUTE = timedelta(minutes=1)


def write_resource(
    container: Element,
    writing: Writing,
    resource: Resource,
    number: int,
    line: int,
    calendars: Mapping[str, int],
) -> None:
    """Add a resource; one for costs is written as a material that is marked."""
    place = f'resource {number} "{shortened(resource.name)}"'
    calendar = None if resource.calendar is None else calendars.get(resource.calendar)
    if calendar is None and resource.calendar is not None:
        text = "there is no such calendar"
        writing.lose("not_carried", "Resource/CalendarUID", place, text, resource.calendar)
    element = child(container, "Resource")
    writing.fill(
        element,
        place,
        (
            ("UID", number),
            ("ID", line),
            ("Name", writing.check_length("Resource/Name", place, resource.name)),
            ("Type", _WORK if resource.kind == "work" else _MATERIAL),
            ("IsNull", False),
            ("Code", resource.code or None),
            ("Group", resource.group or None),
            ("MaxUnits", _share(writing, place, "Resource/MaxUnits", resource.hundredths)),
            ("CalendarUID", calendar),
            ("IsCostResource", resource.kind == "cost" or None),
        ),
    )
    _write_availability(element, writing, place, resource)


def _write_availability(element: Element, writing: Writing, place: str, resource: Resource) -> None:
    if not resource.availability:
        return
    container = child(element, "AvailabilityPeriods")
    for period in resource.availability:
        units = _share(writing, place, "AvailabilityPeriod", period.hundredths)
        last = None if period.last is None else period.last - _MINUTE
        if units is None:
            continue
        writing.fill(
            child(container, "AvailabilityPeriod"),
            place,
            (
                ("AvailableFrom", period.first or datetime.fromisoformat(FIRST_MOMENT)),
                ("AvailableTo", last or datetime.fromisoformat(LAST_MOMENT)),
                ("AvailableUnits", units),
            ),
        )


def _share(writing: Writing, place: str, name: str, hundredths: int | None) -> str | None:
    if hundredths is not None and hundredths < 0:
        writing.lose("not_carried", name, place, "less than nobody", hundredths)
        return None
    return None if hundredths is None else hundredths_text(hundredths)


def write_assignments(
    root: Element,
    writing: Writing,
    project: ProjectSchedule,
    tasks: Mapping[str, int],
    resources: Mapping[str, int],
) -> None:
    """Add who works on what; an assignment of an unknown task or resource is a loss.

    Each has the times of its task, without which some programs refuse the file.
    """
    times = {task.id: (task.start, task.finish) for task in project.tasks}
    container = child(root, "Assignments")
    written = 0
    for assignment in project.assignments:
        place = f"the assignment of {assignment.resource} to {assignment.task}"
        task = tasks.get(assignment.task)
        resource = resources.get(assignment.resource)
        if task is None or resource is None:
            writing.lose("not_carried", "Assignment", place, "there is no such task or resource")
            continue
        written += 1
        start, finish = times[assignment.task]
        work = writing.minutes(place, "Assignment/Work", assignment.work)
        writing.fill(
            child(container, "Assignment"),
            place,
            (
                ("UID", written),
                ("TaskUID", task),
                ("ResourceUID", resource),
                ("Finish", finish),
                ("Start", start),
                ("Units", _share(writing, place, "Assignment/Units", assignment.hundredths)),
                ("Work", work),
            ),
        )
