"""Tasks as activities: work takes days, milestones are events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.activities import TRANSFER, Activity, Mode
from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.values import ThreePoint
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.mapping.days import duration_of
from scheduler.exchange.mapping.declaration import AFTER_EVERYTHING, EVERY, ProjectMapping
from scheduler.exchange.mapping.outline import Sorted, meant
from scheduler.exchange.plan_fields import ACCEPTED_BY, OWNER, PHASE
from scheduler.exchange.project_schedule import ProjectSchedule, Task
from scheduler.exchange.to_plan import last_day
from scheduler.starting.naming import ids_of

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,119}")
_SLUG = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_WHOLE_PERSON = 100
SOURCE = "the imported project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The ids given to what the file only names."""

    activity: Mapping[str, str]
    """Task to activity."""
    service: Mapping[str, str]
    """Name to id."""
    group: Mapping[str, str]
    team: Mapping[str, str]
    """Resource to team."""


def ids_for(tasks: Sorted, project: ProjectSchedule) -> Ids:
    """Return an id for everything: the code people know it by where it can be one."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for task in tasks.tasks:
        code = task.code if _ID.fullmatch(task.code) and task.code not in taken else ""
        id = code or next(iter(ids_of([task.code or task.name or task.id], taken).values()))
        taken.add(id)
        made[task.id] = id
    teams = {resource.id: resource.code or resource.name for resource in project.resources}
    team_ids: dict[str, str] = {}
    for resource, name in teams.items():
        fits = _SLUG.fullmatch(name) and name not in team_ids.values()
        team_ids[resource] = (
            name if fits else next(iter(ids_of([name], team_ids.values()).values()))
        )
    return Ids(
        activity=made,
        service=ids_of(tasks.services),
        group=ids_of(tasks.groups),
        team=team_ids,
    )


def transfer_of(service: str, tasks: Sorted, mapping: ProjectMapping) -> Task | None:
    """Return the milestone that is a service's transfer; None where one is to be added."""
    answer = mapping.transfers.get(service) or mapping.transfers[EVERY]
    if answer == AFTER_EVERYTHING:
        return None
    return meant(answer, tasks.milestones_of(service))[0]


def activities(
    project: ProjectSchedule,
    mapping: ProjectMapping,
    tasks: Sorted,
    ids: Ids,
    calendars: Mapping[str, WorkCalendar],
    own: WorkCalendar,
    losses: Losses,
) -> tuple[Activity, ...]:
    """Return an activity for each task, and the transfers that are added."""
    transfers = {name: transfer_of(name, tasks, mapping) for name in tasks.services}
    is_transfer = {task.id for task in transfers.values() if task is not None}
    demands = _demands(project, ids, losses)
    found: list[Activity] = []
    for task in tasks.tasks:
        event = task.kind == "milestone" or _on_a_day_off(task, own, losses)
        calendar = calendars.get(task.calendar or "", own)
        asked = demands.get(task.id, {})
        duration = None
        if not event:
            days = duration_of(task, project, calendar, losses)
            duration = ThreePoint(min=days, likely=days, max=days, source=f"one value in {SOURCE}")
        fields = dict(task.fields)
        service = tasks.service.get(task.id)
        group = tasks.group_of_task.get(task.id)
        found.append(
            Activity(
                id=ids.activity[task.id],
                name=task.name[:2000],
                kind=TRANSFER if task.id in is_transfer else _phase(task, mapping),
                form="event" if event else "work",
                service=None if service is None else ids.service[service],
                group=ids.group[group] if service is None and group is not None else None,
                calendar=None if event or calendar.id == own.id else calendar.id,
                modes=(Mode(duration=duration, demands=asked),),
                owner=fields.get(OWNER, ""),
                deliverable=task.notes[:2000],
                acceptance=fields.get(ACCEPTED_BY, ""),
                external_ids={"imported": task.id},
                source=SOURCE,
            )
        )
    for name, transfer in transfers.items():
        if transfer is None:
            found.append(
                Activity(
                    id=f"{ids.service[name]}.{TRANSFER}",
                    name=f"Transfer of {name}",
                    kind=TRANSFER,
                    form="event",
                    service=ids.service[name],
                    source="added, as the imported project has no milestone for it",
                )
            )
    return tuple(found)


def _on_a_day_off(task: Task, own: WorkCalendar, losses: Losses) -> bool:
    """Tell whether a task is a single day on which nobody works otherwise, such as a cutover."""
    if task.start is None or task.finish is None:
        return False
    day = task.start.date()
    if last_day(task.start, task.finish) != day or own.is_working(day):
        return False
    place = f'task {task.id} "{task.name[:40]}"'
    text = "A day on which the project's calendar does not work is taken as an event."
    losses.add(Loss(code="changed", field="task", place=place, value=str(day), text=text))
    return True


def _phase(task: Task, mapping: ProjectMapping) -> str:
    for name in (task.id, task.code, task.name):
        if name in mapping.phases:
            return mapping.phases[name]
    told = dict(task.fields).get(PHASE, "")
    if _SLUG.fullmatch(told) and told != TRANSFER:
        return told
    return "milestone" if task.kind == "milestone" else "task"


def _demands(project: ProjectSchedule, ids: Ids, losses: Losses) -> dict[str, dict[str, int]]:
    kinds = {resource.id: resource for resource in project.resources}
    found: dict[str, dict[str, int]] = {}
    for assignment in project.assignments:
        resource = kinds.get(assignment.resource)
        if resource is None or resource.kind != "work":
            text = "Only people are planned; material and costs stay behind."
            place = f"assignment of resource {assignment.resource} to task {assignment.task}"
            losses.add(Loss(code="not_read", field="assignment", place=place, text=text))
            continue
        people = _WHOLE_PERSON if assignment.hundredths is None else assignment.hundredths
        of_task = found.setdefault(assignment.task, {})
        team = ids.team[assignment.resource]
        of_task[team] = of_task.get(team, 0) + people
    return found
