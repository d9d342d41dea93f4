"""The dates of a planning tool's project as a plan of a programme that is known.

A plan that went out comes back here with whatever was moved in the tool, and a plan made in the
tool for a programme of ours comes in; either is checked like our own before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.plan import Placed, Plan
from scheduler.exchange.from_plan import CONTRACT_END
from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.plan_fields import ACTIVITY, GROUP, OPTION
from scheduler.exchange.project_schedule import ProjectSchedule, Task
from scheduler.exchange.stable_ids import stable_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBack:
    """A plan read off a project; without one, `issues` say what is missing."""

    plan: Plan | None
    issues: tuple[Issue, ...]
    losses: tuple[Loss, ...]


def plan_of(
    project: ProjectSchedule, programme: ExpandedProgramme, options: Mapping[str, str] | None = None
) -> PlanBack:
    """Return the plan of a programme that a project's dates say.

    A task is an activity by its field "Activity id", else its code, else the id it is exported
    under. Sourcing options come from the field "Sourcing option" of a group's tasks, else from
    `options`, else the only one offered is meant.
    """
    found, losses = _matched(project, programme)
    chosen, issues = _options(project, found, programme, options or {})
    if issues:
        return PlanBack(plan=None, issues=tuple(issues), losses=losses)
    plan = Plan(options=chosen, placed={})
    placed: dict[str, Placed] = {}
    for id, activity in programme.activities.items():
        performed = programme.mode_in(activity, plan) is not None
        task = found.get(id)
        if task is None:
            if performed:
                issues.append(_missing(id, "no task of the file is this activity"))
        elif task.start is None or task.finish is None:
            issues.append(_missing(id, f'its task "{task.name}" has no dates'))
        else:
            placed[id] = Placed(start=task.start.date(), finish=last_day(task.start, task.finish))
    if issues:
        return PlanBack(plan=None, issues=tuple(issues), losses=losses)
    return PlanBack(plan=Plan(options=chosen, placed=placed), issues=(), losses=losses)


def last_day(start: datetime, finish: datetime) -> date:
    """Return the last day of a task, which midnight does not begin."""
    if finish > start and finish.time() == time(0):
        return finish.date() - ONE_DAY
    return max(finish, start).date()


def _matched(
    project: ProjectSchedule, programme: ExpandedProgramme
) -> tuple[dict[str, Task], tuple[Loss, ...]]:
    numbers = stable_numbers(programme.activities)
    by_number = {number: id for id, number in numbers.items()}
    found: dict[str, Task] = {}
    losses = Losses()
    for task in project.tasks:
        if task.kind == "summary" or task.code == CONTRACT_END:
            continue
        named = dict(task.fields).get(ACTIVITY, "")
        id = next((x for x in (named, task.code) if x in programme.activities), None)
        id = id or by_number.get(task.id)
        place = f'task {task.id} "{shortened(task.name, 40)}"'
        if id is None:
            text = "It is no activity of the programme."
            losses.add(Loss(code="not_read", field="task", place=place, text=text))
        elif id in found:
            text = "Another task is the same activity; the first one counts."
            losses.add(Loss(code="not_read", field="task", place=place, text=text))
        else:
            found[id] = task
    return found, losses.all()


def _options(
    project: ProjectSchedule,
    found: Mapping[str, Task],
    programme: ExpandedProgramme,
    given: Mapping[str, str],
) -> tuple[dict[str, str], list[Issue]]:
    said: dict[str, set[str]] = {group: set() for group in programme.groups}
    for of_group, option in _said(project, found, programme):
        if of_group in said:
            said[of_group].add(option)
    chosen: dict[str, str] = {}
    issues: list[Issue] = []
    for service_group in programme.document.service_groups:
        group = service_group.id
        offered = [option.id for option in service_group.options]
        wanted = said[group] or {given.get(group, "")} - {""}
        if not wanted and len(offered) == 1:
            wanted = {offered[0]}
        if len(wanted) == 1 and (option := next(iter(wanted))) in offered:
            chosen[group] = option
            continue
        words = " and ".join(sorted(wanted)) or "none"
        message = (
            f"which sourcing option group {group} has cannot be told: found {words}, "
            f"offered are {', '.join(offered)}"
        )
        issues.append(Issue(code="no_option", path=f"/options/{group}", message=message))
    return chosen, issues


def _said(
    project: ProjectSchedule, found: Mapping[str, Task], programme: ExpandedProgramme
) -> Iterator[tuple[str, str]]:
    for task in project.tasks:
        fields = dict(task.fields)
        if OPTION in fields and GROUP in fields:
            yield fields[GROUP], fields[OPTION]
    for id, task in found.items():
        group = programme.group_of(programme.activities[id])
        option = dict(task.fields).get(OPTION)
        if group is not None and option:
            yield group, option


def _missing(id: str, why: str) -> Issue:
    message = f"activity {id} has no dates: {why}"
    return Issue(code="no_dates", path=f"/activities/{id}", message=message, value=id)
