"""What small files of our own say, worked out by hand."""

from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.errors import FileRejected
from scheduler.exchange.losses import Loss
from scheduler.exchange.mspdi.read import read_mspdi
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    WHOLE_DAY,
    Assignment,
    Availability,
    BaselineSpan,
    CalendarException,
    Constraint,
    Link,
    ProjectSchedule,
    Resource,
    Shift,
    Task,
)

SAMPLES = Path("fixtures/exchange")


def _read(name: str) -> tuple[ProjectSchedule, dict[str, Loss]]:
    """A sample, and its losses by code and field."""
    read = read_mspdi((SAMPLES / f"{name}.xml").read_bytes())
    return read.project, {f"{loss.code} {loss.field}": loss for loss in read.losses}


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _file(inside: str) -> bytes:
    return f'<Project xmlns="http://schemas.microsoft.com/project">{inside}</Project>'.encode()


def test_a_sparse_file_is_read() -> None:
    project, losses = _read("sparse")
    assert project.name == ""
    assert project.tasks == (
        Task(id="10", name="Leave the contract", kind="summary"),
        Task(
            id="11",
            name="Give notice",
            parent="10",
            start=_at("2027-03-01T08:00"),
            duration=16 * 60,
        ),
        Task(id="12", name="Notice is given", parent="10", kind="milestone", duration=0),
        Task(id="13", name="Nameless number"),
    )
    assert project.links == (Link(predecessor="11", successor="12"),)
    assert set(losses) == {
        "missing Task/UID",
        "missing Task/OutlineLevel",
        "missing Task/Milestone",
        "not_understood Task/Colour",
        "missing Project/MinutesPerDay",
        "missing Project/MinutesPerWeek",
        "missing Project/DaysPerMonth",
    }
    assert losses["missing Task/OutlineLevel"].count == 2
    assert losses["not_understood Task/Colour"].place == 'task 12 "Notice is given"'
    assert losses["not_understood Task/Colour"].value == "red"


def test_lags_of_every_kind_become_minutes() -> None:
    project, losses = _read("lags")
    clock = project.tasks[1]
    assert (clock.duration, clock.elapsed, clock.estimated) == (72 * 60, True, True)
    assert project.links == (
        # Half of ten working days.
        Link(predecessor="1", successor="2", lag=5 * 480),
        # A quarter of three days of the clock, earlier.
        Link(predecessor="2", successor="3", kind="SS", lag=-18 * 60, elapsed=True),
        Link(predecessor="1", successor="3", kind="FF", lag=24 * 60, elapsed=True),
        Link(predecessor="3", successor="4"),
        # 480.5 minutes earlier, rounded up.
        Link(predecessor="2", successor="4", kind="SF", lag=-480),
    )
    assert (
        losses["changed PredecessorLink/LinkLag"].place == 'task 4 "After a share of the unknown"'
    )
    assert losses["not_read PredecessorLink/LinkLag"].value == "100%"
    assert losses["not_read PredecessorLink/CrossProject"].value == r"C:\plans\other.mpp\9"
    assert losses["not_understood PredecessorLink/PredecessorUID"].value == "77"


def test_the_percentages_are_told_where_they_stood() -> None:
    read = read_mspdi((SAMPLES / "lags.xml").read_bytes())
    told = [loss for loss in read.losses if "in percent" in loss.text and loss.code == "changed"]
    assert [(loss.value, loss.count) for loss in told] == [("50%", 2)]
    assert told[0].place == 'task 2 "Three days of the clock, a guess"'


