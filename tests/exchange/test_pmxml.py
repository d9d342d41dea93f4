"""PMXML: what files say, and that a project comes back but for what losses name."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from lxml import etree

from scheduler.errors import FileRejected
from scheduler.exchange.primavera.pmxml import read_pmxml, write_pmxml
from scheduler.exchange.primavera.pmxml_known import is_known
from scheduler.exchange.primavera.pmxml_names import FIELDS, SILENT
from scheduler.exchange.primavera.xer import read_xer, write_xer
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    WHOLE_DAY,
    BaselineSpan,
    CalendarException,
    Constraint,
    Link,
    ProjectCalendar,
    ProjectSchedule,
    Shift,
    Task,
)
from scheduler.exchange.reading import ReadProject
from tests.exchange.as_p6 import PMXML, as_p6, with_codes
from tests.exchange.projects import Carries, projects

TIMES = (
    "<WorkTime><Start>08:00:00</Start><Finish>11:59:00</Finish></WorkTime>"
    "<WorkTime><Start>13:00:00</Start><Finish>16:59:00</Finish></WorkTime>"
)
WEEK = "".join(
    f"<StandardWorkHours><DayOfWeek>{day}</DayOfWeek>{TIMES}</StandardWorkHours>"
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
)
FILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <Currency><Id>GBP</Id><Name>Pounds</Name><ObjectId>1</ObjectId></Currency>
 <UDFType><DataType>Integer</DataType><ObjectId>5</ObjectId><SubjectArea>Activity</SubjectArea><Title>Cost code</Title></UDFType>
 <ActivityCodeType><Name>Stage</Name><ObjectId>1</ObjectId></ActivityCodeType>
 <ActivityCode><CodeTypeObjectId>1</CodeTypeObjectId><CodeValue>P</CodeValue><Description>Prepare</Description><ObjectId>11</ObjectId></ActivityCode>
 <Calendar><HoursPerDay>8</HoursPerDay><IsDefault>1</IsDefault><Name>Office</Name><ObjectId>1</ObjectId>
  <ProjectObjectId xsi:nil="true"/><Type>Global</Type>
  <StandardWorkWeek>{WEEK}<StandardWorkHours><DayOfWeek>Sunday</DayOfWeek><WorkTime xsi:nil="true"/></StandardWorkHours></StandardWorkWeek>
  <HolidayOrExceptions><HolidayOrException><Date>2026-04-03T00:00:00</Date><WorkTime xsi:nil="true"/></HolidayOrException>
   <HolidayOrException><Date>2026-04-06T00:00:00</Date><WorkTime><Start>00:00:00</Start><Finish>23:59:00</Finish></WorkTime></HolidayOrException></HolidayOrExceptions>
 </Calendar>
 <Risk><Name>Rain</Name></Risk>
 <Project><ActivityDefaultCalendarObjectId>1</ActivityDefaultCalendarObjectId>
  <CurrentBaselineProjectObjectId>30</CurrentBaselineProjectObjectId><DataDate>2026-02-01T00:00:00</DataDate>
  <Id>EXIT</Id><Name>Leaving</Name><ObjectId>9</ObjectId><WBSObjectId>50</WBSObjectId>
  <WBS><Code>A</Code><Name>First</Name><ObjectId>51</ObjectId><ParentObjectId>50</ParentObjectId></WBS>
  <Activity><CalendarObjectId>1</CalendarObjectId><FinishDate>2026-03-03T17:00:00</FinishDate><Id>A1</Id>
   <LevelingPriority>Top</LevelingPriority><Name>Prepare</Name><NotesToResources>read me</NotesToResources><ObjectId>100</ObjectId>
   <PercentCompleteType>Physical</PercentCompleteType><PhysicalPercentComplete>0.35</PhysicalPercentComplete>
   <PlannedDuration>16</PlannedDuration><PlannedFinishDate>2026-03-03T17:00:00</PlannedFinishDate>
   <PlannedStartDate>2026-03-02T08:00:00</PlannedStartDate><PrimaryConstraintDate>2026-03-02T08:00:00</PrimaryConstraintDate>
   <PrimaryConstraintType>Mandatory Start</PrimaryConstraintType><RemainingDuration>16</RemainingDuration>
   <StartDate>2026-03-02T08:00:00</StartDate><Status>Not Started</Status><Type>Task Dependent</Type><WBSObjectId>51</WBSObjectId>
   <Code><TypeObjectId>1</TypeObjectId><ValueObjectId>11</ValueObjectId></Code>
   <UDF><TypeObjectId>5</TypeObjectId><IntegerValue>42</IntegerValue></UDF></Activity>
  <Activity><Id>A2</Id><Name>Done</Name><ObjectId>101</ObjectId><PlannedFinishDate>2026-03-04T17:00:00</PlannedFinishDate>
   <Status>Not Started</Status><Type>Finish Milestone</Type><WBSObjectId>50</WBSObjectId></Activity>
  <ActivityNote><ActivityObjectId>100</ActivityObjectId><Note>&lt;html&gt;&lt;body&gt;Ask first&lt;/body&gt;&lt;/html&gt;</Note></ActivityNote>
  <Relationship><Lag>8</Lag><PredecessorActivityObjectId>100</PredecessorActivityObjectId>
   <PredecessorProjectObjectId>9</PredecessorProjectObjectId><SuccessorActivityObjectId>101</SuccessorActivityObjectId>
   <SuccessorProjectObjectId>9</SuccessorProjectObjectId><Type>Finish to Finish</Type></Relationship>
 </Project>
 <BaselineProject><Id>EXIT - B2</Id><ObjectId>31</ObjectId><OriginalProjectObjectId>9</OriginalProjectObjectId></BaselineProject>
 <BaselineProject><Id>EXIT - B1</Id><ObjectId>30</ObjectId><OriginalProjectObjectId>9</OriginalProjectObjectId>
  <Activity><Id>A1</Id><Name>Prepare</Name><ObjectId>900</ObjectId><PlannedDuration>8</PlannedDuration>
   <PlannedFinishDate>2026-02-02T17:00:00</PlannedFinishDate><PlannedStartDate>2026-02-02T08:00:00</PlannedStartDate></Activity>
  <Activity><Id>A9</Id><Name>Dropped</Name><ObjectId>901</ObjectId></Activity>
 </BaselineProject>
</APIBusinessObjects>
"""


