"""PMXML out of P6's rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from scheduler.exchange.primavera.calendar_data import CalendarDays, calendar_days, clock
from scheduler.exchange.primavera.pmxml_names import ELEMENTS, FIELDS, FLAGS, FRACTIONS, TERMS
from scheduler.exchange.primavera.writing_values import decimal_text
from scheduler.exchange.project_schedule import WHOLE_DAY, Day, Shift
from scheduler.exchange.xml_reading import Element

NAMESPACE = "http://xmlns.oracle.com/Primavera/P6/V22.12/API/BusinessObjects"

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_DEFAULT: Any = {None: NAMESPACE, "xsi": _INSTANCE}
"""Types of lxml know no namespace without a prefix."""
_BEFORE = ("Currency", "UDFType", "NotebookTopic", "Calendar", "Resource", "ResourceRate")
_INSIDE = (
    *("Calendar", "WBS", "ProjectNote", "Activity", "ResourceAssignment", "ActivityNote"),
    *("Relationship", "ScheduleOptions"),
)
"""In this order; P6 EPPM, unlike P6 Professional, does not find them elsewhere."""
_TABLE_OF = {**ELEMENTS, "BaselineProject": "PROJECT"}
_NUMBER = {"TASK": "task_id", "PROJWBS": "wbs_id", "PROJECT": "proj_id"}
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_DATES = {
    "last_recalc_date",
    "plan_start_date",
    "scd_end_date",
    "start_date",
    "act_end_date",
    "act_start_date",
    "target_end_date",
    "target_start_date",
    "cstr_date",
    "reend_date",
    "restart_date",
}
_HALVES: Day = (Shift(first=0, last=12 * 60), Shift(first=12 * 60, last=24 * 60))
"""P6 takes an exception from 00:00 to 23:59 for a day off, so a day and night is written in two."""
_NUMBER_OF_GUID = {"RSRC": "rsrc_id", **_NUMBER}
"""Objects that readers other than P6 want a GUID of, by their number."""
_GUIDS = uuid.UUID("6e1d0c52-5f0f-4f6e-9a53-0d2b8a5c7f41")
"""Drawn by chance once, so that those of other programs are others."""
_NOT_WRITTEN = {("RSRC", "rsrc_seq_num")}

Rows = Mapping[str, Sequence[Mapping[str, str]]]
UserFields = Mapping[tuple[str, str], Iterable[Mapping[str, str]]]


def pmxml_bytes(rows: Rows, baselines: Sequence[Rows] = ()) -> bytes:
    """Return a file; objects stand before what names them, and the current baseline comes first."""
    root = etree.Element(f"{{{NAMESPACE}}}APIBusinessObjects", nsmap=_DEFAULT)
    fields = _fields_by_row(rows)
    for name in _BEFORE:
        for row in rows.get(_TABLE_OF[name], ()):
            if not _of_project(row):
                _object(root, name, row, fields)
    (own,) = rows["PROJECT"]
    said = {}
    if baselines:
        said["CurrentBaselineProjectObjectId"] = baselines[0]["PROJECT"][0]["proj_id"]
    _project(root, "Project", rows, fields, said)
    for baseline in baselines:
        original = {"OriginalProjectObjectId": own["proj_id"]}
        _project(root, "BaselineProject", baseline, {}, original)
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content


def _project(
    root: Element, name: str, rows: Rows, fields: UserFields, more: Mapping[str, str]
) -> None:
    (project,) = rows["PROJECT"]
    of = project.get("proj_short_name", "")
    (own_node,) = (row for row in rows["PROJWBS"] if row["proj_node_flag"] == "Y")
    called = {**project, "proj_name": own_node["wbs_name"]}
    element = _child(root, name)
    _fill(element, "PROJECT", called, {**more, **_guid("PROJECT", called, of)})
    _user_fields(element, "PROJECT", called, fields)
    for inside in _INSIDE:
        for row in rows.get(_TABLE_OF[inside], ()):
            if row is not own_node and (inside != "Calendar" or _of_project(row)):
                _object(element, inside, _below(row, own_node["wbs_id"]), fields, of)


def _of_project(row: Mapping[str, str]) -> bool:
    """Whether a row is a calendar that stands inside its project: P6 EPPM leaves others out."""
    return row.get("clndr_type") == "CA_Project"


def _below(row: Mapping[str, str], own_node: str) -> dict[str, str]:
    """A row without the project's own node, which PMXML has none of."""
    above = ("wbs_id", "parent_wbs_id") if "task_id" in row else ("parent_wbs_id",)
    return {
        column: value
        for column, value in row.items()
        if not (column in above and value == own_node)
    }


def _fields_by_row(rows: Rows) -> dict[tuple[str, str], list[Mapping[str, str]]]:
    """User defined fields by the table and number of the row that has them."""
    table_of = {row["udf_type_id"]: row["table_name"] for row in rows.get("UDFTYPE", ())}
    found: dict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows.get("UDFVALUE", ()):
        found[table_of[row["udf_type_id"]], row["fk_id"]].append(row)
    return found


