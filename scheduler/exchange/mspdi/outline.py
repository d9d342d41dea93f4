"""Which task stands below which, from levels or numbers of the outline."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.exchange.mspdi.record import Record

_MOST_NUMBER = 2**31 - 1
_DEEPEST = 65_535


@dataclass(frozen=True, slots=True)
class Entry:
    """A task of the file in its place in the outline."""

    id: str
    record: Record
    parent: str | None
    has_children: bool


def split_off_project(records: list[Record]) -> tuple[Record | None, list[Record]]:
    """Return the entry that stands for the project itself, if there is one, and the tasks.

    It is numbered 0 and stands at level 0; a task that a sparse file numbers 0 stays a task.
    Blank lines of the list are left out.
    """
    project: Record | None = None
    tasks: list[Record] = []
    for record in records:
        if record.flag("IsNull"):
            record.lose("not_read", "IsNull", "a blank line of the task list")
        elif project is None and _is_project(record):
            project = record
        else:
            tasks.append(record)
    return project, tasks


def _is_project(record: Record) -> bool:
    if "0" not in (record.text("UID").strip(), record.text("ID").strip()):
        return False
    level = record.text("OutlineLevel").strip() or record.text("OutlineNumber").strip()
    return level == "0" or (not level and record.flag("Summary") is True)


def in_order(records: list[Record]) -> list[Record]:
    """Return tasks in the order of their lines where each tells its own, else as in the file."""
    lines = [record.whole("ID", 0, _MOST_NUMBER) for record in records]
    told = [line for line in lines if line is not None]
    if len(set(told)) < len(records):
        return records
    return [record for _, record in sorted(zip(told, records, strict=True), key=lambda at: at[0])]


def outlined(tasks: list[tuple[str, Record]]) -> list[Entry]:
    """Return tasks with their parents: the last one before that stands higher."""
    parents: list[str | None] = []
    above: list[tuple[int, str]] = []
    for id, record in tasks:
        level = _level(record)
        while above and above[-1][0] >= level:
            above.pop()
        if level > (above[-1][0] if above else 0) + 1:
            record.lose("changed", "OutlineLevel", "it is more than one level below the one above")
        parents.append(above[-1][1] if above else None)
        above.append((level, id))
    having = set(parents)
    return [
        Entry(id, record, parent, id in having)
        for (id, record), parent in zip(tasks, parents, strict=True)
    ]


def _level(record: Record) -> int:
    level = record.whole("OutlineLevel", 0, _DEEPEST)
    if level is not None:
        return level
    number = record.text("OutlineNumber").strip()
    if number:
        return number.count(".") + 1
    record.lose("missing", "OutlineLevel", "taken as standing at the top")
    return 1
