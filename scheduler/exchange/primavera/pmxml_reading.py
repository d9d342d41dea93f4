"""P6's rows out of PMXML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.primavera.calendar_data import DAY_ZERO, MIDNIGHT, clock, minute_of_day
from scheduler.exchange.primavera.pmxml_known import KNOWN_OBJECTS, is_known
from scheduler.exchange.primavera.pmxml_names import (
    ELEMENTS,
    FIELDS,
    FLAGS,
    FRACTIONS,
    INSTEAD,
    SILENT_OBJECTS,
    TERMS,
    is_silent,
)
from scheduler.exchange.primavera.reading_values import moment_of
from scheduler.exchange.primavera.rows import Row, Tables
from scheduler.exchange.primavera.structured_text import Record, text_of
from scheduler.exchange.reading import refused
from scheduler.exchange.xml_reading import Element, line, local_name, parsed

KIND = "Primavera PMXML"
_ROOT = "APIBusinessObjects"
_INSIDE = {"UDF", "Code", "StandardWorkWeek", "HolidayOrExceptions", "Spread"}
_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_DECIMAL = re.compile(r"\d{1,9}(?:\.\d{1,15})?")
_UDF_COLUMNS = {
    "TextValue": "udf_text",
    "IndicatorValue": "udf_text",
    "IntegerValue": "udf_number",
    "DoubleValue": "udf_number",
    "CostValue": "udf_number",
    "StartDateValue": "udf_date",
    "FinishDateValue": "udf_date",
    "CodeValue": "udf_text",
    "CodeObjectId": "udf_code_id",
}
_FLAGS = {"1": "Y", "true": "Y", "Y": "Y", "0": "N", "false": "N", "N": "N"}
_XER_TERM = {key: {said: term for term, said in terms.items()} for key, terms in TERMS.items()}
_INSIDE_NAMES = {
    ("UDFVALUE", ""): "UDF",
    ("UDFVALUE", "udf_type_id"): "UDF/TypeObjectId",
    ("UDFVALUE", "fk_id"): "UDF",
    ("TASKACTV", ""): "Code",
    ("TASKACTV", "actv_code_id"): "Code/ValueObjectId",
}
NAMES = {
    (table, column): f"{element}/{name}"
    for element, table in ELEMENTS.items()
    for name, column in FIELDS[table].items()
} | {(table, ""): element for element, table in ELEMENTS.items()}
NAMES |= _INSIDE_NAMES


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows of a file, and those of baselines apart from them."""

    tables: Tables
    baselines: tuple[tuple[Row, tuple[Row, ...]], ...]
    """Each with its project and its activities."""
    current: dict[str, str] = field(default_factory=dict)
    """The number of the current baseline by that of its project."""


class _Rows:
    """Rows that are gathered while a file is walked through."""

    def __init__(self, losses: Losses) -> None:
        self.losses = losses
        self.rows: dict[str, list[Row]] = {}
        self.current: dict[str, str] = {}

    def add(self, table: str, values: dict[str, str], place: str) -> Row:
        row = Row(table=table, values=values, place=place)
        self.rows.setdefault(table, []).append(row)
        return row


def gathered(content: bytes, losses: Losses) -> Gathered:
    """Return the rows of a file; raises FileRejected for what is no PMXML."""
    root = parsed(content, KIND)
    if local_name(root) != _ROOT:
        raise refused(KIND, f"its root is no {_ROOT}", line(root), local_name(root))
    rows = _Rows(losses)
    baselines: list[tuple[Row, tuple[Row, ...]]] = []
    for element in root:
        if local_name(element) == "BaselineProject":
            # What a baseline says of itself and does not keep is no loss of the project.
            of_baseline = _Rows(Losses())
            project = _project(element, of_baseline)
            baselines.append((project, tuple(of_baseline.rows.get("TASK", ()))))
        else:
            _object(element, rows, "")
    currencies = rows.rows.get("CURRTYPE", [])
    tables = Tables(
        kind="PMXML",
        rows={name: tuple(found) for name, found in rows.rows.items()},
        currency=currencies[0].get("curr_short_name").strip() if currencies else "",
        names=NAMES,
    )
    return Gathered(tables, tuple(baselines), rows.current)


