"""MPXJ sees in our files of Primavera P6 what we meant, and in both formats the same."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scheduler.exchange.primavera.pmxml import write_pmxml
from scheduler.exchange.primavera.xer import read_xer, write_xer
from scheduler.exchange.project_schedule import Day, ProjectSchedule, Shift, Task
from scheduler.exchange.reading import Written
from tests.exchange.as_p6 import CARRIED, PMXML, as_p6, with_codes
from tests.exchange.projects import projects
from tests.exchange.second_opinion import days_of_interest, seen, working_time
from tests.exchange.test_read_xer import CALENDAR, LINKS, PROJECT, TASK, WBS, file

WRITERS = {"xer": write_xer, "pmxml": write_pmxml}


def assert_seen(
    project: ProjectSchedule, write: Callable[[ProjectSchedule], Written], form: str
) -> None:
    """Compare names, outline, dates, links, resources and working time."""
    # It refuses a file in which somebody works on a task that has no dates.
    with_dates = {task.id for task in as_p6(project).tasks if task.start and task.finish}
    kept = tuple(one for one in project.assignments if one.task in with_dates)
    project = replace(project, assignments=kept)
    opinion = seen(write(project).content, form)
    expected = as_p6(project)
    found = {id: task for id, task in opinion.tasks.items() if id in {t.id for t in expected.tasks}}
    nodes = {task.id for task in expected.tasks if task.kind == "summary"}
    for task in expected.tasks:
        theirs = found[task.id]
        assert unquoted(theirs.name) == unquoted(task.name)
        assert (theirs.parent if theirs.parent in nodes else None) == task.parent
        if task.kind != "summary":
            assert theirs.start == task.start
            assert theirs.finish == task.finish
    spans = {
        (task.id, span.number, span.start, span.finish, span.duration)
        for task in expected.tasks
        for span in task.baselines
    }
    activities = {task.id for task in expected.tasks if task.kind != "summary"}
    # Without any, it takes the project itself for its baseline; those of nodes it works out.
    assert not spans or spans == {one for one in opinion.baselines if one[0] in activities}
    more = set(opinion.tasks) - set(found)
    assert len(more) <= 1, "only the project's own node is more"
    assert opinion.links == sorted(
        (link.predecessor, link.successor, link.kind, link.lag, False) for link in expected.links
    )
    resources = {r.id: (unquoted(r.name), r.kind) for r in expected.resources}
    assert {
        id: (unquoted(name), kind) for id, (name, kind) in opinion.resources.items()
    } == resources
    for calendar in expected.calendars:
        assert unquoted(opinion.calendars[calendar.id]) == unquoted(calendar.name)
        if not any(calendar.week):
            continue  # MPXJ takes a calendar without work for one whose week is missing
        for day in days_of_interest(expected):
            ours = working_time(expected, calendar, day)
            assert joined(opinion.hours(calendar.id, day)) == ours, (calendar.name, day)


def unquoted(name: str) -> str:
    """A name as MPXJ has it: quotation marks that begin a cell of XER are lost to it."""
    return name.lstrip('"')


def joined(day: Day) -> Day:
    """Shifts that touch as one; PMXML must hold a day and night in two halves."""
    found: list[Shift] = []
    for shift in day:
        if found and found[-1].last == shift.first:
            found[-1] = Shift(first=found[-1].first, last=shift.last)
        else:
            found.append(shift)
    return tuple(found)


def dated(task: Task) -> Task:
    """A task with both dates, since MPXJ works out one that is missing; of a milestone it has one."""
    at = task.actual_start or task.start or task.actual_finish or task.finish
    if task.kind != "milestone":
        finish = task.finish or task.start or task.actual_start
        return replace(task, start=task.start or finish, finish=finish)
    reached = at if task.actual_finish else None
    started = at if task.actual_start or reached else None
    return replace(task, start=at, finish=at, actual_start=started, actual_finish=reached)


@pytest.mark.parametrize("form", WRITERS)
@given(st.data())
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_mpxj_sees_what_was_written(form: str, data: st.DataObject) -> None:
    project = data.draw(projects(PMXML if form == "pmxml" else CARRIED))
    tasks = tuple(dated(task) for task in project.tasks)
    assert_seen(with_codes(replace(project, tasks=tasks)), WRITERS[form], form)


@pytest.mark.parametrize("form", WRITERS)
def test_mpxj_sees_what_we_read(form: str) -> None:
    read = read_xer(file(PROJECT, CALENDAR, WBS, TASK, LINKS)).project
    # One number for a node and an activity is no trouble to P6, but to who asks by numbers.
    apart = tuple(
        replace(
            task,
            id=task.id.replace("W101", "103"),
            parent=task.parent and task.parent.replace("W101", "103"),
        )
        for task in read.tasks
    )
    assert_seen(replace(read, tasks=apart), WRITERS[form], form)


def test_a_difference_is_noticed() -> None:
    project = read_xer(file(PROJECT, CALENDAR, WBS, TASK, LINKS)).project
    opinion = seen(write_xer(project).content, "xer")
    (calendar,) = project.calendars
    day = days_of_interest(project)[0]
    assert opinion.hours(calendar.id, day) != (Shift(first=0, last=60),)
