"""What Microsoft Project XML does not carry is told, and what keeps dates in place is written."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from scheduler.exchange.mspdi.read import read_mspdi
from scheduler.exchange.mspdi.write import OWN_ID, write_mspdi
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    Assignment,
    BaselineSpan,
    CalendarException,
    Constraint,
    Link,
    ProjectCalendar,
    ProjectSchedule,
    Resource,
    Shift,
    Task,
)
from tests.exchange.mspdi_schema import misplaced

NS = {"p": "http://schemas.microsoft.com/project"}
START = datetime.fromisoformat("2027-03-01T08:00")
FINISH = datetime.fromisoformat("2027-03-05T17:00")
WEEK = (*[OFFICE_DAY] * 5, (), ())


def _told(project: ProjectSchedule) -> list[str]:
    return [f"{loss.code} {loss.field}" for loss in write_mspdi(project).losses]


def _xml(project: ProjectSchedule) -> etree._Element:
    return etree.fromstring(write_mspdi(project).content)


def _texts(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NS)]


def test_a_task_whose_dates_are_to_stay_is_scheduled_by_hand() -> None:
    task = Task(
        id="5", name="Move", start=START, finish=FINISH, duration=2400, manual=True, elapsed=True
    )
    (_, written) = _xml(ProjectSchedule(name="Exit", tasks=(task,))).findall("p:Tasks/p:Task", NS)
    said = {str(child.tag).rpartition("}")[2]: child.text for child in written}
    assert said["UID"] == "5"
    assert said["Manual"] == "1"
    assert said["ManualStart"] == said["Start"] == "2027-03-01T08:00:00"
    assert said["ManualFinish"] == said["Finish"] == "2027-03-05T17:00:00"
    assert said["ManualDuration"] == said["Duration"] == "PT40H0M0S"
    assert said["DurationFormat"] == "8"
    assert said["ConstraintType"] == "0"


def test_a_task_that_may_move_has_no_dates_by_hand() -> None:
    task = Task(id="5", name="Move", start=START, finish=FINISH)
    root = _xml(ProjectSchedule(name="Exit", tasks=(task,)))
    assert _texts(root, "p:Tasks/p:Task/p:Manual") == ["0"]
    assert not root.findall("p:Tasks/p:Task/p:ManualStart", NS)


def test_the_outline_is_numbered() -> None:
    tasks = (
        Task(id="1", name="a", kind="summary"),
        Task(id="2", name="b", kind="summary", parent="1"),
        Task(id="3", name="c", parent="2"),
        Task(id="4", name="d", parent="1"),
        Task(id="5", name="e"),
    )
    root = _xml(ProjectSchedule(name="Exit", tasks=tasks))
    assert _texts(root, "p:Tasks/p:Task/p:OutlineNumber") == ["0", "1", "1.1", "1.1.1", "1.2", "2"]
    assert _texts(root, "p:Tasks/p:Task/p:OutlineLevel") == ["0", "1", "2", "3", "2", "1"]
    assert _texts(root, "p:Tasks/p:Task/p:Summary") == ["1", "1", "1", "0", "0", "0"]


def test_ids_that_are_no_numbers_get_one_and_are_kept_in_a_field() -> None:
    project = ProjectSchedule(
        name="Exit",
        tasks=(Task(id="2", name="a"), Task(id="wave-1", name="b"), Task(id="0", name="c")),
        links=(Link(predecessor="wave-1", successor="0"),),
        resources=(Resource(id="team", name="Team"),),
        assignments=(Assignment(task="wave-1", resource="team", hundredths=100),),
    )
    written = write_mspdi(project)
    read = read_mspdi(written.content).project
    assert [task.id for task in read.tasks] == ["2", "1", "3"]
    assert [task.fields for task in read.tasks] == [
        (),
        ((OWN_ID, "wave-1"),),
        ((OWN_ID, "0"),),
    ]
    assert read.links == (Link(predecessor="1", successor="3"),)
    assert read.assignments == (Assignment(task="1", resource="1", hundredths=100),)
    told = {loss.field: loss.count for loss in written.losses}
    assert told == {"task.id": 2, "resource.id": 1}


def test_tasks_out_of_their_outline_are_put_below_their_parents() -> None:
    project = ProjectSchedule(
        name="Exit",
        tasks=(
            Task(id="1", name="a", kind="summary"),
            Task(id="2", name="b"),
            Task(id="3", name="c", parent="1"),
            Task(id="4", name="lost", parent="nowhere"),
            Task(id="5", name="circle", parent="6"),
            Task(id="6", name="circle", parent="5"),
        ),
    )
    read = read_mspdi(write_mspdi(project).content).project
    assert [(task.id, task.parent) for task in read.tasks] == [
        ("1", None),
        ("3", "1"),
        ("2", None),
        ("4", None),
        ("5", None),
        ("6", None),
    ]
    assert _told(project) == ["changed Task.parent"] * 3


def test_more_custom_fields_than_there_is_room_for() -> None:
    fields = tuple((f"Field of mine {at}", str(at)) for at in range(32))
    project = ProjectSchedule(name="Exit", tasks=(Task(id="1", name="a", fields=fields),))
    written = write_mspdi(project)
    assert read_mspdi(written.content).project.tasks[0].fields == fields[:30]
    assert [loss.field for loss in written.losses] == [
        "Task.fields Field of mine 30",
        "Task.fields Field of mine 31",
    ]


def test_a_field_of_the_program_keeps_its_kind_where_its_values_fit() -> None:
    fields = (("Number3", "7.5"), ("Flag1", "yes"), ("Text1", "mine"), ("Wave", "2"))
    project = ProjectSchedule(name="Exit", tasks=(Task(id="1", name="a", fields=fields),))
    root = _xml(project)
    path = "p:ExtendedAttributes/p:ExtendedAttribute"
    assert _texts(root, f"{path}/p:FieldName") == ["Number3", "Text2", "Text1", "Text3"]
    assert _texts(root, f"{path}/p:FieldID") == ["188743769", "188743734", "188743731", "188743737"]
    assert _texts(root, f"{path}/p:Alias") == ["Flag1", "Wave"]
    assert read_mspdi(write_mspdi(project).content).project.tasks[0].fields == fields


CALENDAR = ProjectCalendar(id="1", name="Office", week=WEEK)  # type: ignore[arg-type]
TASK = Task(id="1", name="a")
OTHER = Task(id="2", name="b")
LATE = CalendarException(first=date(2027, 1, 3), last=date(2027, 1, 9))
SHIFTS = tuple(Shift(first=at, last=at + 30) for at in range(0, 360, 60))

NOT_CARRIED = [
    (ProjectSchedule(name="a\x00b\x1f\ufffe"), "changed Name"),
    (ProjectSchedule(name="x", currency="pounds"), "not_carried CurrencyCode"),
    (ProjectSchedule(name="x", calendar="9"), "not_carried CalendarUID"),
    (ProjectSchedule(name="x", fields=(("Colour", "red"),)), "not_carried fields Colour"),
    (
        ProjectSchedule(name="x", tasks=(replace(TASK, kind="level_of_effort"),)),
        "changed Task.kind",
    ),
    (
        ProjectSchedule(name="x", tasks=(TASK, replace(OTHER, parent="1"))),
        "changed Task.kind",
    ),
    (
        ProjectSchedule(name="x", tasks=(replace(TASK, calendar="9"),)),
        "not_carried Task/CalendarUID",
    ),
    (ProjectSchedule(name="x", tasks=(replace(TASK, duration=-1),)), "not_carried Task/Duration"),
    (ProjectSchedule(name="x", tasks=(replace(TASK, priority=1001),)), "not_carried Task/Priority"),
    (ProjectSchedule(name="x", tasks=(replace(TASK, name="n" * 256),)), "changed Task/Name"),
    (
        ProjectSchedule(name="x", tasks=(replace(TASK, start=START.replace(microsecond=1)),)),
        "changed Start",
    ),
    (
        ProjectSchedule(
            name="x", tasks=(replace(TASK, constraint=Constraint(kind="must_start_on")),)
        ),
        "not_carried Task/ConstraintType",
    ),
    (
        ProjectSchedule(
            name="x", tasks=(replace(TASK, baselines=(BaselineSpan(number=11, start=START),)),)
        ),
        "not_carried Task/Baseline",
    ),
    (
        ProjectSchedule(name="x", tasks=(replace(TASK, fields=(("a", "1"), ("a", "2"))),)),
        "not_carried Task.fields a",
    ),
    (
        ProjectSchedule(name="x", tasks=(TASK,), links=(Link(predecessor="9", successor="1"),)),
        "not_carried PredecessorLink",
    ),
    (
        ProjectSchedule(
            name="x",
            tasks=(TASK, OTHER),
            links=(
                Link(predecessor="1", successor="2"),
                Link(predecessor="1", successor="2", kind="SS"),
            ),
        ),
        "changed PredecessorLink",
    ),
    (
        ProjectSchedule(
            name="x",
            tasks=(TASK, OTHER),
            links=(Link(predecessor="1", successor="2", lag=10**9),),
        ),
        "not_carried PredecessorLink/LinkLag",
    ),
    (
        ProjectSchedule(name="x", calendars=(replace(CALENDAR, base="9"),)),
        "not_carried Calendar/BaseCalendarUID",
    ),
    (
        ProjectSchedule(
            name="x",
            calendars=(CALENDAR, replace(CALENDAR, id="2", base="1")),
            calendar="2",
        ),
        "changed Calendar/BaseCalendarUID",
    ),
    (
        ProjectSchedule(name="x", calendars=(replace(CALENDAR, week=(SHIFTS, *WEEK[1:])),)),  # type: ignore[arg-type]
        "not_carried WorkingTimes",
    ),
    (
        ProjectSchedule(name="x", calendars=(replace(CALENDAR, week=(None, *WEEK[1:])),)),  # type: ignore[arg-type]
        "changed Calendar/WeekDays",
    ),
    (
        ProjectSchedule(
            name="x",
            calendars=(replace(CALENDAR, exceptions=(LATE, replace(LATE, last=date(2027, 1, 4)))),),
        ),
        "changed Exception",
    ),
    (
        ProjectSchedule(
            name="x",
            calendars=(replace(CALENDAR, exceptions=(replace(LATE, last=date(2027, 1, 1)),)),),
        ),
        "not_carried Exception",
    ),
    (
        ProjectSchedule(name="x", resources=(Resource(id="1", name="r", calendar="9"),)),
        "not_carried Resource/CalendarUID",
    ),
    (
        ProjectSchedule(name="x", resources=(Resource(id="1", name="r", hundredths=-1),)),
        "not_carried Resource/MaxUnits",
    ),
    (
        ProjectSchedule(name="x", assignments=(Assignment(task="1", resource="1"),)),
        "not_carried Assignment",
    ),
]


@pytest.mark.parametrize(("project", "loss"), NOT_CARRIED)
def test_what_is_not_carried_is_told_once_and_the_rest_is_sound(
    project: ProjectSchedule, loss: str
) -> None:
    written = write_mspdi(project)
    assert set(_told(project)) - {"changed Title"} == {loss}
    root = etree.fromstring(written.content)
    assert misplaced(root) == []
    assert read_mspdi(written.content).project.tasks is not None


def test_exceptions_that_overlap_are_cut_where_a_later_one_holds() -> None:
    mornings = (Shift(first=480, last=720),)
    january = CalendarException(first=date(2027, 1, 1), last=date(2027, 1, 31), name="closed")
    week = CalendarException(
        first=date(2027, 1, 11), last=date(2027, 1, 15), name="mornings", shifts=mornings
    )
    calendar = replace(CALENDAR, exceptions=(january, week))
    written = write_mspdi(ProjectSchedule(name="x", calendars=(calendar,)))
    assert read_mspdi(written.content).project.calendars[0].exceptions == (
        replace(january, last=date(2027, 1, 10)),
        week,
        replace(january, first=date(2027, 1, 16)),
    )
    assert [loss.field for loss in written.losses] == ["Exception"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6), st.booleans()), max_size=8))
@settings(deadline=None)
def test_no_day_changes_where_exceptions_are_cut(spans: list[tuple[int, int, bool]]) -> None:
    first = date(2027, 1, 1)
    exceptions = tuple(
        CalendarException(
            first=first + timedelta(days=at),
            last=first + timedelta(days=at + more),
            name=str(number),
            shifts=OFFICE_DAY if works else (),
        )
        for number, (at, more, works) in enumerate(spans)
    )
    project = ProjectSchedule(name="x", calendars=(replace(CALENDAR, exceptions=exceptions),))
    (cut,) = read_mspdi(write_mspdi(project).content).project.calendars
    for day in (first + timedelta(days=at) for at in range(28)):
        holding = [one for one in exceptions if one.first <= day <= one.last]
        found = [one for one in cut.exceptions if one.first <= day <= one.last]
        assert [one.name for one in found] == [one.name for one in holding[-1:]]
        assert [one.shifts for one in found] == [one.shifts for one in holding[-1:]]