def _object(
    above: Element, name: str, row: Mapping[str, str], fields: UserFields, of: str = ""
) -> None:
    """Write an object of a project, by whose id it is known, or of no project."""
    table = _TABLE_OF[name]
    element = _child(above, name)
    _fill(element, table, row, {**_worked_out(table, row), **_guid(table, row, of)})
    if table == "CALENDAR":
        _calendar(element, row)
    _user_fields(element, table, row, fields)


def _fill(element: Element, table: str, row: Mapping[str, str], more: Mapping[str, str]) -> None:
    """Write the fields that have a value, in the order of the alphabet as P6's schema has them."""
    values = dict(more)
    for name, column in FIELDS[table].items():
        value = row.get(column, "")
        if value and (table, column) not in _NOT_WRITTEN:
            values[name] = _value(table, column, value)
    for name, value in sorted(values.items()):
        _child(element, name, value)


def _guid(table: str, row: Mapping[str, str], of: str) -> dict[str, str]:
    """Return the GUID of an object, the same in every export of a project; none for some kinds."""
    if table not in _NUMBER_OF_GUID:
        return {}
    name = f"{table} {row[_NUMBER_OF_GUID[table]]} of {of}"
    return {"GUID": f"{{{str(uuid.uuid5(_GUIDS, name)).upper()}}}"}


def _user_fields(element: Element, table: str, row: Mapping[str, str], fields: UserFields) -> None:
    for one in fields.get((table, row.get(_NUMBER.get(table, ""), "")), ()):
        inside = _child(element, "UDF")
        _child(inside, "TypeObjectId", one["udf_type_id"])
        _child(inside, "TextValue", one["udf_text"])


def _child(above: Element, name: str, text: str | None = None) -> Element:
    element = etree.SubElement(above, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element


def _value(table: str, column: str, value: str) -> str:
    key = (table, column)
    if key in TERMS:
        return TERMS[key].get(value, value)
    if key in FLAGS:
        return "1" if value == "Y" else "0"
    if key in FRACTIONS:
        return f"{Decimal(value) / 100:f}"
    return f"{value.replace(' ', 'T')}:00" if column in _DATES else value


def _worked_out(table: str, row: Mapping[str, str]) -> dict[str, str]:
    """What XER has no column for, or in other words."""
    if table == "CURRTYPE":
        return _currency(row)
    return _of_activity(row) if table == "TASK" else {}


def _currency(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "DecimalPlaces": row["decimal_digit_cnt"],
        "DecimalSymbol": "Period",
        "DigitGroupingSymbol": "Comma",
        "ExchangeRate": row["base_exch_rate"],
        "Name": row["curr_type"],
        "NegativeSymbol": row["neg_curr_fmt_type"],
        "PositiveSymbol": row["pos_curr_fmt_type"],
        "Symbol": row["curr_symbol"],
    }


def _of_activity(row: Mapping[str, str]) -> dict[str, str]:
    """The dates that P6 shows, and how much of the duration is over and will be at the end.

    P6 writes these durations with every activity, and who schedules its files again counts on them.
    """
    found: dict[str, str] = {}
    finish = row.get("act_end_date") or row.get("reend_date")
    start = row.get("act_start_date") or row.get("restart_date")
    for name, at in (("FinishDate", finish), ("StartDate", start)):
        if at:
            found[name] = _value("TASK", "act_end_date", at)
    planned, left = row.get("target_drtn_hr_cnt"), row.get("remain_drtn_hr_cnt")
    if planned and left:
        over = max(Decimal(0), Decimal(planned) - Decimal(left))
        found["ActualDuration"] = decimal_text(over)
        found["AtCompletionDuration"] = decimal_text(over + Decimal(left))
    return found


def _calendar(element: Element, row: Mapping[str, str]) -> None:
    days = calendar_days(row["clndr_data"]) or CalendarDays(((),) * 7, {})
    week = _child(element, "StandardWorkWeek")
    for at, name in enumerate(_WEEKDAYS):
        hours = _child(week, "StandardWorkHours")
        _child(hours, "DayOfWeek", name)
        _shifts(hours, days.week[(at - 1) % 7])
    if not days.exceptions:
        return
    exceptions = _child(element, "HolidayOrExceptions")
    for day, shifts in sorted(days.exceptions.items()):
        exception = _child(exceptions, "HolidayOrException")
        _child(exception, "Date", f"{_iso(day)}T00:00:00")
        _shifts(exception, _HALVES if shifts == WHOLE_DAY else shifts)


def _iso(day: date) -> str:
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _shifts(above: Element, day: Day) -> None:
    """P6 writes the last minute that is worked."""
    for shift in day:
        time = _child(above, "WorkTime")
        _child(time, "Start", f"{clock(shift.first)}:00")
        _child(time, "Finish", f"{clock(shift.last - 1)}:00")
    if not day:
        _child(above, "WorkTime").set(f"{{{_INSTANCE}}}nil", "true")
