"""What XER files say, read from a file made by hand."""

from datetime import date, datetime

import pytest

from scheduler.errors import FileRejected
from scheduler.exchange.primavera.xer import read_xer
from scheduler.exchange.project_schedule import (
    Assignment,
    CalendarException,
    Constraint,
    Link,
    Shift,
    Task,
)
from scheduler.exchange.reading import ReadProject

WEEK = "".join(
    f"(0||{day}()((0||0(s|08:00|f|12:00)())(0||1(s|01:00 PM|f|05:00 PM)())))" for day in range(2, 7)
)
DATA = (
    f"(0||CalendarData()(\x7f\x7f(0||DaysOfWeek()((0||1()()){WEEK}(0||7()())))"
    "(0||Exceptions()((0||0(d|46113)())(0||1(d|46114)())(0||2(d|46137)((0||0(s|00:00|f|00:00)())))))))"
)
HEADER = "ERMHDR\t19.12\t2026-01-05\tProject\tadmin\tadmin\tdb\tProject Management\tGBP"


def table(name: str, columns: str, *rows: str) -> str:
    """Return a table; cells are divided by bars."""
    lines = [f"%T\t{name}", "\t".join(["%F", *columns.split()])]
    lines += ["\t".join(["%R", *row.split("|")]) for row in rows]
    return "\r\n".join(lines)


PROJECT = table(
    "PROJECT",
    "proj_id proj_short_name clndr_id plan_start_date last_recalc_date scd_end_date plan_end_date",
    "9|EXIT|1|2026-01-05 08:00|2026-02-01 00:00|2026-09-30 17:00|2026-12-31 17:00",
)
CALENDAR = (
    table(
        "CALENDAR",
        "clndr_id default_flag clndr_name proj_id base_clndr_id day_hr_cnt week_hr_cnt month_hr_cnt",
        "1|Y|Office|||8|40|160",
    ).replace("month_hr_cnt\r\n", "month_hr_cnt\tclndr_data\r\n")
    + f"\t{DATA}"
)
WBS = table(
    "PROJWBS",
    "wbs_id proj_id seq_num proj_node_flag wbs_short_name wbs_name parent_wbs_id",
    "50|9|0|Y|EXIT|Leaving the contract|7",
    "52|9|20|N|B|Second|50",
    "51|9|10|N|A|First|50",
    "101|9|10|N|A1|Below|51",
)
TASK_COLUMNS = (
    "task_id proj_id wbs_id clndr_id complete_pct_type phys_complete_pct task_type status_code"
    " task_code task_name remain_drtn_hr_cnt target_drtn_hr_cnt cstr_type cstr_date act_start_date"
    " act_end_date restart_date reend_date target_start_date target_end_date priority_type"
    " total_float_hr_cnt guid cstr_type2 cstr_date2 expect_end_date"
)
TASK = table(
    "TASK",
    TASK_COLUMNS,
    '100|9|50|1|CP_Drtn|0|TT_Task|TK_NotStart|A100|Say ""no""|16|16|CS_MSOA|2026-03-02 08:00|||'
    "2026-03-02 08:00|2026-03-03 17:00|2026-03-01 08:00|2026-03-03 17:00|PT_High|8|abc||",
    "101|9|51|2|CP_Phys|35|TT_Rsrc|TK_Active|A101|Go|10.5|20|CS_MSO|2026-02-02 08:00|"
    "2026-02-02 08:00||2026-02-05 08:00|2026-02-06 10:30|2026-02-02 08:00||PT_Normal|||CS_MEOB|2026-03-31 17:00",
    "102|9|101||CP_Drtn||TT_FinMile|TK_Complete|A102|Done|0|0||||2026-02-10 17:00||||",
)
LINKS = table(
    "TASKPRED",
    "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
    "1|101|100|9|9|PR_SS|-4",
    "2|102|101|9|9|PR_FS|0",
    "3|102|777|9|12|PR_FF|0",
)
FIELDS = "\r\n".join(
    (
        table("ACTVTYPE", "actv_code_type_id actv_code_type proj_id", "1|Stage|"),
        table(
            "ACTVCODE",
            "actv_code_id actv_code_type_id actv_code_name short_name",
            "11|1|Prepare|P",
        ),
        table("TASKACTV", "task_id actv_code_type_id actv_code_id proj_id", "100|1|11|9"),
        table(
            "UDFTYPE",
            "udf_type_id table_name udf_type_name udf_type_label logical_data_type",
            "5|TASK|user_field_5|Stage|FT_TEXT",
            "6|TASK|user_field_6|Cost code|FT_INT",
            "7|RSRC|user_field_7|Grade|FT_TEXT",
        ),
        table(
            "UDFVALUE",
            "udf_type_id fk_id proj_id udf_date udf_number udf_text udf_code_id",
            "5|100|9|||two\x7f\x7flines|",
            "6|100|9||42||",
            "7|3||||senior|",
        ),
        table("MEMOTYPE", "memo_type_id memo_type", "1|Notes", "2|Risks"),
        table(
            "TASKMEMO",
            "memo_id task_id memo_type_id proj_id task_memo",
            "1|100|1|9|<HTML><BODY><P>Ask <B>first</B></P>\x7f\x7f<P>then&nbsp;go</P></BODY></HTML>",
            "2|100|2|9|late\nand over two lines",
        ),
        table(
            "RSRC",
            "rsrc_id clndr_id rsrc_name rsrc_short_name rsrc_type email_addr",
            "3|1|Ann|AN|RT_Labor|a@example.org",
        ),
        table(
            "RSRCRATE", "rsrc_rate_id rsrc_id max_qty_per_hr cost_per_qty start_date", "1|3|1.5|9|"
        ),
        table(
            "TASKRSRC",
            "taskrsrc_id task_id proj_id rsrc_id role_id target_qty target_qty_per_hr",
            "1|100|9|3||16|0.5",
            "2|100|9||4|16|0.5",
        ),
        table("PROJCOST", "cost_item_id proj_id task_id", "1|9|100", "2|9|100"),
        table("NEWTABLE", "new_id", "1"),
    )
)


