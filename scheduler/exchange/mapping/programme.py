"""A programme from a project and the answers of a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY, WorkCalendar
from scheduler.domain.programme import Assumption, Programme
from scheduler.domain.services import Contract, Service, ServiceGroup
from scheduler.domain.standing import Baseline, DatesInForce, Progress
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.mapping.activities import SOURCE, Ids, activities, ids_for, transfer_of
from scheduler.exchange.mapping.days import whole_days, work_calendars
from scheduler.exchange.mapping.declaration import EVERY, ProjectMapping
from scheduler.exchange.mapping.outline import Sorted, sort_tasks
from scheduler.exchange.mapping.questions import Question, questions
from scheduler.exchange.mapping.rules import rules
from scheduler.exchange.mapping.teams import teams
from scheduler.exchange.mapping.unplaced import of_no_service, unused_answers
from scheduler.exchange.project_schedule import ProjectSchedule, Task
from scheduler.exchange.to_plan import last_day
from scheduler.interchange.programme_json import to_jsonable
from scheduler.starting.naming import ids_of

DAYS_AFTER_THE_END = 61
"""Of the horizon, for acceptance and close-out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A programme document, or the questions to be answered before there can be one."""

    document: dict[str, Any] | None
    questions: tuple[Question, ...]
    losses: tuple[Loss, ...]


def programme_of(project: ProjectSchedule, mapping: ProjectMapping) -> Mapped:
    """Return the programme that a project is by a mapping, its dates as the baseline.

    Nothing that changes a plan is guessed: what the file and the mapping do not say is a question.
    What is merely unknown, such as freezes and change load, is an assumption of the programme.
    """
    tasks = sort_tasks(project, mapping)
    asked = questions(project, mapping, tasks)
    if asked or mapping.contract_end is None or mapping.supplier is None:
        return Mapped(document=None, questions=asked, losses=())
    losses = Losses()
    losses.extend(_left_out(tasks))
    losses.extend(of_no_service(tasks))
    losses.extend(unused_answers(project, mapping, tasks))
    programme = _programme(project, mapping, tasks, mapping.supplier, mapping.contract_end, losses)
    return Mapped(document=to_jsonable(programme), questions=(), losses=losses.all())


def _programme(
    project: ProjectSchedule,
    mapping: ProjectMapping,
    tasks: Sorted,
    supplier: str,
    contract_end: date,
    losses: Losses,
) -> Programme:
    ids = ids_for(tasks, project)
    calendars, own = work_calendars(project, losses)
    made = activities(project, mapping, tasks, ids, calendars, own, losses)
    days = [
        day
        for task in tasks.tasks
        if task.start is not None and task.finish is not None
        for day in (task.start.date(), last_day(task.start, task.finish))
    ]
    first = min(days, default=contract_end - 365 * ONE_DAY)
    if project.start is not None:
        first = min(first, project.start.date())
    last = max([*days, contract_end]) + DAYS_AFTER_THE_END * ONE_DAY
    status = mapping.status_date or (
        None if project.status_date is None else project.status_date.date()
    )
    return Programme(
        format_version=1,
        id=next(iter(ids_of([project.name or "programme"]).values())),
        name=(project.name or "Imported programme")[:2000],
        description="Made from the tasks of a planning tool; its dates are the baseline.",
        plan_from=first,
        plan_until=last,
        currency=project.currency or "GBP",
        contract=Contract(supplier=supplier, end_date=contract_end, source="the mapping"),
        calendars=_once([own, *calendars.values()]),
        default_calendar=own.id,
        teams=teams(project, ids, first, losses),
        service_groups=tuple(_groups(mapping, tasks, ids)),
        services=tuple(_services(mapping, tasks, ids)),
        activities=made,
        rules=rules(project, mapping, tasks, ids, losses),
        assumptions=tuple(_assumptions()),
        status_date=status,
        progress=tuple(_progress(tasks, ids, project, status)),
        baseline=_baseline(project, mapping, tasks, ids),
    )


def _once(calendars: list[WorkCalendar]) -> tuple[WorkCalendar, ...]:
    return tuple({calendar.id: calendar for calendar in calendars}.values())


def _groups(mapping: ProjectMapping, tasks: Sorted, ids: Ids) -> Iterator[ServiceGroup]:
    for name in tasks.groups:
        options = mapping.options.get(name) or mapping.options[EVERY]
        yield ServiceGroup(id=ids.group[name], name=name, options=options, source=SOURCE)


def _services(mapping: ProjectMapping, tasks: Sorted, ids: Ids) -> Iterator[Service]:
    for name in tasks.services:
        yield Service(
            id=ids.service[name],
            name=name,
            group=ids.group[tasks.group[name]],
            criticality=mapping.criticality.get(name) or mapping.criticality[EVERY],
            source=SOURCE,
        )


def _progress(
    tasks: Sorted, ids: Ids, project: ProjectSchedule, status: date | None
) -> Iterator[Progress]:
    for task in tasks.tasks:
        if task.actual_start is None or status is None:
            continue
        start = task.actual_start.date()
        finish = task.actual_finish
        event = task.kind == "milestone"
        left = None
        if finish is None and not event and task.remaining is not None:
            left = whole_days(task.remaining, project.minutes_per_day)
        over = last_day(task.actual_start, finish) if finish is not None else None
        if event:
            over = over or start
        yield Progress(
            activity=ids.activity[task.id],
            actual_start=start,
            actual_finish=over,
            remaining_working_days=left,
            source=SOURCE,
        )


def _baseline(
    project: ProjectSchedule,
    mapping: ProjectMapping,
    tasks: Sorted,
    ids: Ids,
) -> Baseline | None:
    dates = {
        ids.activity[task.id]: DatesInForce(start=span[0], finish=span[1])
        for task in tasks.tasks
        if (span := _span(task)) is not None
    }
    if not dates:
        return None
    for name in tasks.services:
        ends = [span[1] for task in tasks.of_service(name) if (span := _span(task)) is not None]
        if ends and transfer_of(name, tasks, mapping) is None:
            # A transfer that is added stands on the first day on which all is done.
            day = max(ends) + ONE_DAY
            dates[f"{ids.service[name]}.{TRANSFER}"] = DatesInForce(start=day, finish=day)
    options: dict[str, str] = {}
    for name in tasks.groups:
        offered = mapping.options.get(name) or mapping.options[EVERY]
        if len(offered) == 1:
            options[ids.group[name]] = offered[0].id
    return Baseline(name=f"Dates of {project.name}"[:2000], options=options, dates=dates)


def _span(task: Task) -> tuple[date, date] | None:
    if task.start is None or task.finish is None:
        return None
    first = task.start.date()
    return first, first if task.kind == "milestone" else last_day(task.start, task.finish)


def _assumptions() -> Iterator[Assumption]:
    told = (
        ("estimates", "Every duration is one value of the imported project, without a range."),
        ("freezes", "No change freezes are known; none stands in the imported project."),
        ("change-load", "Nobody's change load is limited; the imported project has no users."),
        ("notice", "No notice to the supplier is planned but what the tasks say."),
        ("links", "Links of the imported project are rules nobody has confirmed."),
    )
    for id, text in told:
        yield Assumption(id=id, text=text, owner="Programme manager", source=SOURCE)


def _left_out(tasks: Sorted) -> Iterator[Loss]:
    for task in tasks.left_out:
        place = f'task {task.id} "{task.name[:40]}"'
        text = "Left out, as the mapping says."
        yield Loss(code="not_read", field="task", place=place, text=text)
    for task in tasks.tasks:
        if task.kind == "level_of_effort":
            place = f'task {task.id} "{task.name[:40]}"'
            text = "Taken as work of its own length; it does not stretch with other tasks."
            yield Loss(code="changed", field="level of effort", place=place, text=text)
        if not task.active:
            place = f'task {task.id} "{task.name[:40]}"'
            text = "An inactive task is planned like others: leave it out where it is not meant."
            yield Loss(code="changed", field="active", place=place, text=text)