@pytest.fixture(name="read", scope="module")
def read_() -> ReadProject:
    return read_pmxml(FILE.encode())


def told(read: ReadProject) -> set[tuple[str, str]]:
    return {(loss.code, loss.field) for loss in read.losses}


def test_a_project_with_its_nodes_below_its_own(read: ReadProject) -> None:
    project = read.project
    assert (project.name, project.currency, project.calendar) == ("Leaving", "GBP", "1")
    assert project.status_date == datetime(2026, 2, 1)
    assert [(t.id, t.parent) for t in project.tasks] == [("101", None), ("51", None), ("100", "51")]


def test_a_calendar_whose_shifts_end_with_the_last_minute_worked(read: ReadProject) -> None:
    (calendar,) = read.project.calendars
    assert calendar.week == (*(OFFICE_DAY,) * 5, (), ())
    # P6 takes an exception of the whole day for a day off.
    days = (date(2026, 4, 3), date(2026, 4, 6))
    assert calendar.exceptions == tuple(CalendarException(first=d, last=d) for d in days)


def test_an_exception_worked_day_and_night_comes_back() -> None:
    day = date(2026, 4, 3)
    calendar = ProjectCalendar(
        id="1",
        name="C",
        week=(OFFICE_DAY,) * 7,
        exceptions=(CalendarException(first=day, last=day, shifts=WHOLE_DAY),),
    )
    content = write_pmxml(ProjectSchedule(name="P", calendars=(calendar,), calendar="1")).content
    assert read_pmxml(content).project.calendars == (calendar,)