def file(*tables: str, end: str = "%E\r\n") -> bytes:
    return ("\r\n".join((HEADER, *tables)) + "\r\n" + end).encode("cp1252")


@pytest.fixture(name="read", scope="module")
def read_() -> ReadProject:
    return read_xer(file(PROJECT, CALENDAR, WBS, TASK, LINKS, FIELDS))


def told(read: ReadProject) -> set[tuple[str, str]]:
    return {(loss.code, loss.field) for loss in read.losses}


def test_the_project_is_its_own_node(read: ReadProject) -> None:
    project = read.project
    assert project.name == "Leaving the contract"
    assert project.fields == (("Project ID", "EXIT"),)
    assert (project.start, project.finish) == (datetime(2026, 1, 5, 8), datetime(2026, 9, 30, 17))
    assert project.status_date == datetime(2026, 2, 1)
    assert (project.currency, project.calendar) == ("GBP", "1")
    periods = (project.minutes_per_day, project.minutes_per_week, project.days_per_month)
    assert periods == (480, 2400, 20)


def test_nodes_are_summaries_and_keep_their_numbers_unless_an_activity_has_them(
    read: ReadProject,
) -> None:
    outline = [(task.id, task.parent, task.kind) for task in read.project.tasks]
    assert outline == [
        ("100", None, "task"),
        ("51", None, "summary"),
        ("101", "51", "task"),
        ("W101", "51", "summary"),
        ("102", "W101", "milestone"),
        ("52", None, "summary"),
    ]


def test_calendars_have_a_week_and_days_that_differ(read: ReadProject) -> None:
    (calendar,) = read.project.calendars
    office = (Shift(first=480, last=720), Shift(first=780, last=1020))
    assert calendar.week == (office, office, office, office, office, (), ())
    assert calendar.exceptions == (
        CalendarException(first=date(2026, 4, 1), last=date(2026, 4, 2)),
        CalendarException(
            first=date(2026, 4, 25), last=date(2026, 4, 25), shifts=(Shift(first=0, last=1440),)
        ),
    )


