"""Which service and group each task belongs to, by what a mapping tells them apart by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.exchange.mapping.declaration import THE_MILESTONE, Level, ProjectMapping
from scheduler.exchange.mapping.ways import Above, values
from scheduler.exchange.project_schedule import ProjectSchedule, Task


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
    above: Above
    """Task to the summary tasks around it, outermost first."""
    by_service: Mapping[str, tuple[Task, ...]]

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
        return self.by_service.get(name, ())

    def milestones_of(self, name: str) -> tuple[Task, ...]:
        """Return the milestones of a service."""
        return tuple(task for task in self.of_service(name) if task.kind == "milestone")


def sort_tasks(project: ProjectSchedule, mapping: ProjectMapping) -> Sorted:
    """Sort the tasks of a project by service and group; without levels none has one."""
    by_id = {task.id: task for task in project.tasks}
    above = {task.id: _above(task, by_id) for task in project.tasks}
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
    service = _services(mapping, kept, above)
    group_of_task = _groups_of_tasks(mapping, kept, above, service)
    group: dict[str, str] = {}
    several: dict[str, None] = {}
    for id, own in service.items():
        together = group_of_task.get(id)
        if together and group.setdefault(own, together) != together:
            several[own] = None
    come = {task.id for task in kept}
    return Sorted(
        tasks=tuple(kept),
        service=service,
        group=group,
        group_of_task=group_of_task,
        left_out=tuple(task for task in leaves if task.id not in come),
        in_several=tuple(several),
        above=above,
        by_service=_by_service(kept, service),
    )


def _by_service(tasks: list[Task], service: Mapping[str, str]) -> dict[str, tuple[Task, ...]]:
    found: dict[str, list[Task]] = {}
    for task in tasks:
        if task.id in service:
            found.setdefault(service[task.id], []).append(task)
    return {name: tuple(those) for name, those in found.items()}


def _services(mapping: ProjectMapping, tasks: list[Task], above: Above) -> dict[str, str]:
    """Return the service of each task that has one, in the file's order."""
    found = values(mapping.services, tasks, above) if mapping.services is not None else {}
    told = mapping.service_of
    if not told:
        return found
    listed: dict[str, str] = {}
    for task in tasks:
        names = (
            told.get(name, "")
            for one in (task, *reversed(above[task.id]))
            for name in (one.id, one.code, one.name)
            if name
        )
        own = next(filter(None, names), None) or found.get(task.id)
        if own:
            listed[task.id] = own
    return listed


def _groups_of_tasks(
    mapping: ProjectMapping, tasks: list[Task], above: Above, service: Mapping[str, str]
) -> dict[str, str]:
    """Return the group of each task that has one; those of one way are alike for services."""
    level = mapping.groups
    if level is None:
        found: Mapping[str, str] = {}
    elif level == Level(each="service") or level == mapping.services:
        found = service
    else:
        found = values(level, tasks, above)
    each = {
        task.id: mapping.group_of.get(service.get(task.id, ""), "") or found.get(task.id, "")
        for task in tasks
    }
    return {id: name for id, name in each.items() if name}


def named(task: Task, names: tuple[str, ...]) -> bool:
    """Tell whether some names mean a task: its id, its code or its name."""
    return bool(_names(task) & set(names))


def _names(task: Task) -> set[str]:
    """Return what a task is called in a mapping; few have a code."""
    return {task.id, task.code, task.name} - {""}


def meant(answer: str | None, milestones: Sequence[Task]) -> list[Task]:
    """Return the milestones that an answer means: those of its name, or all for the only one."""
    if answer == THE_MILESTONE:
        return list(milestones)
    return [task for task in milestones if answer in (task.id, task.code, task.name)]


def _above(task: Task, by_id: Mapping[str, Task]) -> list[Task]:
    """Return the summary tasks around a task, outermost first."""
    found: list[Task] = []
    parent = by_id.get(task.parent or "")
    while parent is not None:
        found.append(parent)
        parent = by_id.get(parent.parent or "")
    return found[::-1]