def test_an_activity_with_its_baseline(read: ReadProject) -> None:
    start = datetime(2026, 3, 2, 8)
    assert read.project.tasks[2] == Task(
        id="100",
        code="A1",
        name="Prepare",
        parent="51",
        start=start,
        finish=datetime(2026, 3, 3, 17),
        duration=960,
        remaining=960,
        percent_complete=35,
        priority=900,
        constraint=Constraint(kind="must_start_on", at=start),
        notes="Ask first",
        fields=(("Stage", "P"), ("Cost code", "42")),
        baselines=(
            BaselineSpan(
                start=datetime(2026, 2, 2, 8), finish=datetime(2026, 2, 2, 17), duration=480
            ),
        ),
    )
    assert read.project.links == (Link(predecessor="100", successor="101", kind="FF", lag=480),)


def test_what_does_not_come_along_is_told_by_its_name_in_the_file(read: ReadProject) -> None:
    assert told(read) == {
        ("not_read", "Risk"),
        ("not_read", "Activity/NotesToResources"),
        ("changed", "Activity/Type"),
        ("changed", "Code/ValueObjectId"),
        ("not_read", "ActivityCode/Description"),
        ("changed", "UDFType/DataType"),
        ("not_read", "BaselineProject/Activity"),
    }


@pytest.mark.parametrize(
    ("said", "field", "place"),
    [
        ("<Type>Global</Type>", "Calendar/Type", 'calendar 1 "Office"'),
        ("<IsDefault>1</IsDefault>", "Calendar/IsDefault", 'calendar 1 "Office"'),
        ("<HoursPerDay>8</HoursPerDay>", "Calendar/HoursPerDay", 'calendar 1 "Office"'),
        ("<DataDate>2026-02-01T00:00:00</DataDate>", "Project/DataDate", "project EXIT"),
        ("<Status>Not Started</Status>", "Activity/Status", 'activity A1 "Prepare"'),
        ("<Type>Task Dependent</Type>", "Activity/Type", 'activity A1 "Prepare"'),
        ("<StartDate>2026-03-02T08:00:00</StartDate>", "Activity/StartDate", "line 2"),
        ("<LevelingPriority>Top</LevelingPriority>", "Activity/LevelingPriority", 'activity A1 "'),
        (
            "<PercentCompleteType>Physical</PercentCompleteType>",
            "Activity/PercentCompleteType",
            'activity A1 "Prepare"',
        ),
        ("<PlannedDuration>16</PlannedDuration>", "Activity/PlannedDuration", 'activity A1 "'),
        ("<Lag>8</Lag>", "Relationship/Lag", "line 31"),
        ("<Type>Finish to Finish</Type>", "Relationship/Type", "line 31"),
        ("<PlannedDuration>8</PlannedDuration>", "Activity/PlannedDuration", 'activity A1 "'),
    ],
)
def test_a_value_that_is_none_of_its_field_is_told_with_its_place(
    said: str, field: str, place: str
) -> None:
    assert FILE.count(said) > 0
    name = said[1 : said.index(">")]
    read = read_pmxml(FILE.replace(said, f"<{name}>?!</{name}>", 1).encode())
    found = [loss for loss in read.losses if loss.code == "not_understood"]
    assert [(loss.field, loss.value) for loss in found] == [(field, "?!")]
    assert found[0].place.startswith(place)


GUIDS = {"Project", "BaselineProject", "WBS", "Activity", "Resource"}


