"""Tasks and their links into a Microsoft Project XML file.

The order of the elements is the schema's, which is a sequence: Project refuses another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.exchange.losses import shortened
from scheduler.exchange.mspdi.codes import (
    AS_SOON_AS_POSSIBLE,
    CONSTRAINTS,
    LINKS,
    MOST_MINUTES,
    TENTHS,
    unit_code,
)
from scheduler.exchange.mspdi.element_writing import Value, Writing, child
from scheduler.exchange.mspdi.outline_order import Line
from scheduler.exchange.mspdi.write_fields import Slot, write_fields
from scheduler.exchange.project_schedule import Link, Task
from scheduler.exchange.xml_reading import Element

_FIXED_DURATION = 1
_BASELINES = range(11)
_CONSTRAINT_CODES = {kind: code for code, kind in CONSTRAINTS.items()}
_LINK_CODES = {kind: code for code, kind in LINKS.items()}


@dataclass(frozen=True, slots=True)
class Around:
    """What a task names of the rest of the project."""

    calendars: Mapping[str, int]
    fields: Mapping[str, Slot]
    links: Mapping[str, list[tuple[Link, int]]]
    """By the waiting task, its links and the number of the task waited for."""


def write_project_line(
    container: Element, writing: Writing, name: str, comments: str | None
) -> None:
    """Add the entry that stands for the project itself."""
    writing.fill(
        child(container, "Task"),
        "the project",
        (
            ("UID", 0),
            ("ID", 0),
            ("Name", name),
            ("Type", _FIXED_DURATION),
            ("IsNull", False),
            ("OutlineNumber", "0"),
            ("OutlineLevel", 0),
            ("Summary", True),
            ("Notes", comments or None),
        ),
    )


def write_task(container: Element, writing: Writing, line: Line, around: Around) -> None:
    """Add a task with its links, custom fields and baselines."""
    task = line.task
    place = f'task {line.number} "{shortened(task.name)}"'
    element = child(container, "Task")
    writing.fill(element, place, _before_links(writing, place, line, around))
    for link, number in around.links.get(task.id, ()):
        _write_link(element, writing, place, link, number)
    write_fields(element, writing, place, task, around.fields)
    _write_baselines(element, writing, place, task)
    if task.manual:
        duration = writing.minutes(place, "Task/ManualDuration", task.duration)
        writing.fill(
            element,
            place,
            (
                ("ManualStart", task.start),
                ("ManualFinish", task.finish),
                ("ManualDuration", duration),
            ),
        )


def _before_links(
    writing: Writing, place: str, line: Line, around: Around
) -> Iterator[tuple[str, Value]]:
    task = line.task
    unit = unit_code(task.duration_unit, elapsed=task.elapsed, estimated=task.estimated)
    yield from (
        ("UID", line.number),
        ("ID", line.at),
        ("Name", writing.check_length("Task/Name", place, task.name)),
        ("Active", task.active),
        ("Manual", task.manual),
        ("Type", _FIXED_DURATION),
        ("IsNull", False),
        ("WBS", task.code or None),
        ("OutlineNumber", line.outline),
        ("OutlineLevel", line.level),
        ("Priority", _limited(writing, place, "Task/Priority", task.priority, 1000)),
        ("Start", task.start),
        ("Finish", task.finish),
        ("Duration", writing.minutes(place, "Task/Duration", task.duration)),
        ("DurationFormat", unit),
        ("Estimated", task.estimated),
        ("Milestone", _is_milestone(writing, place, line)),
        ("Summary", task.kind == "summary" or line.has_children),
        (
            "PercentComplete",
            _limited(writing, place, "Task/PercentComplete", task.percent_complete, 100),
        ),
        ("ActualStart", task.actual_start),
        ("ActualFinish", task.actual_finish),
        ("ActualDuration", writing.minutes(place, "Task/ActualDuration", _done(task))),
        ("RemainingDuration", writing.minutes(place, "Task/RemainingDuration", task.remaining)),
    )
    constraint = task.constraint
    if constraint and constraint.kind != "as_late_as_possible" and constraint.at is None:
        writing.lose("not_carried", "Task/ConstraintType", place, "it has no date", constraint.kind)
        constraint = None
    kind = _CONSTRAINT_CODES[constraint.kind] if constraint else AS_SOON_AS_POSSIBLE
    yield "ConstraintType", kind
    if task.calendar is not None:
        yield "CalendarUID", _calendar(writing, place, task.calendar, around)
    yield "ConstraintDate", constraint.at if constraint else None
    yield "Deadline", task.deadline
    yield "Notes", task.notes or None


def _done(task: Task) -> int | None:
    """Return the minutes that are done: what schedules a file counts on to know what is left."""
    if task.duration is None or task.remaining is None:
        return None
    return max(0, task.duration - task.remaining)


def _is_milestone(writing: Writing, place: str, line: Line) -> bool:
    kind = line.task.kind
    if kind != "summary" and line.has_children:
        text = "a task with tasks below it is a summary"
        writing.lose("changed", "Task.kind", place, text, kind)
        return False
    if kind == "level_of_effort":
        text = "an activity of which only the effort is planned becomes a task"
        writing.lose("changed", "Task.kind", place, text, kind)
    return kind == "milestone"


def _limited(writing: Writing, place: str, name: str, value: int | None, most: int) -> int | None:
    if value is not None and not 0 <= value <= most:
        writing.lose("not_carried", name, place, f"it is not from 0 to {most:,}", value)
        return None
    return value


def _calendar(writing: Writing, place: str, id: str, around: Around) -> int | None:
    number = around.calendars.get(id)
    if number is None:
        text = "there is no such calendar"
        writing.lose("not_carried", "Task/CalendarUID", place, text, id)
    return number


def _write_link(element: Element, writing: Writing, place: str, link: Link, number: int) -> None:
    lag = link.lag
    if abs(lag) > MOST_MINUTES:
        writing.lose("not_carried", "PredecessorLink/LinkLag", place, "it is too long", lag)
        lag = 0
    writing.fill(
        child(element, "PredecessorLink"),
        place,
        (
            ("PredecessorUID", number),
            ("Type", _LINK_CODES[link.kind]),
            ("CrossProject", False),
            ("LinkLag", lag * TENTHS),
            ("LagFormat", unit_code(link.lag_unit, elapsed=link.elapsed)),
        ),
    )


def _write_baselines(element: Element, writing: Writing, place: str, task: Task) -> None:
    written: set[int] = set()
    for span in task.baselines:
        if span.number in written or span.number not in _BASELINES:
            text = "only one each of the baselines 0 to 10 is taken"
            writing.lose("not_carried", "Task/Baseline", place, text, span.number)
            continue
        written.add(span.number)
        duration = writing.minutes(place, "Baseline/Duration", span.duration)
        unit = unit_code(task.duration_unit, elapsed=task.elapsed)
        writing.fill(
            child(element, "Baseline"),
            place,
            (
                ("Number", span.number),
                ("Start", span.start),
                ("Finish", span.finish),
                ("Duration", duration),
                ("DurationFormat", None if duration is None else unit),
            ),
        )
