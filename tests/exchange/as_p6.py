"""What P6's formats keep of a project, and what they fill in, said without their writers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from scheduler.exchange.primavera.calendar_data import single_days, spans
from scheduler.exchange.project_schedule import Link, ProjectCalendar, ProjectSchedule, Task
from tests.exchange.projects import EVERYTHING, Carries

CARRIED = Carries(
    optional=EVERYTHING
    - {
        "deadline",
        "manual",
        "inactive",
        "baselines",
        "elapsed",
        "elapsed_lag",
        "estimated",
        "summary_dates",
        "exception_names",
        "base_calendars",
        "group",
        "availability",
        "task_code",
        "resource_code",
    },
    kinds=("task", "milestone", "level_of_effort"),
    units=("days",),
    lag_units=("days",),
    resources=("work", "material"),
    project_fields=("Project ID", "Board"),
    blank_texts=False,
)
"""Codes are given below, since they must differ in P6."""

PMXML = replace(CARRIED, optional=CARRIED.optional | {"baselines"}, shift_step=30)

_PRIORITIES = (900, 600, 500, 400, 100)


def with_codes(project: ProjectSchedule) -> ProjectSchedule:
    """The project with the codes, calendar and currency that P6 must have."""
    calendars = project.calendars or (_calendar(),)
    return replace(
        project,
        calendars=calendars,
        calendar=project.calendar or calendars[0].id,
        currency=project.currency or "GBP",
        tasks=tuple(replace(task, code=f"A{task.id}") for task in project.tasks),
        resources=tuple(replace(r, code=f"R{r.id}") for r in project.resources),
    )


def as_p6(project: ProjectSchedule) -> ProjectSchedule:
    """What is read after the project was written."""
    tasks = tuple(_in_order(project))
    activities = {task.id for task in tasks if task.kind != "summary"}
    kept = with_baselines_in_order(tuple(_kept(task, project) for task in tasks))
    starts = [task.start for task in kept if task.start]
    return replace(
        project,
        calendars=tuple(
            replace(c, exceptions=spans(single_days(c.exceptions))) for c in project.calendars
        ),
        start=project.start or min(starts, default=None),
        tasks=kept,
        links=tuple(_link(link) for link in project.links if _ends(link) <= activities),
        assignments=tuple(a for a in project.assignments if a.task in activities),
        fields=_fields(project),
    )


def with_baselines_in_order(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """Tasks whose baselines are numbered from 0 on: P6 has no numbers."""
    said = sorted({one.number for task in tasks for one in task.baselines})
    return tuple(
        replace(
            task,
            baselines=tuple(
                replace(one, number=said.index(one.number))
                for one in sorted(task.baselines, key=lambda one: one.number)
            ),
        )
        for task in tasks
    )


def _calendar() -> ProjectCalendar:
    return ProjectCalendar(id="7", name="None", week=((), (), (), (), (), (), ()))


def _ends(link: Link) -> set[str]:
    return {link.predecessor, link.successor}


def _link(link: Link) -> Link:
    return replace(link, lag_unit="days")


def _fields(project: ProjectSchedule) -> tuple[tuple[str, str], ...]:
    """P6's short name comes first."""
    said = dict(project.fields)
    short = ("Project ID", said.get("Project ID", project.name[:40]))
    return (short, *(pair for pair in project.fields if pair[0] != "Project ID"))


def _in_order(project: ProjectSchedule) -> Iterator[Task]:
    """Below each summary activities first."""
    below: dict[str | None, list[Task]] = defaultdict(list)
    for task in project.tasks:
        below[task.parent].append(task)

    def under(parent: str | None) -> Iterator[Task]:
        for task in sorted(below[parent], key=lambda task: task.kind == "summary"):
            yield task
            yield from under(task.id)

    return under(None)


def _kept(task: Task, project: ProjectSchedule) -> Task:
    if task.kind == "summary":
        return Task(
            id=task.id,
            code=task.code,
            name=task.name,
            kind="summary",
            parent=task.parent,
            notes=task.notes,
            fields=task.fields,
        )
    start = task.actual_start or task.start
    finish = task.actual_finish or task.finish
    if task.kind == "milestone":
        start, finish = start or finish, finish or start
    said = task.priority if task.priority is not None else 500
    duration = 0 if task.kind == "milestone" else task.duration or 0
    remaining = _remaining(task, duration)
    return replace(
        task,
        start=start,
        finish=finish,
        duration=duration,
        remaining=remaining,
        calendar=None if task.calendar == project.calendar else task.calendar,
        priority=min(_PRIORITIES, key=lambda value: abs(value - said)),
        percent_complete=_percent(task, duration, remaining),
    )


def _remaining(task: Task, duration: int) -> int:
    if task.actual_finish is not None:
        return 0
    if task.remaining is not None:
        return task.remaining
    if task.actual_start is None:
        return duration
    return duration * (100 - (task.percent_complete or 0)) // 100


def _percent(task: Task, duration: int, remaining: int) -> int:
    if task.percent_complete is not None:
        return task.percent_complete
    if task.actual_finish is not None:
        return 100
    if not duration or remaining > duration:
        return 0
    done = Decimal(duration - remaining) * 100 / duration
    return int(done.to_integral_value(rounding=ROUND_HALF_UP))