def test_an_activity_that_has_not_begun(read: ReadProject) -> None:
    assert read.project.tasks[0] == Task(
        id="100",
        code="A100",
        name='Say "no"',
        start=datetime(2026, 3, 2, 8),
        finish=datetime(2026, 3, 3, 17),
        duration=960,
        remaining=960,
        percent_complete=0,
        priority=600,
        constraint=Constraint(kind="start_no_earlier_than", at=datetime(2026, 3, 2, 8)),
        notes="Ask first\nthen go\n\nlate\nand over two lines",
        fields=(("Stage", "P"), ("Stage (2)", "two\nlines"), ("Cost code", "42")),
    )


def test_an_activity_under_way_and_a_milestone_that_is_reached(read: ReadProject) -> None:
    under_way, reached = read.project.tasks[2], read.project.tasks[4]
    assert under_way == Task(
        id="101",
        code="A101",
        name="Go",
        parent="51",
        start=datetime(2026, 2, 2, 8),
        finish=datetime(2026, 2, 6, 10, 30),
        actual_start=datetime(2026, 2, 2, 8),
        duration=1200,
        remaining=630,
        percent_complete=35,
        priority=500,
        constraint=Constraint(kind="must_start_on", at=datetime(2026, 2, 2, 8)),
    )
    assert reached.start == reached.finish == reached.actual_finish == datetime(2026, 2, 10, 17)
    assert reached.percent_complete == 100


def test_links_and_assignments(read: ReadProject) -> None:
    assert read.project.links == (
        Link(predecessor="100", successor="101", kind="SS", lag=-240),
        Link(predecessor="101", successor="102"),
    )
    assert read.project.assignments == (
        Assignment(task="100", resource="3", hundredths=50, work=960),
    )
    (ann,) = read.project.resources
    assert (ann.hundredths, ann.availability, ann.code) == (150, (), "AN")


def test_what_does_not_come_along_is_told_and_counted(read: ReadProject) -> None:
    expected = {
        ("not_read", "PROJECT.plan_end_date"),
        ("not_read", "TASK.target_start_date"),
        ("changed", "TASK.cstr_type"),
        ("changed", "TASK.task_type"),
        ("not_read", "TASK.cstr_type2"),
        ("not_understood", "TASK.clndr_id"),
        ("not_read", "TASKPRED.pred_proj_id"),
        ("changed", "TASKACTV.actv_code_id"),
        ("not_read", "ACTVCODE.actv_code_name"),
        ("changed", "UDFTYPE.logical_data_type"),
        ("not_read", "UDFVALUE.udf_type_id"),
        ("changed", "TASKMEMO.task_memo"),
        ("not_read", "MEMOTYPE.memo_type"),
        ("not_read", "RSRC.email_addr"),
        ("not_read", "RSRCRATE.cost_per_qty"),
        ("not_read", "TASKRSRC.role_id"),
        ("not_read", "PROJCOST"),
        ("not_understood", "NEWTABLE"),
    }
    assert told(read) == expected
    assert next(loss.count for loss in read.losses if loss.field == "PROJCOST") == 2


def test_what_p6_works_out_again_is_not_told(read: ReadProject) -> None:
    assert not {field for _, field in told(read)} & {"TASK.total_float_hr_cnt", "TASK.guid"}


@pytest.mark.parametrize(
    ("said", "elapsed", "changed"),
    [
        ("rcal_Successor", False, False),
        ("rcal_24Hour", True, False),
        ("rcal_Predecessor", False, True),
        ("rcal_ProjDefault", False, True),
    ],
)
def test_the_calendar_of_lags(said: str, elapsed: bool, changed: bool) -> None:
    second = CALENDAR.replace("%R\t1\tY", "%R\t2\tN").split("\r\n", 2)[2]
    options = table("SCHEDOPTIONS", "proj_id sched_calendar_on_relationship_lag", f"9|{said}")
    read = read_xer(file(PROJECT, CALENDAR, second, WBS, TASK, LINKS, options))
    assert read.project.links[0].elapsed is elapsed
    assert (("changed", "TASKPRED.lag_hr_cnt") in told(read)) is changed


