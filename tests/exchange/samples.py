"""Reads a directory of sample files and compares what is found in them with what MPXJ finds.

    python -m tests.exchange.samples DIRECTORY

Every file whose tasks, links or calendars differ is named with its reason. The files stay where
they are: none belongs to this repository.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from scheduler.errors import FileRejected
from scheduler.exchange.formats import FORMATS, recognised
from scheduler.exchange.project_schedule import ProjectCalendar, ProjectSchedule
from tests.exchange.second_opinion import (
    READERS,
    Seen,
    days_of_interest,
    kept_calendars,
    seen,
    working_time,
)

ROUND_TRIPS = {"mspdi", "xer", "pmxml"}
"""Formats in which a project that was read can be written without any loss."""
SUFFIXES = {".xml", ".xer", ".pmxml"}


def differences(content: bytes, file_format: str) -> list[str]:
    """Return in what our reading of a file differs from that of MPXJ, in words."""
    try:
        project: ProjectSchedule = FORMATS[file_format].load("reader")(content).project
    except FileRejected as refused:
        return [f"refused: {refused}"]
    try:
        opinion = seen(content, file_format)
    except ValueError as error:
        return [f"MPXJ refuses it: {error}"]
    return [*_compared(project, opinion, file_format), *_written_again(project, file_format)]


def _written_again(project: ProjectSchedule, file_format: str) -> Iterator[str]:
    """What was read, written without a loss and read again is the same."""
    if file_format not in ROUND_TRIPS:
        return
    written = FORMATS[file_format].load("writer")(project)
    if written.losses:
        return
    if FORMATS[file_format].load("reader")(written.content).project != project:
        yield "written and read again it is another project"


def _compared(project: ProjectSchedule, opinion: Seen, file_format: str) -> Iterator[str]:
    is_mspdi = file_format == "mspdi"
    kept = kept_calendars(project) if is_mspdi else project.calendars
    own = set() if is_mspdi else _own_node(project, opinion)
    # MPXJ makes a calendar where a file has none.
    names = opinion.calendars.values() if project.calendars else ()
    links = [f"{link.predecessor} {link.kind} {link.successor}" for link in project.links]
    their_links = [f"{first} {kind} {then}" for first, then, kind, *_ in opinion.links]
    yield from _difference("tasks", [task.id for task in project.tasks], set(opinion.tasks) - own)
    yield from _difference("links", links, their_links)
    yield from _difference("calendars", [calendar.name for calendar in kept], names)
    for calendar in kept:
        if calendar.id in opinion.calendars:
            yield from _hours(project, calendar, opinion)


def _own_node(project: ProjectSchedule, opinion: Seen) -> set[str]:
    """The node that P6 has for the project itself, which is no task here."""
    ours = {task.id for task in project.tasks}
    more = {id for id, task in opinion.tasks.items() if task.parent is None and id not in ours}
    return more if len(more) == 1 else set()


def _hours(project: ProjectSchedule, calendar: ProjectCalendar, opinion: Seen) -> Iterator[str]:
    """The first day on which a calendar has other working time."""
    for day in days_of_interest(project):
        ours, theirs = working_time(project, calendar, day), opinion.hours(calendar.id, day)
        if ours != theirs:
            yield f"calendar {calendar.name!r} on {day}: {ours}, MPXJ {theirs}"
            return


def _difference(what: str, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[str]:
    mine, others = Counter(ours), Counter(theirs)
    if mine != others:
        shown = f"missing {list(others - mine)[:3]}, more {list(mine - others)[:3]}"
        yield f"{mine.total()} {what}, MPXJ {others.total()}: {shown}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(directory: Path) -> int:
    """Compare every file below a directory; 0 where at least 98 of 100 agree."""
    agreeing = compared = 0
    for path in sorted(directory.rglob("*")):
        if path.suffix.lower() not in SUFFIXES:
            continue
        content = path.read_bytes()
        file_format = recognised(content) or ""
        if file_format not in READERS:
            _say(f"left out  {path.name}: no format that is compared")
            continue
        compared += 1
        found = differences(content, file_format)
        agreeing += not found
        for line in found:
            _say(f"differs   {path.name}: {line}")
    _say(f"{agreeing} of {compared} files agree")
    return 0 if agreeing >= 0.98 * compared else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