def _object(element: Element, rows: _Rows, project: str) -> None:
    name = local_name(element)
    if name == "Project":
        _project(element, rows)
    elif name in ELEMENTS:
        _row(element, ELEMENTS[name], rows, project)
    elif name == "DisplayCurrency":
        for inside in element:
            _object(inside, rows, project)
    elif name not in SILENT_OBJECTS:
        rows.losses.add(_without_place(element, name, known=name in KNOWN_OBJECTS))


def _without_place(element: Element, field: str, *, known: bool) -> Loss:
    """Return the loss of something that is not read, whether P6 has it or not."""
    return Loss(
        code="not_read" if known else "not_understood",
        field=field,
        place=line(element),
        value="" if known else shortened(element.text or ""),
        text="" if known else "P6 has nothing of this name",
    )


def _project(element: Element, rows: _Rows) -> Row:
    """Read a project, then the objects inside it."""
    row = _row(element, "PROJECT", rows, "")
    number = row.get("proj_id")
    own_node = _text(element, "WBSObjectId")
    rows.current[number] = _text(element, "CurrentBaselineProjectObjectId")
    for inside in element:
        if len(inside) and local_name(inside) not in _INSIDE:
            _object(inside, rows, number)
    if own_node:
        _mark_root(rows, own_node, number)
    return row


def _mark_root(rows: _Rows, own_node: str, number: str) -> None:
    """Mark the project's own node; where it has no row, what is below it has none above."""
    nodes = rows.rows.get("PROJWBS", [])
    if any(row.get("wbs_id") == own_node for row in nodes):
        rows.rows["PROJWBS"] = [
            _with(row, "proj_node_flag", "Y") if row.get("wbs_id") == own_node else row
            for row in nodes
        ]
        return
    for table, column in (("PROJWBS", "parent_wbs_id"), ("TASK", "wbs_id")):
        rows.rows[table] = [
            _with(row, column, "")
            if row.get(column) == own_node and row.get("proj_id") == number
            else row
            for row in rows.rows.get(table, [])
        ]


def _with(row: Row, column: str, value: str) -> Row:
    values = {**row.values, column: value}
    if not value:
        del values[column]
    return Row(table=row.table, values=values, place=row.place)


def _row(element: Element, table: str, rows: _Rows, project: str) -> Row:
    columns = FIELDS[table]
    values: dict[str, str] = {}
    instead: dict[str, str] = {}
    for inside in element:
        name = local_name(inside)
        text = inside.text or ""
        if len(inside) or not text:
            continue
        if name in columns:
            values[columns[name]] = _value(table, columns[name], text)
        elif (table, name) in INSTEAD:
            if moment_of(text.strip()) is None:
                rows.losses.add(_no_date(element, inside))
            else:
                instead[INSTEAD[table, name]] = text
        elif is_known(table, name):
            values[name] = text
        elif not is_silent(table, name):
            field = f"{local_name(element)}/{name}"
            rows.losses.add(_without_place(inside, field, known=False))
    for column, text in instead.items():
        actual = "act_start_date" if column == "restart_date" else "act_end_date"
        if actual not in values:
            values.setdefault(column, text)
    if project and table != "PROJECT":
        values.setdefault("proj_id", project)
    if table == "CALENDAR":
        values["clndr_data"] = _calendar_data(element)
    row = rows.add(table, values, line(element))
    _inside(element, row, rows)
    return row


def _no_date(element: Element, inside: Element) -> Loss:
    return Loss(
        code="not_understood",
        field=f"{local_name(element)}/{local_name(inside)}",
        place=line(inside),
        value=shortened(inside.text),
        text="no date",
    )


def _value(table: str, column: str, text: str) -> str:
    """A value as XER has it; what is malformed stays as it is and is told when it is read."""
    key = (table, column)
    if key in _XER_TERM:
        return _XER_TERM[key].get(text.strip(), text)
    if key in FLAGS:
        return _FLAGS.get(text.strip(), text)
    if key in FRACTIONS and _DECIMAL.fullmatch(text.strip()):
        return f"{Decimal(text.strip()) * 100:f}"
    return text


