"""A Microsoft Project XML file becomes a project.

Sparse files are taken: elements may be missing and stand in any order, with or without the
namespace. What is left out without being told stands with its reason in `left_out`.
"""

from __future__ import annotations

import re

from scheduler.exchange.losses import Losses, shortened
from scheduler.exchange.mspdi.calendars import read_calendars
from scheduler.exchange.mspdi.codes import KIND, NAMESPACE, unit_of
from scheduler.exchange.mspdi.custom_fields import read_definitions
from scheduler.exchange.mspdi.links import read_links
from scheduler.exchange.mspdi.outline import in_order, outlined, split_off_project
from scheduler.exchange.mspdi.record import Record, record_of
from scheduler.exchange.mspdi.resources import read_assignment, read_resource, split_off_nobody
from scheduler.exchange.mspdi.tasks import calendar_of, read_task
from scheduler.exchange.project_schedule import ProjectSchedule, TimeUnit
from scheduler.exchange.reading import MOST_TASKS, ReadProject, refused
from scheduler.exchange.xml_reading import local_name, namespace, parsed

_MOST_NUMBER = 2**31 - 1
_KEPT = frozenset(
    """
    Name Title Subject Category Company Manager Author StartDate FinishDate CurrencyCode CalendarUID
    MinutesPerDay MinutesPerWeek DaysPerMonth StatusDate ExtendedAttributes OutlineCodes Calendars
    Tasks Resources Assignments
    """.split()  # noqa: SIM905 - as words they are read at a glance
)
PROJECT_FIELDS = ("Subject", "Category", "Company", "Manager", "Author")
"""Properties of a project that are kept under their own names."""
FILE_NAME = "Name"
COMMENTS = "Comments"
_CURRENCY = re.compile(r"[A-Z]{3}")


def read_mspdi(content: bytes) -> ReadProject:
    """Return the project of a Microsoft Project XML file, and what of it was left out.

    Raises FileRejected for what is no such file.
    """
    root = parsed(content, KIND)
    if local_name(root) != "Project":
        raise refused(KIND, "it does not begin with the element Project", value=str(root.tag)[:80])
    if namespace(root) and not namespace(root).startswith(NAMESPACE):
        raise refused(KIND, "an unknown namespace", value=namespace(root)[:80])
    losses = Losses()
    return ReadProject(
        project=_project(record_of(root, "Project", "", losses)), losses=losses.all()
    )


def _project(file: Record) -> ProjectSchedule:
    file = file.at("the project")
    if "Tasks" not in file.children:
        file.lose("missing", "Tasks", "the file has no list of tasks")
    file.tell_rest(_KEPT)
    definitions = read_definitions(file)
    calendar_records = _named(file, "Calendars", "Calendar", "calendar")
    calendars = read_calendars(_numbered(calendar_records, "calendar"))
    calendar_ids = {calendar.id for calendar in calendars}
    default = _default_unit(file)

    summary, records = split_off_project(_named(file, "Tasks", "Task", "task"))
    if len(records) > MOST_TASKS:
        raise refused(KIND, f"more than the {MOST_TASKS:,} tasks that are read")
    entries = outlined(_numbered(in_order(records), "task"))
    tasks = tuple(read_task(entry, definitions, calendar_ids, default) for entry in entries)
    definitions.tell_unused(file, {name for task in tasks for name, _ in task.fields})
    by_id = {task.id: task for task in tasks}
    links = tuple(
        link
        for entry in entries
        for link in read_links(entry.record, by_id[entry.id], by_id, default)
    )

    resource_records = split_off_nobody(_named(file, "Resources", "Resource", "resource"))
    resources = tuple(
        read_resource(id, record, calendar_ids)
        for id, record in _numbered(resource_records, "resource")
    )
    resource_ids = {resource.id for resource in resources}
    assigned = (
        read_assignment(
            record.at(f"an assignment of task {shortened(record.text('TaskUID'), 12)}"),
            by_id.keys(),
            resource_ids,
        )
        for record in file.within("Assignments", "Assignment")
    )
    name, fields = _names(file, summary)
    return ProjectSchedule(
        name=name,
        calendars=calendars,
        calendar=calendar_of(file, calendar_ids),
        start=file.moment("StartDate"),
        finish=file.moment("FinishDate"),
        status_date=file.moment("StatusDate"),
        currency=_currency(file),
        minutes_per_day=_setting(file, "MinutesPerDay", 480, 24 * 60),
        minutes_per_week=_setting(file, "MinutesPerWeek", 2400, 7 * 24 * 60),
        days_per_month=_setting(file, "DaysPerMonth", 20, 31),
        tasks=tasks,
        links=links,
        resources=resources,
        assignments=tuple(found for found in assigned if found is not None),
        fields=fields,
    )


def _named(file: Record, container: str, item: str, word: str) -> list[Record]:
    """Entries under the places that people know them by."""
    return [
        record.at(f'{word} {shortened(record.text("UID"), 12)} "{shortened(record.text("Name"))}"')
        for record in file.within(container, item)
    ]


def _numbered(records: list[Record], word: str) -> list[tuple[str, Record]]:
    """Entries with their own numbers; those without one, or with that of another, get a new one."""
    own = [record.whole("UID", 0, _MOST_NUMBER) for record in records]
    taken: set[int] = set()
    free = 1 + max((number for number in own if number is not None), default=0)
    found: list[tuple[str, Record]] = []
    for number, record in zip(own, records, strict=True):
        id = number
        if id is None or id in taken:
            id, free = free, free + 1
            code = "missing" if number is None else "not_understood"
            _lose_number(record, code == "missing", word)
        taken.add(id)
        found.append((str(id), record))
    return found


def _lose_number(record: Record, missing: bool, word: str) -> None:  # noqa: FBT001
    if missing:
        record.lose("missing", "UID", f"a {word} without a number gets one")
    else:
        record.lose("not_understood", "UID", f"a {word} with the number of another gets a new one")


def _names(file: Record, summary: Record | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The project's name, and its properties; `Name` is the name of the file."""
    file_name = file.text("Name")
    name = file.text("Title") or (summary.text("Name") if summary else "") or file_name
    fields = [(FILE_NAME, file_name)] if file_name not in ("", name) else []
    fields += [(field, file.text(field)) for field in PROJECT_FIELDS if file.text(field)]
    if summary is not None:
        kind = "Project/Task"
        own = Record(kind, summary.place, summary.children, summary.losses)
        own.tell_rest({"Notes"}, {"PredecessorLink"})
        if own.text("Notes"):
            fields.append((COMMENTS, own.text("Notes")))
    return name, tuple(sorted(fields))


def _default_unit(file: Record) -> TimeUnit:
    code = file.whole("DurationFormat", 0, _MOST_NUMBER)
    found = None if code is None else unit_of(code, "days")
    return "days" if found is None else found[0]


def _setting(file: Record, name: str, default: int, most: int) -> int:
    value = file.whole(name, 1, most)
    if value is None and name not in file.children:
        file.lose("missing", name, f"taken as {default}")
    return default if value is None else value


def _currency(file: Record) -> str:
    code = file.text("CurrencyCode").strip()
    if code and not _CURRENCY.fullmatch(code):
        file.lose("not_understood", "CurrencyCode")
        return ""
    return code