def test_calendars_are_read_with_exceptions_that_come_back() -> None:
    project, losses = _read("calendars")
    office, team = project.calendars
    monday = (Shift(first=480, last=720), Shift(first=780, last=990))
    assert office.week == (monday, WHOLE_DAY, (), (), (), (), ())
    days_off = [date(2027, 2, 1), date(2027, 2, 5), date(2027, 2, 15)]
    morning = (Shift(first=480, last=720),)
    last_fridays = [date(2027, 3, 26), date(2028, 3, 31)]
    assert office.exceptions == (
        CalendarException(first=date(2027, 1, 1), last=date(2027, 1, 4), name="New Year"),
        *(
            CalendarException(first=day, last=day, name="Every second Friday and Monday")
            for day in days_off
        ),
        *(
            CalendarException(
                first=day, last=day, name="Last Friday of March, mornings", shifts=morning
            )
            for day in last_fridays
        ),
    )
    assert team.base == "1"
    assert team.week == (None,) * 5 + ((Shift(first=20 * 60, last=24 * 60),), None)
    assert (project.calendar, project.minutes_per_day) == ("1", 450)
    assert "missing Calendar/WeekDays" not in losses
    assert losses["not_read Calendar/WorkWeeks"].place == 'calendar 1 "Office"'
    assert losses["changed Exception/Type"].count == 2
    # Without an end it can not be written out.
    assert losses["not_read Exception/Type"].value == "4"


def test_availability_ends_where_the_next_begins() -> None:
    project, losses = _read("calendars")
    assert project.resources == (
        Resource(
            id="1",
            name="Engineers",
            hundredths=250,
            calendar="2",
            group="Migration",
            availability=(
                Availability(last=_at("2027-07-01T00:00"), hundredths=200),
                Availability(first=_at("2027-07-01T00:00"), hundredths=300),
            ),
        ),
    )
    assert losses["changed AvailabilityPeriod/AvailableUnits"].value == "3.005"
    assert losses["not_read Resource/StandardRate"].value == "80"


def test_a_task_keeps_what_is_said_of_it() -> None:
    project, losses = _read("tasks")
    assert project.name == "Exit"
    assert project.fields == (
        ("Comments", "Agreed by the board."),
        ("Manager", "A. Manager"),
        ("Name", "exit.xml"),
    )
    networks, move, done, other = project.tasks
    assert (networks.id, networks.kind, networks.parent) == ("1", "summary", None)
    assert move == Task(
        id="3",
        code="N.1",
        name="Move the network",
        parent="1",
        manual=True,
        priority=700,
        start=_at("2027-03-02T08:00"),
        finish=_at("2027-03-05T17:00"),
        duration=32 * 60,
        duration_unit="weeks",
        percent_complete=50,
        actual_start=_at("2027-03-02T08:00"),
        remaining=16 * 60,
        constraint=Constraint(kind="start_no_earlier_than", at=_at("2027-03-01T08:00")),
        deadline=_at("2027-03-31T17:00"),
        notes="First line\nsecond line",
        fields=(
            ("Wave", "One"),
            ("Servers", "12"),
            ("Number2", "7.5"),
            ("Risk", "high"),
            ("Service", "Network.Firewalls"),
        ),
        baselines=(
            BaselineSpan(
                number=0,
                start=_at("2027-02-01T08:00"),
                finish=_at("2027-02-05T17:00"),
                duration=40 * 60,
            ),
            BaselineSpan(number=10, start=_at("2027-01-04T08:00")),
        ),
    )
    assert (done.kind, done.active, done.parent) == ("milestone", False, "1")
    assert done.constraint == Constraint(kind="as_late_as_possible")
    assert other.parent is None
    assert losses["changed Task/Start"].value == "2027-03-01T08:00:00"
    assert losses["changed Task/Duration"].value == "PT40H0M0S"
    assert losses["not_read Task/Cost"].value == "250"
    assert losses["not_read Project/Task/Cost"].value == "1000"
    assert losses["not_read Baseline/Cost"].value == "99"
    assert losses["not_read Task/IsNull"].count == 1
    assert losses["not_read Task/SubprojectName"].value == "other.mpp"
    assert losses["changed ExtendedAttribute/FieldID"].value == "Number1"
    assert losses["changed OutlineCode/FieldID"].value == "Network.Firewalls"
    assert losses["not_read Project/ExtendedAttributes/Alias"].value == "Team lead"
    # What Project works out again is not told.
    assert not any("TotalSlack" in field for field in losses)


