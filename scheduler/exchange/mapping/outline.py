"""Which service and group each task belongs to, by the levels that a mapping names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.exchange.mapping.declaration import Level, ProjectMapping
from scheduler.exchange.plan_fields import ACCEPTED_BY, ESTIMATE, ESTIMATE_SOURCE
from scheduler.exchange.project_schedule import ProjectSchedule, Task

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The tasks that come along, with the names of their services and groups."""

    tasks: tuple[Task, ...]
    """In the file's order, no summaries."""
    service: Mapping[str, str]
    """Task to service; a task of no service is missing."""
    group: Mapping[str, str]
    """Service to group."""
    group_of_task: Mapping[str, str]
    """Task to group, also of tasks without a service."""
    left_out: tuple[Task, ...]
    """What does not come along by the mapping's own words."""
    in_several: tuple[str, ...]
    """Services of which tasks lie in several groups."""

    @property
    def services(self) -> tuple[str, ...]:
        """Every service, in the file's order."""
        return tuple(dict.fromkeys(self.service.values()))

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group, in the file's order."""
        return tuple(dict.fromkeys([*self.group_of_task.values(), *self.group.values()]))

    def of_service(self, name: str) -> tuple[Task, ...]:
        """Return the tasks of a service."""
        return tuple(task for task in self.tasks if self.service.get(task.id) == name)


def sort_tasks(project: ProjectSchedule, mapping: ProjectMapping) -> Sorted:
    """Sort the tasks of a project by service and group; without levels none has one."""
    by_id = {task.id: task for task in project.tasks}
    above = {task.id: tuple(_above(task, by_id)) for task in project.tasks}
    out = {
        task.id
        for task in project.tasks
        if any(named(one, mapping.leave_out) for one in (task, *above[task.id]))
    }
    leaves = [task for task in project.tasks if task.kind != "summary"]
    kept = [
        task
        for task in leaves
        if task.id not in out and (mapping.take == "everything" or task.kind == "milestone")
    ]
    service: dict[str, str] = {}
    group: dict[str, str] = {}
    group_of_task: dict[str, str] = {}
    several: dict[str, None] = {}
    same = mapping.groups is not None and mapping.groups == mapping.services
    for task in kept:
        own = _value(mapping.services, task, above[task.id])
        together = own if same else _value(mapping.groups, task, above[task.id])
        if own:
            service[task.id] = own
        if together:
            group_of_task[task.id] = together
        if own and together and group.setdefault(own, together) != together:
            several[own] = None
    return Sorted(
        tasks=tuple(kept),
        service=service,
        group=group,
        group_of_task=group_of_task,
        left_out=tuple(task for task in leaves if task not in kept),
        in_several=tuple(several),
    )


def named(task: Task, names: tuple[str, ...]) -> bool:
    """Tell whether some names mean a task: its id, its code or its name."""
    return bool({task.id, task.code, task.name} & set(names))


def levels_of(project: ProjectSchedule) -> dict[int, tuple[str, ...]]:
    """Return the names of the summary tasks at each level of the outline."""
    by_id = {task.id: task for task in project.tasks}
    found: dict[int, list[str]] = {}
    for task in project.tasks:
        if task.kind == "summary":
            found.setdefault(len(tuple(_above(task, by_id))) + 1, []).append(task.name)
    return {level: tuple(dict.fromkeys(names)) for level, names in sorted(found.items())}


def field_values(project: ProjectSchedule) -> dict[str, tuple[str, ...]]:
    """Return the values of each custom field that sorts tasks: fewer values than tasks with one.

    Long values are text about tasks, and estimates sort nothing.
    """
    found: dict[str, list[str]] = {}
    for task in project.tasks:
        for name, value in task.fields:
            found.setdefault(name, []).append(value)
    return {
        name: tuple(dict.fromkeys(values))
        for name, values in found.items()
        if (len(set(values)) < len(values) or len(values) == 1)
        and max(map(len, values)) <= LONGEST_NAME
        and name not in (ESTIMATE, ESTIMATE_SOURCE, ACCEPTED_BY)
    }


def _value(level: Level | None, task: Task, above: tuple[Task, ...]) -> str:
    if level is None:
        return ""
    if level.field is not None:
        of_tasks = (dict(one.fields).get(level.field, "") for one in (task, *reversed(above)))
        return next((value for value in of_tasks if value), "")
    place = (level.outline_level or 1) - 1
    return above[place].name if place < len(above) else ""


def _above(task: Task, by_id: Mapping[str, Task]) -> Iterator[Task]:
    """Yield the summary tasks around a task, outermost first."""
    parent = by_id.get(task.parent or "")
    if parent is not None:
        yield from _above(parent, by_id)
        yield parent