def _inside(element: Element, row: Row, rows: _Rows) -> None:
    """User defined fields and activity codes, which stand inside what has them."""
    number = row.get(
        {"TASK": "task_id", "PROJWBS": "wbs_id", "PROJECT": "proj_id"}.get(row.table, "")
    )
    project = {"proj_id": row.get("proj_id")} if row.get("proj_id") else {}
    for inside in element:
        name = local_name(inside)
        if name == "UDF":
            values = {"udf_type_id": _text(inside, "TypeObjectId"), "fk_id": number, **project}
            for part in inside:
                column = _UDF_COLUMNS.get(local_name(part))
                if column is not None and part.text:
                    values[column] = part.text
            rows.add("UDFVALUE", {k: v for k, v in values.items() if v}, line(inside))
        elif name == "Code" and len(inside) and row.table == "TASK":
            values = {
                "task_id": number,
                "actv_code_type_id": _text(inside, "TypeObjectId"),
                "actv_code_id": _text(inside, "ValueObjectId"),
                **project,
            }
            rows.add("TASKACTV", values, line(inside))
        elif name == "Spread" or (name == "Code" and len(inside)):
            rows.losses.add(
                Loss(code="not_read", field=f"{local_name(element)}/{name}", place=line(inside))
            )
        elif len(inside) and row.table != "PROJECT" and name not in _INSIDE:
            field = f"{local_name(element)}/{name}"
            known = is_known(row.table, name)
            rows.losses.add(_without_place(inside, field, known=known))


def _text(element: Element, name: str) -> str:
    return next((e.text or "" for e in element if local_name(e) == name), "").strip()


def _calendar_data(element: Element) -> str:
    """The week and exceptions as XER keeps them in one cell; empty without a week."""
    parts = {local_name(inside): inside for inside in element if len(inside)}
    week = parts.get("StandardWorkWeek")
    if week is None:
        return ""
    days = tuple(
        Record(_weekday(_text(day, "DayOfWeek")), {}, tuple(_shifts(day)))
        for day in week
        if local_name(day) == "StandardWorkHours"
    )
    exceptions = tuple(
        Record(str(at), {"d": _serial(_text(day, "Date"))}, _of_exception(tuple(_shifts(day))))
        for at, day in enumerate(parts.get("HolidayOrExceptions", ()))
    )
    inside = (Record("DaysOfWeek", {}, days), Record("Exceptions", {}, exceptions))
    return text_of(Record("CalendarData", {}, inside))


def _of_exception(shifts: tuple[Record, ...]) -> tuple[Record, ...]:
    """P6 takes one shift from 00:00 to 23:59 for a day off; two halves are a day and night."""
    said = [(shift.values["s"][:5], shift.values["f"][:5]) for shift in shifts]
    if said == [("00:00", "00:00")]:
        return ()
    if said == [("00:00", "12:00"), ("12:00", "00:00")]:
        return (Record("0", {"s": "00:00", "f": "00:00"}),)
    return shifts


def _weekday(name: str) -> str:
    return str(_WEEKDAYS.index(name) + 1) if name in _WEEKDAYS else _without_signs(name)


def _serial(text: str) -> str:
    try:
        return str(date.fromisoformat(text[:10]).toordinal() - DAY_ZERO)
    except ValueError:
        return _without_signs(text)


def _shifts(day: Element) -> Iterator[Record]:
    """P6 writes the last minute that is worked: a shift until 12:00 ends at 11:59."""
    for at, part in enumerate(day):
        if local_name(part) != "WorkTime" or not len(part):
            continue
        start, finish = _text(part, "Start"), _text(part, "Finish")
        last = minute_of_day(finish)
        if last is not None and last < MIDNIGHT:
            finish = clock(last + 1)
        yield Record(str(at), {"s": _without_signs(start), "f": _without_signs(finish)})


def _without_signs(text: str) -> str:
    return re.sub(r"[()|]", "?", text)[:60]