def test_resources_of_three_kinds_and_who_is_assigned() -> None:
    project, losses = _read("tasks")
    assert [resource.kind for resource in project.resources] == ["material", "cost", "work"]
    assert project.assignments == (
        Assignment(task="3", resource="3", hundredths=150, work=48 * 60),
    )
    assert losses["not_understood Assignment/ResourceUID"].value == "9"
    assert losses["not_read Assignment/Cost"].value == "10"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<Projects/>", "does not begin with the element Project"),
        (b'<Project xmlns="urn:other"/>', "unknown namespace"),
        (b"<Project>", "not well formed"),
        (b"", "not well formed"),
        (_file("<Tasks>" + "<Task/>" * 50_001 + "</Tasks>"), "50,000 tasks"),
    ],
    ids=["another root", "another namespace", "cut", "empty", "many tasks"],
)
def test_what_is_no_such_file_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(FileRejected, match=words):
        read_mspdi(content)


VALUES = [
    ("<Duration>PT8H30M0S</Duration>", "duration", 510, None),
    ("<Duration>P1DT1H</Duration>", "duration", 25 * 60, None),
    ("<Duration>PT1H0M29S</Duration>", "duration", 60, "changed Task/Duration"),
    ("<Duration>PT1H0M30S</Duration>", "duration", 61, "changed Task/Duration"),
    ("<Duration>P1M</Duration>", "duration", None, "not_understood Task/Duration"),
    ("<Duration>8h</Duration>", "duration", None, "not_understood Task/Duration"),
    ("<Duration>PT</Duration>", "duration", None, "not_understood Task/Duration"),
    ("<Duration>-PT8H0M0S</Duration>", "duration", None, "not_understood Task/Duration"),
    ("<Duration>PT9999999999H0M0S</Duration>", "duration", None, "not_understood Task/Duration"),
    ("<Duration/>", "duration", None, None),
    ("<Start>2027-03-01</Start>", "start", _at("2027-03-01"), None),
    ("<Start>2027-03-01T08:15</Start>", "start", _at("2027-03-01T08:15"), None),
    ("<Start>2027-03-01T08:00:00Z</Start>", "start", _at("2027-03-01T08:00"), "changed Task/Start"),
    ("<Start>2027-02-30T08:00:00</Start>", "start", None, "not_understood Task/Start"),
    ("<Start>0001-01-01T00:00:00</Start>", "start", None, "not_understood Task/Start"),
    ("<Start>NA</Start>", "start", None, None),
    ("<Priority>1001</Priority>", "priority", None, "not_understood Task/Priority"),
    ("<PercentComplete>33</PercentComplete>", "percent_complete", 33, None),
    (
        "<PercentComplete>-1</PercentComplete>",
        "percent_complete",
        None,
        "not_understood Task/PercentComplete",
    ),
    ("<Active>false</Active>", "active", False, None),
    ("<Active>maybe</Active>", "active", True, "not_understood Task/Active"),
    ("<DurationFormat>8</DurationFormat>", "elapsed", True, None),
    ("<DurationFormat>37</DurationFormat>", "estimated", True, None),
    ("<DurationFormat>53</DurationFormat>", "duration_unit", "days", None),
    (
        "<DurationFormat>99</DurationFormat>",
        "duration_unit",
        "days",
        "not_understood Task/DurationFormat",
    ),
    (
        "<ConstraintType>4</ConstraintType>",
        "constraint",
        None,
        "not_understood Task/ConstraintType",
    ),
    ("<CalendarUID>7</CalendarUID>", "calendar", None, "not_understood Task/CalendarUID"),
    ("<CalendarUID>-1</CalendarUID>", "calendar", None, None),
    ("<ExternalTask>1</ExternalTask>", "kind", "task", "changed Task/ExternalTask"),
    ("<Name>a</Name><Name>b</Name>", "name", "a", "not_understood Task/Name"),
    ("<Summary>1</Summary><Milestone>1</Milestone>", "kind", "summary", "changed Task/Milestone"),
]


@pytest.mark.parametrize(("inside", "field", "value", "loss"), VALUES)
def test_a_value_of_a_task(inside: str, field: str, value: object, loss: str | None) -> None:
    milestone = "" if "Milestone" in inside else "<Milestone>0</Milestone>"
    task = f"<Task><UID>1</UID><OutlineLevel>1</OutlineLevel>{milestone}{inside}</Task>"
    settings = "<MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek>"
    content = _file(f"{settings}<DaysPerMonth>20</DaysPerMonth><Tasks>{task}</Tasks>")
    read = read_mspdi(content)
    assert getattr(read.project.tasks[0], field) == value
    told = [f"{found.code} {found.field}" for found in read.losses]
    assert told == ([loss] if loss else [])