def test_a_file_of_several_projects_needs_a_choice() -> None:
    two = PROJECT + "\r\n%R\t12\tOTHER\t1"
    with pytest.raises(FileRejected, match="EXIT, OTHER"):
        read_xer(file(two, CALENDAR, WBS, TASK))
    assert len(read_xer(file(two, CALENDAR, WBS, TASK), "EXIT").project.tasks) == 6
    other = read_xer(file(two, CALENDAR, WBS, TASK), "12")
    assert (other.project.name, other.project.tasks) == ("OTHER", ())
    assert ("not_read", "PROJECT.proj_id") in told(other)
    with pytest.raises(FileRejected, match="no single project is THIRD"):
        read_xer(file(two), "THIRD")


def test_a_project_that_is_only_linked_to_is_no_choice() -> None:
    exported = PROJECT.replace("plan_end_date", "export_flag").replace("2026-12-31 17:00", "Y")
    other = exported.split("\r\n")[2].replace("\t9\t", "\t12\t", 1).replace("\tY", "\tN")
    assert read_xer(file(exported, other, CALENDAR, WBS)).project.name == "Leaving the contract"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ERMHDR"),
        (b"<?xml version='1.0'?>", "ERMHDR"),
        (HEADER.encode(), "no project"),
    ],
)
def test_what_is_no_xer_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileRejected, match=said):
        read_xer(content)


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("cp1252", b"")]
)
def test_encodings(encoding: str, mark: bytes) -> None:
    text = file(PROJECT.replace("EXIT", "Übergang")).decode("cp1252")
    assert read_xer(mark + text.encode(encoding)).project.name == "Übergang"


def test_bytes_of_no_encoding_are_a_loss() -> None:
    read = read_xer(file(PROJECT.replace("EXIT", "B\u201d")).replace(b"\x94", b"\x81"))
    assert ("not_understood", "encoding") in told(read)


def test_a_file_that_is_cut_short_is_told() -> None:
    assert ("not_understood", "%E") in told(read_xer(file(PROJECT, end="")))


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("target_drtn_hr_cnt", "long", "TASK.target_drtn_hr_cnt"),
        ("target_drtn_hr_cnt", "1e30", "TASK.target_drtn_hr_cnt"),
        ("target_drtn_hr_cnt", "NaN", "TASK.target_drtn_hr_cnt"),
        ("cstr_date", "2026-13-01 08:00", "TASK.cstr_date"),
        ("cstr_type", "CS_NEW", "TASK.cstr_type"),
        ("task_type", "TT_NEW", "TASK.task_type"),
        ("priority_type", "PT_NEW", "TASK.priority_type"),
        ("wbs_id", "4", "TASK.wbs_id"),
        ("task_id", "", "TASK.task_id"),
    ],
)
def test_what_is_malformed_is_told(column: str, value: str, field: str) -> None:
    cells = TASK.split("\r\n")[2].split("\t")
    cells[1 + TASK_COLUMNS.split().index(column)] = value
    broken = "\r\n".join([*TASK.split("\r\n")[:2], "\t".join(cells)])
    assert ("not_understood", field) in told(read_xer(file(PROJECT, CALENDAR, WBS, broken)))


def test_nodes_in_a_circle_are_told_and_stand_at_the_top() -> None:
    circle = WBS.replace("\tA\tFirst\t50", "\tA\tFirst\t101")
    read = read_xer(file(PROJECT, CALENDAR, circle))
    assert ("not_understood", "PROJWBS.parent_wbs_id") in told(read)
    assert {task.id for task in read.project.tasks} == {"51", "52", "101"}


def test_a_damaged_calendar_is_told_and_p6s_own_week_taken() -> None:
    read = read_xer(file(PROJECT, CALENDAR.replace(DATA, DATA[:60])))
    assert ("not_understood", "CALENDAR.clndr_data") in told(read)
    assert read.project.calendars[0].week[0] == (Shift(first=480, last=960),)


def test_a_comma_between_whole_numbers_and_fractions() -> None:
    currency = table("CURRTYPE", "curr_id decimal_symbol curr_short_name", "1|,|GBP")
    task = TASK.replace("10.5", "10,5")
    assert read_xer(file(currency, PROJECT, WBS, task)).project.tasks[2].remaining == 630
