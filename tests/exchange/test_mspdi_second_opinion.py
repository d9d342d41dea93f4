"""MPXJ sees in the files that we write what we meant, and in others what we see."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from scheduler.exchange.mspdi.read import read_mspdi
from scheduler.exchange.mspdi.write import write_mspdi
from scheduler.exchange.project_schedule import ProjectSchedule
from tests.exchange.projects import Carries, projects
from tests.exchange.samples import differences
from tests.exchange.second_opinion import (
    SeenTask,
    days_of_interest,
    kept_calendars,
    seen,
    working_time,
)

SAMPLES = Path("fixtures/exchange")


@given(projects(Carries(kinds=("task", "milestone"))))
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_mpxj_sees_what_was_written(project: ProjectSchedule) -> None:
    # MPXJ works out an end that is missing, for ever where a calendar has no working day.
    ended = tuple(replace(task, finish=task.finish or task.start) for task in project.tasks)
    # It refuses a file in which somebody works on a task that has no start.
    started = {task.id for task in ended if task.start}
    assigned = tuple(one for one in project.assignments if one.task in started)
    project = replace(project, tasks=ended, assignments=assigned)
    _assert_seen(project, write_mspdi(project).content)


@pytest.mark.parametrize("name", ["tasks", "calendars"])
def test_mpxj_sees_what_we_see_in_files_of_our_own(name: str) -> None:
    project = read_mspdi((SAMPLES / f"{name}.xml").read_bytes()).project
    _assert_seen(project, write_mspdi(project).content)


def test_mpxj_writes_out_exceptions_that_come_back_as_we_do() -> None:
    content = (SAMPLES / "calendars.xml").read_bytes()
    project = read_mspdi(content).project
    opinion = seen(_bounded(content), "mspdi")
    (office, _) = project.calendars
    days = [e.first for e in office.exceptions]
    assert len(days) == 6
    for day in days:
        assert opinion.hours(office.id, day) == working_time(project, office, day), day


@pytest.mark.parametrize("name", ["tasks", "calendars"])
def test_samples_of_our_own_agree(name: str) -> None:
    assert differences(_bounded((SAMPLES / f"{name}.xml").read_bytes()), "mspdi") == []


def _bounded(content: bytes) -> bytes:
    """Leave out the exception that has no end, of which MPXJ takes the first day only."""
    without = re.sub(
        rb"<Exception>(?:(?!</Exception>).)*For ever.*?</Exception>", b"", content, flags=re.DOTALL
    )
    assert b"For ever" not in without
    return without


def test_a_difference_is_found() -> None:
    content = (SAMPLES / "lags.xml").read_bytes()
    # MPXJ makes a task for each task of another project.
    found = differences(content, "mspdi")
    assert [line.split(":")[0] for line in found] == [
        "4 tasks, MPXJ 5",
        "5 links, MPXJ 6",
    ]


def _assert_seen(project: ProjectSchedule, content: bytes) -> None:
    opinion = seen(content, "mspdi")
    ours = {
        task.id: SeenTask(
            name=task.name,
            parent=task.parent,
            start=task.start,
            finish=task.finish,
            duration=task.duration,
        )
        for task in project.tasks
    }
    assert opinion.tasks == ours
    assert opinion.links == sorted(
        (link.predecessor, link.successor, link.kind, link.lag, link.elapsed)
        for link in project.links
    )
    assert opinion.resources == {r.id: (r.name, r.kind) for r in project.resources}
    assert opinion.baselines == {
        (task.id, span.number, span.start, span.finish, span.duration)
        for task in project.tasks
        for span in task.baselines
    }
    for calendar in kept_calendars(project):
        assert opinion.calendars[calendar.id] == calendar.name
        for day in days_of_interest(project):
            expected = working_time(project, calendar, day)
            assert opinion.hours(calendar.id, day) == expected, (calendar.name, day)
