"""Tasks of no service, and answers of a mapping that say something of nothing, as losses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.exchange.losses import Loss, shortened
from scheduler.exchange.mapping.declaration import EVERY, ProjectMapping
from scheduler.exchange.mapping.outline import Sorted
from scheduler.exchange.project_schedule import ProjectSchedule


def of_no_service(tasks: Sorted) -> Iterator[Loss]:
    """Yield the tasks that no answer gives a service."""
    for task in tasks.tasks:
        if task.id not in tasks.service:
            of_group = task.id in tasks.group_of_task
            whose = "its service group" if of_group else "the whole programme"
            yield Loss(
                code="missing",
                field="service",
                place=f'task {task.id} "{task.name[:40]}"',
                text=f"It lies in no service by the answers: it is work of {whose}.",
            )


def unused_answers(
    project: ProjectSchedule, mapping: ProjectMapping, tasks: Sorted
) -> Iterator[Loss]:
    """Yield what a mapping says of tasks, services and groups that there are not."""
    of_tasks = {name for task in project.tasks for name in (task.id, task.code, task.name)}
    text = "No task has this id, code or name, so the answer changes nothing."
    yield from _unused("phases", mapping.phases, of_tasks, text)
    yield from _unused("leave_out", mapping.leave_out, of_tasks, text)
    yield from _unused("service_of", mapping.service_of, of_tasks, text)
    text = "No service has this name, so the answer changes nothing."
    services = {*tasks.services, EVERY}
    yield from _unused("group_of", mapping.group_of, set(tasks.services), text)
    yield from _unused("transfers", mapping.transfers, services, text)
    yield from _unused("criticality", mapping.criticality, services, text)
    text = "No service group has this name, so the answer changes nothing."
    yield from _unused("options", mapping.options, {*tasks.groups, EVERY}, text)


def _unused(field: str, names: Iterable[str], known: set[str], text: str) -> Iterator[Loss]:
    for name in names:
        if name not in known:
            value = shortened(name)
            place = f"the answers, {field}"
            yield Loss(code="not_understood", field=field, place=place, value=value, text=text)
