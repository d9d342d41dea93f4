"""Which rows tasks become: nodes, activities, and how both are numbered and called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.exchange.primavera.from_tasks import shown
from scheduler.exchange.primavera.writing_values import (
    MOST,
    Writing,
    distinct_names,
    numbers,
    with_free_numbers,
)
from scheduler.exchange.project_schedule import ProjectSchedule, Task

_NODE = re.compile(r"W?([1-9]\d{0,9})")
_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """The tasks of a project as P6 has them."""

    nodes: tuple[Task, ...]
    activities: tuple[Task, ...]
    node_numbers: Mapping[str, int]
    activity_numbers: Mapping[str, int]
    root: int
    """The number of the project's own node."""
    parents: Mapping[str, str | None]
    """The node that a task stands below; None for the project's own."""
    codes: Mapping[str, str]


def outlined(project: ProjectSchedule, writing: Writing) -> Outlined:
    """Return what tasks become; inactive ones are left out, since P6 would schedule them."""
    by_id = {task.id: task for task in project.tasks}
    kept = [task for task in project.tasks if task.active or task.kind == "summary"]
    for task in project.tasks:
        if not task.active:
            told = "P6 knows none" if task.kind == "summary" else "an inactive task is left out"
            writing.lost("not_carried", "Task.active", shown(task), text=told)
    nodes = tuple(task for task in kept if task.kind == "summary")
    activities = tuple(task for task in kept if task.kind != "summary")
    parents = {task.id: _node_above(task, by_id, writing) for task in kept}
    activity_numbers, node_numbers, root = _numbered(nodes, activities)
    _note_ids(activity_numbers, node_numbers, by_id, writing)
    _note_order(kept, parents, writing)
    return Outlined(
        nodes=nodes,
        activities=activities,
        node_numbers=node_numbers,
        activity_numbers=activity_numbers,
        root=root,
        parents=parents,
        codes={
            **_codes(activities, activity_numbers, writing),
            **_node_codes(nodes, parents, node_numbers, writing),
        },
    )


def _numbered(
    nodes: Sequence[Task], activities: Sequence[Task]
) -> tuple[dict[str, int], dict[str, int], int]:
    wanted = [(t.id, m) for t in nodes if (m := _NODE.fullmatch(t.id)) and int(m[1]) <= MOST]
    kept: dict[str, int] = {}
    taken: set[int] = set()
    for id, match in wanted:
        number = int(match[1])
        if number not in taken:
            kept[id] = number
            taken.add(number)
    activity_numbers = numbers([t.id for t in activities], taken)
    used = set(activity_numbers.values())
    node_numbers = with_free_numbers([t.id for t in nodes], kept, used)
    root = with_free_numbers([""], {}, used | set(node_numbers.values()))[""]
    return activity_numbers, node_numbers, root


def _note_ids(
    activities: Mapping[str, int],
    nodes: Mapping[str, int],
    by_id: Mapping[str, Task],
    writing: Writing,
) -> None:
    taken = set(activities.values())
    for id, number in (*activities.items(), *nodes.items()):
        told = f"W{number}" if id in nodes and number in taken else str(number)
        if told != id:
            text = "numbered anew, since P6 knows numbers only"
            writing.lost("changed", "Task.id", shown(by_id[id]), told, text)


def _node_above(task: Task, by_id: Mapping[str, Task], writing: Writing) -> str | None:
    parent = by_id.get(task.parent or "")
    above = parent
    while above is not None and above.kind != "summary":
        above = by_id.get(above.parent or "")
    if above is not parent:
        text = "what stands below no summary stands below the next one above"
        writing.lost("changed", "Task.parent", shown(task), task.parent or "", text)
    return above.id if above is not None else None


def _note_order(kept: Sequence[Task], parents: Mapping[str, str | None], writing: Writing) -> None:
    """P6 shows activities before nodes below one node."""
    below_node: dict[str | None, bool] = defaultdict(bool)
    for task in kept:
        parent = parents[task.id]
        if task.kind == "summary":
            below_node[parent] = True
        elif below_node[parent]:
            text = "P6 shows activities before the summaries beside them"
            writing.lost("changed", "ProjectSchedule.tasks", shown(task), text=text)


def _codes(tasks: Sequence[Task], numbers: Mapping[str, int], writing: Writing) -> dict[str, str]:
    """Codes that differ, as P6 wants them."""
    plain: list[str] = []
    for task in tasks:
        if not task.code:
            writing.lost("missing", "Task.code", shown(task), text="its number was taken")
        code = writing.text(task.code, "Task.code", shown(task), _LONGEST_CODE)
        plain.append(code.strip() or str(numbers[task.id]))
    found = distinct_names(plain, _LONGEST_CODE)
    for task, code in zip(tasks, found, strict=True):
        if task.code and code != task.code:
            text = "told apart from another, or without blanks around it"
            writing.lost("changed", "Task.code", shown(task), code, text)
    return {task.id: code for task, code in zip(tasks, found, strict=True)}


def _node_codes(
    nodes: Sequence[Task],
    parents: Mapping[str, str | None],
    numbers: Mapping[str, int],
    writing: Writing,
) -> dict[str, str]:
    """Codes of nodes differ among those below one node."""
    beside: dict[str | None, list[Task]] = defaultdict(list)
    for node in nodes:
        beside[parents[node.id]].append(node)
    found: dict[str, str] = {}
    for group in beside.values():
        found |= _codes(group, numbers, writing)
    return found