@pytest.mark.parametrize(
    ("within", "put", "told"),
    [
        ("Activity", "<NotesToResources>a</NotesToResources>", ("not_read", 1)),
        ("Activity", "<ActualExpenseCost>1</ActualExpenseCost>", ("not_read", 1)),
        ("Activity", "<ActualExpensCost>1</ActualExpensCost>", ("not_understood", 1)),
        ("Activity", "<task_code>X</task_code>", ("not_understood", 1)),
        ("Activity", "<Inside><Part>1</Part></Inside>", ("not_understood", 1)),
        ("Calendar", "<ParentCalendarName>1</ParentCalendarName>", ("not_understood", 1)),
        ("Project", "<WebSiteURL>http://x</WebSiteURL>", ("not_read", 1)),
        ("Project", "<Colour>red</Colour>", ("not_understood", 1)),
        ("Project", "<Stage><Part>1</Part></Stage>", ("not_understood", 1)),
        ("Project", "<ActivityExpense><Id>1</Id></ActivityExpense>", ("not_read", 1)),
        ("Activity", "<Nothing/>", None),
        ("Activity", "<IsLongestPath>1</IsLongestPath>", None),
    ],
)
def test_a_field_of_p6_is_not_read_and_any_other_is_not_understood(
    within: str, put: str, told: tuple[str, int] | None
) -> None:
    before = read_pmxml(FILE.encode())
    after = read_pmxml(FILE.replace(f"<{within}>", f"<{within}>{put}", 1).encode())
    assert after.project == before.project
    name = put[1 : put.index(">")].rstrip("/")
    found = [(loss.code, loss.count) for loss in after.losses if loss.field.endswith(name)]
    assert found == ([] if told is None else [told])


@given(projects(PMXML))
@settings(max_examples=10, deadline=None)
def test_what_others_know_by_a_guid_has_one_of_its_own_and_keeps_it(
    project: ProjectSchedule,
) -> None:
    content = write_pmxml(with_codes(project)).content
    root = etree.fromstring(content)
    named = [e for e in root.iter() if etree.QName(e).localname in GUIDS]
    guids = [e.findtext("{*}GUID") for e in named]
    assert named
    assert all(guids)
    assert len(set(guids)) == len(guids)
    assert write_pmxml(with_codes(project)).content == content


def test_the_names_of_fields_are_told_once_each() -> None:
    for table, columns in FIELDS.items():
        assert not [name for name in columns if is_known(table, name)]
        assert not [name for name in SILENT.get(table, "").split() if is_known(table, name)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not well formed"),
        (b"<Project/>", "APIBusinessObjects"),
        (b"<APIBusinessObjects/>", "no project"),
        (b"<!DOCTYPE a []><APIBusinessObjects/>", "document type"),
        (FILE.replace("</Project>", "</Project><Project><Id>TWO</Id></Project>").encode(), "TWO"),
    ],
)
def test_what_is_no_pmxml_or_several_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileRejected, match=said):
        read_pmxml(content)


@given(projects(PMXML))
@settings(max_examples=30, deadline=None)
def test_what_pmxml_carries_comes_back(project: ProjectSchedule) -> None:
    project = with_codes(project)
    back = read_pmxml(write_pmxml(project).content)
    assert back.project == as_p6(project)
    assert not [loss for loss in back.losses if loss.code == "not_understood"]


@given(projects(Carries(shift_step=30)))
@settings(max_examples=25, deadline=None)
def test_but_for_baselines_both_formats_say_the_same_and_lose_the_same(
    project: ProjectSchedule,
) -> None:
    xer, pmxml = write_xer(project), write_pmxml(project)
    back = read_pmxml(pmxml.content).project
    assert read_xer(xer.content).project == without_baselines(back)
    own = {"encoding", "Task.baselines", "BaselineSpan.number"}
    shared = [[loss for loss in one.losses if loss.field not in own] for one in (xer, pmxml)]
    assert shared[0] == shared[1]


def without_baselines(project: ProjectSchedule) -> ProjectSchedule:
    return replace(project, tasks=tuple(replace(task, baselines=()) for task in project.tasks))


def planned(*baselines: BaselineSpan) -> ProjectSchedule:
    task = Task(id="1", code="A", name="A", duration=480, baselines=baselines)
    later = Task(id="2", code="B", name="B", duration=480)
    return ProjectSchedule(name="P", tasks=(task, later), currency="GBP")