def test_a_task_numbered_0_stays_a_task_where_nothing_says_otherwise() -> None:
    task = "<Task><UID>0</UID><ID>0</ID><Name>First</Name><OutlineLevel>1</OutlineLevel></Task>"
    (found,) = read_mspdi(_file(f"<Tasks>{task}</Tasks>")).project.tasks
    assert (found.id, found.name) == ("0", "First")


def test_levels_that_are_skipped_are_told() -> None:
    levels = (1, 3, 2)
    tasks = "".join(
        f"<Task><UID>{at}</UID><OutlineLevel>{level}</OutlineLevel></Task>"
        for at, level in enumerate(levels, start=1)
    )
    read = read_mspdi(_file(f"<Tasks>{tasks}</Tasks>"))
    assert [task.parent for task in read.project.tasks] == [None, "1", "1"]
    assert any(loss.field == "Task/OutlineLevel" for loss in read.losses)


def test_a_calendar_that_says_nothing_is_the_office_week() -> None:
    read = read_mspdi(_file("<Calendars><Calendar><UID>1</UID></Calendar></Calendars><Tasks/>"))
    assert read.project.calendars[0].week == (*[OFFICE_DAY] * 5, (), ())
    assert any(loss.field == "Calendar/WeekDays" for loss in read.losses)


def test_days_that_a_week_leaves_out_are_not_worked() -> None:
    day = "<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking></WeekDay>"
    calendar = f"<Calendar><UID>1</UID><WeekDays>{day}</WeekDays></Calendar>"
    read = read_mspdi(_file(f"<Calendars>{calendar}</Calendars><Tasks/>"))
    assert read.project.calendars[0].week == (OFFICE_DAY, (), (), (), (), (), ())
    told = {loss.field: loss.text for loss in read.losses}
    assert "not worked" in told["Calendar/WeekDays"]
    assert "08:00 to 12:00" in told["WeekDay/WorkingTimes"]


@pytest.mark.parametrize(
    ("times", "expected", "loss"),
    [
        ([("13:00:00", "17:00:00"), ("08:00:00", "12:00:00")], [(480, 720), (780, 1020)], None),
        (
            [("08:00:00", "12:00:00"), ("11:00:00", "14:00:00")],
            [(480, 840)],
            "WeekDay/WorkingTimes",
        ),
        ([("17:00:00", "08:00:00")], [], "WorkingTime/ToTime"),
        ([("8am", "12:00:00")], [], "WorkingTime/FromTime"),
        ([("08:00:30", "12:00:00")], [(480, 720)], "WorkingTime/FromTime"),
        ([("25:00:00", "26:00:00")], [], "WorkingTime/FromTime"),
        ([("", "")], [], None),
    ],
)
def test_working_times(
    times: list[tuple[str, str]], expected: list[tuple[int, int]], loss: str | None
) -> None:
    inside = "".join(
        f"<WorkingTime><FromTime>{first}</FromTime><ToTime>{last}</ToTime></WorkingTime>"
        for first, last in times
    )
    monday = f"<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>{inside}</WorkingTimes></WeekDay>"
    others = "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>"
        for day in (1, 3, 4, 5, 6, 7)
    )
    content = _file(
        f"<Calendars><Calendar><UID>1</UID><WeekDays>{monday}{others}</WeekDays></Calendar></Calendars>"
    )
    read = read_mspdi(content)
    shifts = read.project.calendars[0].week[0] or ()
    assert [(shift.first, shift.last) for shift in shifts] == expected
    told = {found.field for found in read.losses if found.field.startswith("W")}
    assert told == ({loss} if loss else set())


def test_one_loss_counts_what_is_left_out_in_many_places() -> None:
    task = "<Task><UID>{}</UID><Contact>somebody</Contact></Task>"
    tasks = "".join(task.format(at) for at in range(1, 101))
    read = read_mspdi(_file(f"<Tasks>{tasks}</Tasks>"))
    (contact,) = (loss for loss in read.losses if loss.field == "Task/Contact")
    assert (contact.count, contact.place) == (100, 'task 1 ""')
