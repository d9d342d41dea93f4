"""A project that goes out as XER comes back as it was, but for what losses name."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings

from scheduler.exchange.primavera.xer import read_xer, write_xer
from scheduler.exchange.project_schedule import (
    Availability,
    BaselineSpan,
    Constraint,
    Link,
    ProjectSchedule,
    Resource,
    Task,
)
from scheduler.exchange.reading import Written
from tests.exchange.as_p6 import CARRIED, as_p6, with_codes
from tests.exchange.projects import projects


def losses(written: Written) -> set[tuple[str, str]]:
    return {(loss.code, loss.field) for loss in written.losses}


def comes_back(project: ProjectSchedule) -> None:
    project = with_codes(project)
    back = read_xer(write_xer(project).content)
    assert back.project == as_p6(project)
    assert not [loss for loss in back.losses if loss.code == "not_understood"]


@given(projects(CARRIED))
@settings(max_examples=50, deadline=None)
def test_what_xer_carries_comes_back(project: ProjectSchedule) -> None:
    comes_back(project)


@pytest.mark.slow
@given(projects(CARRIED, most_tasks=20))
@settings(max_examples=500, deadline=None)
def test_much_of_what_xer_carries_comes_back(project: ProjectSchedule) -> None:
    comes_back(project)


@given(projects())
@settings(max_examples=40, deadline=None)
def test_whatever_is_written_is_read_and_then_stays_as_it_is(project: ProjectSchedule) -> None:
    first = read_xer(write_xer(project).content)
    again = write_xer(first.project)
    assert read_xer(again.content).project == first.project
    assert not [loss for loss in first.losses if loss.code == "not_understood"]


def test_a_loss_names_everything_that_xer_has_no_place_for() -> None:
    moment = datetime(2026, 3, 2, 8)
    tasks = (
        Task(id="1", name="Phase", kind="summary", start=moment, deadline=moment),
        Task(
            id="2",
            code="X",
            name="A\tB" + "c" * 200,
            parent="1",
            manual=True,
            estimated=True,
            elapsed=True,
            duration=4320,
            duration_unit="hours",
            deadline=moment,
            priority=510,
            percent_complete=20,
            baselines=(BaselineSpan(start=moment),),
        ),
        Task(id="3", code="X", name="Idle", active=False),
        Task(id="b", code="x", name="Lettered", constraint=Constraint(kind="must_start_on")),
    )
    links = (
        Link(predecessor="1", successor="2"),
        Link(predecessor="2", successor="b", lag=60, elapsed=True),
        Link(predecessor="b", successor="2", lag=60, lag_unit="hours"),
    )
    resource = Resource(id="1", name="Money", kind="cost", group="Suppliers")
    written = write_xer(ProjectSchedule(name="P", tasks=tasks, links=links, resources=(resource,)))
    assert losses(written) >= {
        ("not_carried", "summary Task.start"),
        ("not_carried", "summary Task.deadline"),
        ("not_carried", "Task.deadline"),
        ("not_carried", "Task.manual"),
        ("not_carried", "Task.estimated"),
        ("not_carried", "Task.duration_unit"),
        ("not_carried", "Task.baselines"),
        ("not_carried", "Task.active"),
        ("not_carried", "Task.constraint"),
        ("not_carried", "Link"),
        ("not_carried", "Link.lag_unit"),
        ("not_carried", "Resource.group"),
        ("changed", "Task.elapsed"),
        ("changed", "Task.name"),
        ("changed", "Task.code"),
        ("changed", "Task.id"),
        ("changed", "Task.priority"),
        ("changed", "Link.elapsed"),
        ("changed", "Resource.kind"),
        ("missing", "Task.duration"),
        ("missing", "ProjectSchedule.currency"),
        ("missing", "ProjectSchedule.calendar"),
    }
    back = read_xer(written.content).project
    assert [task.name for task in back.tasks] == ["Lettered", "Phase", "A B" + "c" * 117]
    assert [(link.predecessor, link.successor) for link in back.links] == [("2", "3"), ("3", "2")]
    assert back.calendar is not None


def test_time_of_the_clock_is_kept_as_a_calendar_that_is_worked_day_and_night() -> None:
    task = Task(id="2", name="Cure", elapsed=True, duration=3 * 24 * 60)
    back = read_xer(write_xer(ProjectSchedule(name="P", tasks=(task,))).content).project
    calendar = next(c for c in back.calendars if c.id == back.tasks[0].calendar)
    assert back.tasks[0].duration == 3 * 24 * 60
    assert {sum(s.last - s.first for s in day or ()) for day in calendar.week} == {1440}


def test_lags_of_the_clock_come_back_as_such_where_all_are() -> None:
    tasks = (Task(id="1", name="A"), Task(id="2", name="B"), Task(id="3", name="C"))
    links = (
        Link(predecessor="1", successor="2", lag=2880, elapsed=True),
        Link(predecessor="2", successor="3"),
    )
    written = write_xer(ProjectSchedule(name="P", tasks=tasks, links=links))
    assert read_xer(written.content).project.links == links


def test_times_of_which_a_number_of_people_is_there_come_back() -> None:
    first, last = datetime(2026, 1, 5), datetime(2026, 6, 1)
    spans = (
        Availability(first=None, last=first, hundredths=0),
        Availability(first=first, last=last, hundredths=250),
        Availability(first=last, last=None, hundredths=100),
    )
    resource = Resource(id="1", name="Team", code="T", availability=spans)
    written = write_xer(ProjectSchedule(name="P", resources=(resource,)))
    assert read_xer(written.content).project.resources == (resource,)


def test_notes_come_back_with_their_lines_and_blanks() -> None:
    notes = ' two  blanks\n\nand "quoted" <b>\t& more \nend\n'
    tasks = (
        Task(id="1", name="Phase", kind="summary", notes="of the phase"),
        Task(id="2", name="A", parent="1", notes=notes),
    )
    back = read_xer(write_xer(ProjectSchedule(name="P", tasks=tasks)).content).project
    assert [task.notes for task in back.tasks] == ["of the phase", notes]


def test_a_milestone_at_the_end_of_a_shift_is_a_finish_milestone() -> None:
    # P6 would move a start milestone at 17:00 to the next morning.
    tasks = (
        Task(id="1", name="Begin", kind="milestone", start=datetime(2026, 3, 2, 8)),
        Task(id="2", name="End", kind="milestone", start=datetime(2026, 3, 2, 17)),
    )
    first = read_xer(write_xer(ProjectSchedule(name="P", tasks=tasks)).content).project
    text = write_xer(first).content.decode()
    rows = [line.split("\t") for line in text.splitlines() if line.startswith("%R")]
    kinds = {row[15]: row[11] for row in rows if len(row) > 40 and row[11].startswith("TT_")}
    assert kinds == {"Begin": "TT_Mile", "End": "TT_FinMile"}


def test_characters_that_windows_lacks_make_the_file_utf8_and_a_loss() -> None:
    plain = ProjectSchedule(name="Übergabe", currency="GBP")
    assert b"\xdcbergabe" in write_xer(plain).content
    for name in ("Übergabe ✓", "Ã¼"):
        written = write_xer(replace(plain, name=name))
        assert ("changed", "encoding") in losses(written)
        assert read_xer(written.content).project.name == name