def test_a_calendar_based_on_another_stands_inside_the_project() -> None:
    week = (OFFICE_DAY,) * 7
    base = ProjectCalendar(id="1", name="Base", week=week)
    own = ProjectCalendar(id="2", name="Own", base="1", week=week)
    project = ProjectSchedule(name="P", calendars=(own, base), calendar="1", currency="GBP")
    content = write_pmxml(project).content
    root = etree.fromstring(content)
    assert [one.findtext("{*}Name") for one in root.findall("{*}Calendar")] == ["Base"]
    (inside,) = root.findall("{*}Project/{*}Calendar")
    assert inside.findtext("{*}ProjectObjectId") == root.findtext("{*}Project/{*}ObjectId")
    assert read_pmxml(content).project.calendars == (base, own)


def test_baselines_are_projects_beside_their_own() -> None:
    span = BaselineSpan(start=datetime(2026, 3, 2, 8), finish=datetime(2026, 3, 2, 17))
    content = write_pmxml(planned(span, replace(span, number=1, duration=960))).content
    root = etree.fromstring(content)
    (project,) = root.findall("{*}Project")
    baselines = root.findall("{*}BaselineProject")
    assert [one.findtext("{*}Id") for one in baselines] == ["P - B1", "P - B2"]
    assert len({one.findtext("{*}ObjectId") for one in (project, *baselines)}) == 3
    current = project.findtext("{*}CurrentBaselineProjectObjectId")
    assert current == baselines[0].findtext("{*}ObjectId")
    numbers = [one.findtext("{*}ObjectId") for one in root.iterfind(".//{*}Activity")]
    assert len(numbers) == len(set(numbers)) == 4
    # Of the second task no baseline says anything.
    assert [one.findtext("{*}Id") for one in baselines[0].iterfind("{*}Activity")] == ["A"]


def test_baselines_are_numbered_in_order_and_that_is_told() -> None:
    spans = [BaselineSpan(number=n, start=datetime(2026, 3, 2 + n, 8)) for n in (2, 7)]
    written = write_pmxml(planned(*spans))
    (task, _) = read_pmxml(written.content).project.tasks
    assert task.baselines == (replace(spans[0], number=0), replace(spans[1], number=1))
    told = [loss for loss in written.losses if loss.field == "BaselineSpan.number"]
    assert [loss.place for loss in told] == ["baseline 2", "baseline 7"]
    assert [loss.code for loss in write_xer(planned(*spans)).losses].count("not_carried") == 1


def test_shifts_lie_at_half_hours_and_that_is_told() -> None:
    day = (Shift(first=465, last=725), Shift(first=780, last=1013), Shift(first=1101, last=1110))
    calendar = ProjectCalendar(id="1", name="C", week=(day, *((),) * 6))
    project = ProjectSchedule(name="P", calendars=(calendar,), calendar="1", currency="GBP")
    written = write_pmxml(project)
    (loss,) = (loss for loss in written.losses if loss.field == "Shift.first")
    assert (loss.code, loss.place) == ("changed", 'calendar 1 "C"')
    (back,) = read_pmxml(written.content).project.calendars
    assert back.week[0] == (Shift(first=480, last=720), Shift(first=780, last=1020))


def test_fields_stand_in_the_order_of_the_schema() -> None:
    # P6's schema has the fields of an object in the order of the alphabet.
    tasks = (Task(id="1", code="A", name="A", start=datetime(2026, 3, 2, 8), fields=(("X", "y"),)),)
    root = etree.fromstring(write_pmxml(ProjectSchedule(name="P", tasks=tasks)).content)
    names = [etree.QName(e).localname for e in root.iterfind(".//{*}Activity/{*}*")]
    assert names[-1] == "UDF"
    assert names[:-1] == sorted(names[:-1])
