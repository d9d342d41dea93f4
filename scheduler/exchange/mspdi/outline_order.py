"""The lines of a task list: levels and numbers of an outline from what stands below what."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.exchange.losses import shortened
from scheduler.exchange.mspdi.element_writing import Writing
from scheduler.exchange.project_schedule import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A task on its line of the list."""

    task: Task
    number: int
    """Its unique number."""
    at: int
    """The number of its line, from 1."""
    level: int
    outline: str
    """Such as 1.2.3."""
    has_children: bool


def lines(writing: Writing, tasks: tuple[Task, ...], numbers: list[int]) -> list[Line]:
    """Return the tasks as lines, each after what it stands below.

    A list in which something else stands between a task and those below it is put in order, and
    a task whose parent is unknown or stands below it goes to the top; both are losses.
    """
    first: dict[str, int] = {}
    for at, task in enumerate(tasks):
        first.setdefault(task.id, at)
    parents = [_parent(writing, task, first) for task in tasks]
    below: dict[int | None, list[int]] = {}
    for at, parent in enumerate(parents):
        below.setdefault(parent, []).append(at)
    order = _order(below)
    if len(order) < len(tasks):
        parents, below, order = _without_circles(writing, tasks, parents, set(order))
    if order != list(range(len(tasks))):
        text = "tasks are put below those that they belong to"
        writing.lose("changed", "Task.parent", "the project", text)
    return _numbered(tasks, numbers, parents, below, order)


def _parent(writing: Writing, task: Task, first: dict[str, int]) -> int | None:
    if task.parent is None:
        return None
    at = first.get(task.parent)
    if at is None:
        place = f'task "{shortened(task.name)}"'
        writing.lose("changed", "Task.parent", place, "there is no such task", task.parent)
    return at


def _order(below: dict[int | None, list[int]]) -> list[int]:
    order: list[int] = []
    left = below.get(None, [])[::-1]
    while left:
        at = left.pop()
        order.append(at)
        left += below.get(at, [])[::-1]
    return order


def _without_circles(
    writing: Writing, tasks: tuple[Task, ...], parents: list[int | None], reached: set[int]
) -> tuple[list[int | None], dict[int | None, list[int]], list[int]]:
    """Put at the top all that stands below itself."""
    for at, task in enumerate(tasks):
        if at not in reached:
            place = f'task "{shortened(task.name)}"'
            writing.lose("changed", "Task.parent", place, "it stands below itself", task.parent)
    mended = [parent if at in reached else None for at, parent in enumerate(parents)]
    below: dict[int | None, list[int]] = {}
    for at, parent in enumerate(mended):
        below.setdefault(parent, []).append(at)
    return mended, below, _order(below)


def _numbered(
    tasks: tuple[Task, ...],
    numbers: list[int],
    parents: list[int | None],
    below: dict[int | None, list[int]],
    order: list[int],
) -> list[Line]:
    outline: dict[int | None, tuple[int, ...]] = {None: ()}
    counts: dict[int | None, int] = {}
    found: list[Line] = []
    for line, at in enumerate(order, start=1):
        parent = parents[at]
        counts[parent] = counts.get(parent, 0) + 1
        outline[at] = (*outline[parent], counts[parent])
        found.append(
            Line(
                task=tasks[at],
                number=numbers[at],
                at=line,
                level=len(outline[at]),
                outline=".".join(map(str, outline[at])),
                has_children=at in below,
            )
        )
    return found
