"""A plan goes out as a project and comes back as the same plan; no link moves a task."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.exchange.from_plan import CONTRACT_END, Hold, project_of
from scheduler.exchange.project_schedule import Day, Link, ProjectCalendar, ProjectSchedule, Task
from scheduler.exchange.to_plan import plan_of
from scheduler.expansion.expand import expand
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.programme_json import read_programme
from scheduler.interchange.valid_programme import valid_programme
from scheduler.verification.verify import verify

FIXTURES = Path(__file__).parents[2] / "fixtures"
WORLDS = sorted((FIXTURES / "small_worlds").glob("*.json"))


@cache
def planned(path: Path) -> tuple[ExpandedProgramme, Plan] | None:
    expanded = expand(read_programme(path.read_bytes()))
    try:
        found = first_plan(expanded)
    except ValueError:
        # A span that no work fixes is placed by search only.
        return None
    return None if verify(expanded, found).violations else (expanded, found)


@cache
def lincolnshire() -> tuple[ExpandedProgramme, Plan]:
    expanded = valid_programme((FIXTURES / "programmes/lincolnshire.json").read_bytes()).expanded
    return expanded, read_plan(
        (FIXTURES / "changes/plan-in-force.json").read_bytes(), expanded
    ).plan


def test_the_plan_comes_back_from_its_project() -> None:
    expanded, plan = lincolnshire()
    project, _ = project_of(expanded, plan)
    back = plan_of(project, expanded)
    assert back.issues == ()
    assert back.plan == plan


@pytest.mark.parametrize("path", WORLDS, ids=lambda p: p.stem)
def test_plans_of_small_worlds_come_back_and_keep_their_links(path: Path) -> None:
    found = planned(path)
    if found is None:
        pytest.skip("no plan is built without search")
    expanded, plan = found
    for clock in (False, True):
        project, _ = project_of(expanded, plan, "constraints", clock_lags=clock)
        assert plan_of(project, expanded, plan.options).plan == plan
        assert list(broken_links(project)) == []


@pytest.mark.parametrize("clock", [False, True])
@pytest.mark.parametrize("hold", ["manual", "constraints", "links"])
def test_no_link_of_lincolnshire_moves_a_task(hold: Hold, *, clock: bool) -> None:
    expanded, plan = lincolnshire()
    project, _ = project_of(expanded, plan, hold, clock_lags=clock)
    assert not clock or all(link.elapsed for link in project.links)
    assert len(project.links) > 600
    assert list(broken_links(project)) == []


def test_a_link_as_strict_as_the_plan_would_be_broken_by_a_day_more() -> None:
    """The judge of links sees a task that begins a day too early."""
    expanded, plan = lincolnshire()
    project, _ = project_of(expanded, plan)
    broken = 0
    tasks = {task.id: task for task in project.tasks}
    for link in project.links:
        late = tasks[link.predecessor]
        assert late.start is not None
        assert late.finish is not None
        moved = replace(
            late, start=late.start + timedelta(days=60), finish=late.finish + timedelta(days=60)
        )
        broken += not satisfied(link, moved, tasks[link.successor], project)
    assert broken > len(project.links) // 4


def test_the_same_activity_has_the_same_number_in_every_export() -> None:
    expanded, plan = lincolnshire()
    first, _ = project_of(expanded, plan)
    fewer = Plan(options=plan.options, placed=dict(list(plan.placed.items())[:50]))
    second, _ = project_of(expanded, fewer)
    numbers = {(task.kind == "summary", task.parent, task.code): task.id for task in first.tasks}
    assert {(t.kind == "summary", t.parent, t.code): t.id for t in second.tasks}.items() <= (
        numbers.items()
    )
    assert len(set(numbers.values())) == len(numbers)


def test_tasks_lie_under_services_and_groups() -> None:
    expanded, plan = lincolnshire()
    project, _ = project_of(expanded, plan)
    tasks = {task.id: task for task in project.tasks}
    seen: set[str] = set()
    for task in project.tasks:
        assert task.parent is None or task.parent in seen
        seen.add(task.id)
        above = tasks.get(task.parent or "")
        if above is not None:
            assert above.kind == "summary"
            assert above.start is not None
            assert above.finish is not None
            assert task.start is not None
            assert task.finish is not None
            assert above.start <= task.start
            assert task.finish <= above.finish
    assert {t.code for t in project.tasks if t.kind != "summary"} - {CONTRACT_END} == set(
        plan.placed
    )


def test_what_planning_tools_do_not_know_is_told() -> None:
    expanded, plan = lincolnshire()
    _, losses = project_of(expanded, plan)
    told = {loss.field: loss.count for loss in losses}
    assert told["planning rule change_freeze"] == 6
    assert told["assumptions"] == len(expanded.document.assumptions)
    assert "planning rule placement" not in told


def broken_links(project: ProjectSchedule) -> Iterator[tuple[Link, str, str]]:
    tasks = {task.id: task for task in project.tasks}
    for link in project.links:
        if not satisfied(link, tasks[link.predecessor], tasks[link.successor], project):
            yield link, tasks[link.predecessor].code, tasks[link.successor].code


def satisfied(link: Link, before: Task, after: Task, project: ProjectSchedule) -> bool:
    """Judge a link as a planning tool would, minute by minute of its calendars."""
    origin = before.start if link.kind[0] == "S" else before.finish
    target = after.start if link.kind[1] == "S" else after.finish
    assert origin is not None
    assert target is not None
    if link.elapsed:
        return origin + timedelta(minutes=link.lag) <= target
    calendars = {calendar.id: calendar for calendar in project.calendars}
    calendar = calendars[after.calendar or project.calendar or ""]
    if link.lag >= 0:
        return worked(origin, target, calendar) >= link.lag and origin <= target
    return worked(target, origin, calendar) <= -link.lag


def worked(first: datetime, last: datetime, calendar: ProjectCalendar) -> int:
    """Return the working minutes between two moments."""
    total, day = 0, first.date()
    while day <= last.date():
        midnight = datetime.combine(day, datetime.min.time())
        for shift in shifts(day, calendar):
            begin = max(first, midnight + timedelta(minutes=shift.first))
            end = min(last, midnight + timedelta(minutes=shift.last))
            total += max(0, int((end - begin).total_seconds() // 60))
        day += timedelta(days=1)
    return total


def shifts(day: date, calendar: ProjectCalendar) -> Day:
    for exception in reversed(calendar.exceptions):
        if exception.first <= day <= exception.last:
            return exception.shifts
    return calendar.week[day.weekday()] or ()
