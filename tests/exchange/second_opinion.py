"""What MPXJ, an independent reader of planning tools' files, sees in a file.

It runs on Java inside this process, started once; where there is none, tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from scheduler.exchange.project_schedule import (
    Day,
    ProjectCalendar,
    ProjectSchedule,
    Shift,
)

READERS = {
    "mspdi": "org.mpxj.mspdi.MSPDIReader",
    "pmxml": "org.mpxj.primavera.PrimaveraPMFileReader",
    "xer": "org.mpxj.primavera.PrimaveraXERFileReader",
}
"""One reader a format, never the one that guesses."""


@dataclass(frozen=True, kw_only=True)
class SeenTask:
    """A task; the duration is in minutes."""

    name: str
    parent: str | None
    start: datetime | None
    finish: datetime | None
    duration: int | None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A project as MPXJ sees it; numbers are unique ids, lags minutes."""

    tasks: dict[str, SeenTask]
    links: list[tuple[str, str, str, int, bool]]
    calendars: dict[str, str]
    """Names by numbers."""
    hours: Callable[[str, date], Day]
    """The working time of a calendar on a day."""
    resources: dict[str, tuple[str, str]]
    baselines: set[tuple[str, int, datetime | None, datetime | None, int | None]]


@cache
def _java() -> Any:
    """Start Java, once; None where there is none, or no MPXJ."""
    if shutil.which("java") is None:
        return None
    try:
        jpype: Any = import_module("jpype")
        # Puts its archives on the class path.
        import_module("mpxj")
    except ImportError:
        return None
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx512m", "-Djava.awt.headless=true", "-Dlog4j2.level=OFF")
    return jpype


SCHEDULERS = {
    "mspdi": "org.mpxj.cpm.MicrosoftScheduler",
    "xer": "org.mpxj.cpm.PrimaveraScheduler",
    "pmxml": "org.mpxj.cpm.PrimaveraScheduler",
}
"""What schedules a project as the tool of a format does."""


def moved(content: bytes, file_format: str) -> tuple[int, list[str]]:
    """Return how many tasks a file has, and the names of those that scheduling it moves."""
    jpype = _java()
    if jpype is None:
        pytest.skip("MPXJ can not be asked: Java or the extra `mpp` is missing")
    stream = jpype.JClass("java.io.ByteArrayInputStream")(content)
    file = jpype.JClass(READERS[file_format])().read(stream)
    leaves = [task for task in file.getTasks() if not task.getSummary() and task.getStart()]
    before = [(str(task.getStart()), str(task.getFinish())) for task in leaves]
    scheduler = jpype.JClass(SCHEDULERS[file_format])()
    scheduler.schedule(file, file.getProjectProperties().getStartDate())
    after = [(str(task.getStart()), str(task.getFinish())) for task in leaves]
    pairs = zip(leaves, before, after, strict=True)
    return len(leaves), [str(task.getName()) for task, was, now in pairs if was != now]


