"""GNOME Planner opens an exported plan, and its scheduler leaves the tasks where they are."""

from datetime import UTC, datetime
from typing import Any

from scheduler.exchange.exporting import export_plan
from scheduler.exchange.mspdi.read import read_mspdi
from scheduler.exchange.project_schedule import ProjectSchedule
from tests.exchange.planner_opens import dates_in_planner
from tests.exchange.test_from_plan import lincolnshire

MADE = datetime(2021, 7, 5, tzinfo=UTC)


def exported(hold: Any) -> tuple[bytes, ProjectSchedule]:
    """Return Lincolnshire's plan as MSPDI, and what it says."""
    expanded, plan = lincolnshire()
    content = export_plan(expanded, plan, "mspdi", made=MADE, hold=hold).content
    return content, read_mspdi(content).project


def of_calendars_of_their_own(project: ProjectSchedule) -> set[str]:
    """Return the tasks that Planner cannot place: with other working days, and those behind."""
    found = {
        task.id
        for task in project.tasks
        if task.elapsed or (task.calendar or project.calendar) != project.calendar
    }
    before = -1
    while before != len(found):
        before = len(found)
        found |= {link.successor for link in project.links if link.predecessor in found}
    return found


def test_every_task_is_opened_and_begins_when_it_did() -> None:
    content, project = exported("constraints")
    theirs = dates_in_planner(content)
    assert set(theirs) == {task.id for task in project.tasks}
    assert [task.name for task in project.tasks if theirs[task.id][0] != task.start] == []


def test_with_the_days_off_that_it_does_not_open_tasks_end_when_they_did() -> None:
    content, project = exported("constraints")
    theirs = dates_in_planner(content, completed=True)
    leaves = [task for task in project.tasks if task.kind != "summary"]
    elsewhere = {task.id for task in leaves if theirs[task.id] != (task.start, task.finish)}
    assert elsewhere <= of_calendars_of_their_own(project)
    # 318 of 366 when this was written.
    assert len(elsewhere) < len(leaves) // 7


def test_the_links_alone_would_let_most_tasks_begin_elsewhere() -> None:
    """Planner does schedule: without what holds them tasks move."""
    content, project = exported("links")
    theirs = dates_in_planner(content)
    leaves = [task for task in project.tasks if task.kind != "summary"]
    moved = [task for task in leaves if theirs[task.id][0] != task.start]
    assert len(moved) > len(leaves) // 2
