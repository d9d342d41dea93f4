"""Tasks of a Microsoft Project XML file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Literal

from scheduler.exchange.mspdi.codes import AS_SOON_AS_POSSIBLE, CONSTRAINTS, unit_of
from scheduler.exchange.mspdi.custom_fields import Definitions, read_fields
from scheduler.exchange.mspdi.outline import Entry
from scheduler.exchange.mspdi.record import Record
from scheduler.exchange.project_schedule import (
    BaselineSpan,
    Constraint,
    Task,
    TaskKind,
    TimeUnit,
)

_MOST_NUMBER = 2**31 - 1
_KEPT = frozenset(
    """
    UID ID Name Active Manual IsNull WBS OutlineLevel Priority Start Finish Duration DurationFormat
    Estimated Milestone Summary PercentComplete ActualStart ActualFinish RemainingDuration
    ConstraintType CalendarUID ConstraintDate Deadline Notes PredecessorLink ExtendedAttribute
    Baseline OutlineCode ManualStart ManualFinish ManualDuration IsSubproject SubprojectName
    ExternalTask ExternalTaskProject Project
    """.split()  # noqa: SIM905 - forty names read better as words
)
_SEVERAL = frozenset({"PredecessorLink", "ExtendedAttribute", "Baseline", "OutlineCode"})


def read_task(
    entry: Entry, definitions: Definitions, calendars: Collection[str], default: TimeUnit
) -> Task:
    """Return a task; `default` is the unit of durations that name none."""
    record = entry.record
    record.tell_rest(_KEPT, _SEVERAL)
    _tell_other_projects(record)
    manual = record.flag("Manual") or False
    unit, elapsed, guessed = _unit(record, default)
    estimated = record.flag("Estimated")
    duration = _manual_minutes(record, manual=manual)
    active = record.flag("Active")
    return Task(
        id=entry.id,
        code=record.text("WBS"),
        name=record.text("Name"),
        kind=_kind(record, duration, has_children=entry.has_children),
        parent=entry.parent,
        start=_manual_moment(record, "Start", manual=manual),
        finish=_manual_moment(record, "Finish", manual=manual),
        duration=duration,
        duration_unit=unit,
        elapsed=elapsed,
        estimated=guessed if estimated is None else estimated,
        calendar=calendar_of(record, calendars),
        manual=manual,
        active=True if active is None else active,
        constraint=_constraint(record),
        deadline=record.moment("Deadline"),
        priority=record.whole("Priority", 0, 1000),
        percent_complete=record.whole("PercentComplete", 0, 100),
        actual_start=record.moment("ActualStart"),
        actual_finish=record.moment("ActualFinish"),
        remaining=record.minutes("RemainingDuration"),
        baselines=tuple(_baselines(record)),
        notes=record.text("Notes"),
        fields=read_fields(record, definitions),
    )


def calendar_of(record: Record, calendars: Collection[str]) -> str | None:
    """Return the calendar that a task or resource names, if it is there; -1 is none."""
    number = record.whole("CalendarUID", -_MOST_NUMBER, _MOST_NUMBER)
    if number is None or number < 0:
        return None
    if str(number) not in calendars:
        if number:
            record.lose("not_understood", "CalendarUID", "there is no such calendar")
        return None
    return str(number)


def _tell_other_projects(record: Record) -> None:
    """Inserted projects stay outside; tasks of other projects stay as tasks of this one."""
    if record.flag("IsSubproject") or record.has("SubprojectName"):
        name = record.text("SubprojectName")
        record.lose("not_read", "SubprojectName", "the tasks of an inserted project", name)
    if "Project" in record.children:
        record.lose("not_read", "Project", "the tasks of an inserted project", "")
    if record.flag("ExternalTask"):
        text = "a task of another project is taken as one of this"
        record.lose("changed", "ExternalTask", text, record.text("ExternalTaskProject"))


def _kind(record: Record, duration: int | None, *, has_children: bool) -> TaskKind:
    milestone = record.flag("Milestone")
    if has_children or record.flag("Summary"):
        if milestone:
            record.lose("changed", "Milestone", "a milestone with tasks below it is a summary")
        return "summary"
    if milestone is None and duration == 0:
        record.lose("missing", "Milestone", "taken as a milestone, since it takes no time", "")
        return "milestone"
    return "milestone" if milestone else "task"


def _unit(record: Record, default: TimeUnit) -> tuple[TimeUnit, bool, bool]:
    code = record.whole("DurationFormat", 0, _MOST_NUMBER)
    if code is None:
        return default, False, False
    found = unit_of(code, default)
    if found is None:
        record.lose("not_understood", "DurationFormat", "the duration is taken as working time")
        return default, False, False
    return found


def _manual_moment(
    record: Record, name: Literal["Start", "Finish"], *, manual: bool
) -> datetime | None:
    """The time that counts: for a task that is scheduled by hand, the one that was set by hand."""
    planned = record.moment(name)
    if not manual:
        return planned
    by_hand = record.moment(f"Manual{name}")
    if by_hand is not None and planned is not None and by_hand != planned:
        record.lose("changed", name, f"Manual{name} is kept instead")
    return planned if by_hand is None else by_hand


def _manual_minutes(record: Record, *, manual: bool) -> int | None:
    planned = record.minutes("Duration")
    if not manual:
        return planned
    by_hand = record.minutes("ManualDuration")
    if by_hand is not None and planned is not None and by_hand != planned:
        record.lose("changed", "Duration", "ManualDuration is kept instead")
    return planned if by_hand is None else by_hand


def _constraint(record: Record) -> Constraint | None:
    number = record.whole("ConstraintType", 0, 7)
    if number is None or number == AS_SOON_AS_POSSIBLE:
        return None
    kind = CONSTRAINTS[number]
    if kind == "as_late_as_possible":
        return Constraint(kind=kind)
    at = record.moment("ConstraintDate")
    if at is None:
        record.lose("not_understood", "ConstraintType", "it has no date and is left out")
        return None
    return Constraint(kind=kind, at=at)


def _baselines(task: Record) -> Iterator[BaselineSpan]:
    seen: set[int] = set()
    for record in task.within("Baseline", place=task.place):
        record.tell_rest({"Number", "Start", "Finish", "Duration"})
        number = record.whole("Number", 0, 10)
        if number is None and "Number" in record.children:
            continue
        span = BaselineSpan(
            number=number or 0,
            start=record.moment("Start"),
            finish=record.moment("Finish"),
            duration=record.minutes("Duration"),
        )
        if span.start is None and span.finish is None and span.duration is None:
            continue
        if span.number in seen:
            record.lose("not_understood", "Number", "a second baseline of the same number")
            continue
        seen.add(span.number)
        yield span