def seen(content: bytes, file_format: str) -> Seen:
    """Return what MPXJ sees in a file; skips the test where it can not be asked.

    Raises ValueError where MPXJ refuses the file.
    """
    jpype = _java()
    if jpype is None:
        pytest.skip("MPXJ can not be asked: Java or the extra `mpp` is missing")
    reader = jpype.JClass(READERS[file_format])()
    if file_format == "xer" and _is_utf8(content):
        # It takes every XER file for Windows-1252 unless it is told.
        reader.setCharset(jpype.JClass("java.nio.charset.StandardCharsets").UTF_8)
    try:
        file = reader.read(jpype.JClass("java.io.ByteArrayInputStream")(content))
    except jpype.JException as error:
        raise ValueError(str(error)) from None
    if file is None:
        raise ValueError("MPXJ finds no project")
    return _seen(jpype, file)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _seen(jpype: Any, file: Any) -> Seen:
    properties = file.getProjectProperties()
    unit = jpype.JClass("org.mpxj.TimeUnit")

    def minutes(duration: Any) -> int | None:
        if duration is None:
            return None
        to = unit.ELAPSED_MINUTES if duration.getUnits().isElapsed() else unit.MINUTES
        return round(float(duration.convertUnits(to, properties).getDuration()))

    def hours(number: str, day: date) -> Day:
        calendar = file.getCalendarByUniqueID(jpype.JInt(int(number)))
        local = jpype.JClass("java.time.LocalDate").of(day.year, day.month, day.day)
        return tuple(_shift(one) for one in calendar.getHours(local))

    tasks = [task for task in file.getTasks() if not task.getNull()]
    of_project = {_id(task) for task in tasks if int(task.getOutlineLevel() or 0) == 0}
    return Seen(
        tasks={
            _id(task): SeenTask(
                name=str(task.getName() or ""),
                parent=_parent(task, of_project),
                start=_moment(task.getStart()),
                finish=_moment(task.getFinish()),
                duration=minutes(task.getDuration()),
            )
            for task in tasks
            if _id(task) not in of_project
        },
        links=sorted(
            (
                _id(link.getPredecessorTask()),
                _id(task),
                str(link.getType()),
                minutes(link.getLag()) or 0,
                bool(link.getLag().getUnits().isElapsed()),
            )
            for task in tasks
            for link in task.getPredecessors()
        ),
        calendars={_id(one): str(one.getName() or "") for one in file.getCalendars()},
        hours=hours,
        resources={
            _id(one): (str(one.getName() or ""), str(one.getType().name()).lower())
            for one in file.getResources()
            if not one.getNull()
        },
        baselines={found for task in tasks for found in _baselines(task, minutes)},
    )


def _id(one: Any) -> str:
    return str(one.getUniqueID())


def _parent(task: Any, of_project: set[str]) -> str | None:
    parent = task.getParentTask()
    return None if parent is None or _id(parent) in of_project else _id(parent)


def _moment(at: Any) -> datetime | None:
    return None if at is None else datetime.fromisoformat(str(at))


def _baselines(
    task: Any, minutes: Callable[[Any], int | None]
) -> list[tuple[str, int, datetime | None, datetime | None, int | None]]:
    found = []
    for number in range(11):
        which = () if number == 0 else (number,)
        span = (
            _moment(task.getBaselineStart(*which)),
            _moment(task.getBaselineFinish(*which)),
            minutes(task.getBaselineDuration(*which)),
        )
        if any(part is not None for part in span):
            found.append((_id(task), number, *span))
    return found


def _shift(hours: Any) -> Shift:
    first, last = hours.getStart(), hours.getEnd()
    minute = [at.getHour() * 60 + at.getMinute() for at in (first, last)]
    return Shift(first=minute[0], last=minute[1] or 24 * 60)


def working_time(project: ProjectSchedule, calendar: ProjectCalendar, day: date) -> Day:
    """Return our own view of a calendar's day: exceptions come first, those of the base too."""
    by_id = {one.id: one for one in project.calendars}
    chain = [calendar]
    while chain[-1].base is not None:
        chain.append(by_id[chain[-1].base])
    for one in chain:
        for exception in reversed(one.exceptions):
            if exception.first <= day <= exception.last:
                return exception.shifts
    for one in chain:
        shifts = one.week[day.weekday()]
        if shifts is not None:
            return shifts
    return ()


def days_of_interest(project: ProjectSchedule) -> list[date]:
    """Return a week, and the days at the edges of every exception."""
    found = {date(2031, 3, 3) + timedelta(days=at) for at in range(7)}
    for calendar in project.calendars:
        for exception in calendar.exceptions:
            for edge in (exception.first, exception.last):
                found |= {edge + timedelta(days=at) for at in (-1, 0, 1)}
    return sorted(found)


def kept_calendars(project: ProjectSchedule) -> list[ProjectCalendar]:
    """Return the calendars that MPXJ keeps: not those made of others that nothing names."""
    named = {
        project.calendar,
        *(calendar.base for calendar in project.calendars),
        *(task.calendar for task in project.tasks),
        *(resource.calendar for resource in project.resources),
    }
    return [one for one in project.calendars if one.base is None or one.id in named]
