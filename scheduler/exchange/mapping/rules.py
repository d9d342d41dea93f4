"""Links, constraints and deadlines of a project as planning rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules import DateLimit, Precedence, TargetDate
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.mapping.activities import SOURCE, Ids, transfer_of
from scheduler.exchange.mapping.days import morning, whole_days
from scheduler.exchange.mapping.declaration import ProjectMapping
from scheduler.exchange.mapping.outline import Sorted
from scheduler.exchange.project_schedule import Link, LinkKind, ProjectSchedule, Task
from scheduler.exchange.to_plan import last_day
from scheduler.exchange.working_time import CLOCK_DAY

ImportedRule = Precedence | DateLimit | TargetDate


def rules(
    project: ProjectSchedule, mapping: ProjectMapping, tasks: Sorted, ids: Ids, losses: Losses
) -> tuple[ImportedRule, ...]:
    """Return a planning rule for each link and date that binds."""
    return (
        *_of_links(project, tasks, ids, losses),
        *_of_added_transfers(project, mapping, tasks, ids),
        *_of_dates(mapping, tasks, ids, losses),
    )


def _of_links(
    project: ProjectSchedule, tasks: Sorted, ids: Ids, losses: Losses
) -> Iterator[Precedence]:
    kept = {task.id: task for task in tasks.tasks}
    for number, link in enumerate(project.links, start=1):
        before, after = kept.get(link.predecessor), kept.get(link.successor)
        if before is None or after is None:
            text = "A link from or to a task that does not come along."
            place = f"link {link.predecessor} to {link.successor}"
            losses.add(Loss(code="not_read", field="link", place=place, text=text))
            continue
        yield Precedence(
            id=f"link-{number}",
            before=ids.activity[before.id],
            after=ids.activity[after.id],
            link=_kind(link, before, after, project),
            min_lag=_lag(link, project, losses),
            lag_unit="calendar_days" if link.elapsed else "working_days",
            reason="A link of the imported project.",
            source=SOURCE,
            confirmed=False,
        )


def _kind(link: Link, before: Task, after: Task, project: ProjectSchedule) -> LinkKind:
    """Return the kind of a link; a milestone's moment is the morning or evening of its day."""
    first, second = link.kind[0], link.kind[1]
    if before.kind == "milestone":
        first = "S" if morning(before, project) else "F"
    if after.kind == "milestone":
        second = "S" if morning(after, project) else "F"
    kinds: dict[str, LinkKind] = {"FS": "FS", "SS": "SS", "FF": "FF", "SF": "SF"}
    return kinds[first + second]


def _lag(link: Link, project: ProjectSchedule, losses: Losses) -> int:
    unit = CLOCK_DAY if link.elapsed else project.minutes_per_day
    if link.lag % unit:
        text = "Rounded to whole days, the later way."
        place = f"link {link.predecessor} to {link.successor}"
        value = f"{link.lag} minutes"
        losses.add(Loss(code="changed", field="lag", place=place, value=value, text=text))
    return whole_days(link.lag, unit)


def _of_added_transfers(
    project: ProjectSchedule, mapping: ProjectMapping, tasks: Sorted, ids: Ids
) -> Iterator[Precedence]:
    followed = _followed(project, tasks)
    for name in tasks.services:
        if transfer_of(name, tasks, mapping) is not None:
            continue
        for task in tasks.of_service(name):
            if task.id not in followed:
                yield Precedence(
                    id=f"before-transfer.{ids.activity[task.id]}",
                    before=ids.activity[task.id],
                    after=f"{ids.service[name]}.transfer",
                    link="FF" if task.kind == "milestone" else "FS",
                    reason="The service passes when all of its tasks are done.",
                    source="added with the transfer",
                    confirmed=False,
                )


def _followed(project: ProjectSchedule, tasks: Sorted) -> set[str]:
    """Return the tasks that are over when another one of their service is.

    A link from a task's start, or a lead, lets it end later than what waits for it.
    """
    events = {task.id for task in tasks.tasks if task.kind == "milestone"}
    return {
        link.predecessor
        for link in project.links
        if tasks.service.get(link.predecessor) == tasks.service.get(link.successor)
        and link.predecessor in tasks.service
        and (link.kind[0] == "F" or link.predecessor in events)
        and link.lag >= 0
    }


def _of_dates(
    mapping: ProjectMapping, tasks: Sorted, ids: Ids, losses: Losses
) -> Iterator[ImportedRule]:
    for task in tasks.tasks:
        name = ids.activity[task.id]
        place = f'task {task.id} "{task.name[:40]}"'
        if task.constraint is not None:
            if mapping.constraints == "keep" and task.constraint.at is not None:
                yield from _of_constraint(task, name)
            else:
                text = "Left out, as the mapping says."
                if task.constraint.at is None:
                    text = "As late as possible is no planning rule."
                kind = task.constraint.kind.replace("_", " ")
                losses.add(
                    Loss(code="not_read", field="constraint", place=place, value=kind, text=text)
                )
        if task.deadline is not None:
            if mapping.deadlines == "keep":
                due = last_day(task.deadline, task.deadline)
                yield _limit(f"deadline.{name}", name, finish=due)
            else:
                text = "Left out, as the mapping says."
                losses.add(Loss(code="not_read", field="deadline", place=place, text=text))


def _of_constraint(task: Task, name: str) -> Iterator[ImportedRule]:
    constraint = task.constraint
    if constraint is None or constraint.at is None:
        return
    id, day = f"constraint.{name}", constraint.at.date()
    until = last_day(constraint.at, constraint.at)
    match constraint.kind:
        case "start_no_earlier_than":
            yield _limit(id, name, start=day)
        case "finish_no_later_than":
            yield _limit(id, name, finish=until)
        case "must_start_on":
            yield _target(id, name, day, "start", "either")
        case "start_no_later_than":
            yield _target(id, name, day, "start", "late")
        case "must_finish_on":
            yield _target(id, name, until, "finish", "either")
        case "finish_no_earlier_than":
            yield _target(id, name, until, "finish", "early")
        case _:
            pass


def _limit(
    id: str, activity: str, *, start: date | None = None, finish: date | None = None
) -> DateLimit:
    return DateLimit(
        id=id,
        activities=Selection(activities=(activity,)),
        start_not_before=start,
        finish_not_after=finish,
        reason="A date of the imported project.",
        source=SOURCE,
        confirmed=False,
    )


def _target(
    id: str,
    activity: str,
    day: date,
    instant: Literal["start", "finish"],
    direction: Literal["either", "late", "early"],
) -> TargetDate:
    return TargetDate(
        id=id,
        activities=Selection(activities=(activity,)),
        target=day,
        instant=instant,
        direction=direction,
        reason="A date of the imported project.",
        source=SOURCE,
        confirmed=False,
    )
