"""Sheets as a workbook: real dates and numbers, texts that are never formulas, notes on columns."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.exchange.sheets.cells_in import expected
from scheduler.exchange.sheets.grid import OutColumn, OutSheet, column_letters
from scheduler.exchange.sheets.inert import may_be_calculated
from scheduler.exchange.sheets.kinds import Scalar

FIRST_DATE = date(1900, 3, 1)
"""Spreadsheets take 1900 for a leap year; earlier days are written as text."""
ROWS_TO_FILL = 1_000
"""Rows of an empty sheet for which drop-down lists and formats are prepared."""
_LONGEST_LIST = 255
_LONGEST_NOTE = 255
_LONGEST_TITLE = 32
_WIDEST, _NARROWEST = 60, 10
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE_FORMAT = "yyyy-mm-dd"
_TEXT_FORMAT = "@"
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="DDE6F0")
_NEEDED = PatternFill("solid", fgColor="F6E3B4")


def workbook_of(sheets: Sequence[OutSheet], *, to_fill: bool = False) -> bytes:
    """Return a workbook of sheets in their order; with room `to_fill`, lists reach further down."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet, names, to_fill=to_fill)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def escaped(text: str) -> str:
    """Return a text as a workbook holds it: characters that XML loses are written as escapes."""
    return _ESCAPED.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _write(page: Worksheet, sheet: OutSheet, names: Collection[str], *, to_fill: bool) -> None:
    page.append([escaped(column.heading) for column in sheet.columns])
    for cell, column in zip(page[1], sheet.columns, strict=False):
        cell.font = _BOLD
        cell.fill = _NEEDED if column.required else _HEAD
        cell.alignment = _WRAPPED
    for number, row in enumerate(sheet.rows, start=2):
        for at, value in enumerate(row, start=1):
            if value is not None and value != "":
                _set(page, number, at, value)
    last = max(len(sheet.rows) + 1, ROWS_TO_FILL if to_fill else 2)
    for at, column in enumerate(sheet.columns):
        letters = column_letters(at)
        page.column_dimensions[letters].width = _width(at, sheet)
        if not sheet.fields:
            _add_note(page, column, f"{letters}2:{letters}{last}", names)
        if to_fill and column.kind is not None and not sheet.fields:
            page.column_dimensions[letters].number_format = _format(column)
    for number, field in enumerate(sheet.fields, start=2):
        _add_note(page, field, f"B{number}", names)
        if to_fill:
            page.cell(row=number, column=2).number_format = _format(field)
        if field.required:
            page.cell(row=number, column=1).fill = _NEEDED
    naming = sheet.naming
    page.freeze_panes = f"{column_letters(naming + 1 if sheet.columns[1:] else 0)}2"
    page.auto_filter.ref = f"A1:{column_letters(len(sheet.columns) - 1)}{len(sheet.rows) + 1}"


def _set(page: Worksheet, row: int, column: int, value: str | float | date) -> None:
    cell = page.cell(row=row, column=column, value=0)
    match value:
        case str():
            _set_text(cell, escaped(value))
            cell.alignment = _WRAPPED
            cell.number_format = _TEXT_FORMAT
            if may_be_calculated(value):
                cell.quotePrefix = True
        case date() if value < FIRST_DATE:
            _set_text(cell, value.isoformat())
        case date():
            cell.value = value
            cell.number_format = _DATE_FORMAT
        case _:
            cell.value = value


def _set_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as a text, whatever it looks like."""
    cell.value = text
    cell.data_type = "s"


def _format(column: OutColumn) -> str:
    """Return how cells of a column are shown before anything stands in them."""
    match column.kind:
        case Scalar(base="date"):
            return _DATE_FORMAT
        case Scalar(base="whole" | "number" | "whole_or_date"):
            return "General"
        case _:
            return _TEXT_FORMAT


def _add_note(page: Worksheet, column: OutColumn, cells: str, names: Collection[str]) -> None:
    """Say what a column holds when one of its cells is chosen, with a list where there is one."""
    rule = _list_of(column, names)
    told = " ".join(part for part in (column.meaning, _holds(column)) if part)
    if not told and rule is None:
        return
    rule = rule or DataValidation(allow_blank=True)
    if told:
        rule.showInputMessage = True
        rule.promptTitle = column.heading[:_LONGEST_TITLE]
        rule.prompt = told if len(told) <= _LONGEST_NOTE else f"{told[: _LONGEST_NOTE - 1]}…"
    rule.add(cells)
    page.add_data_validation(rule)


def _holds(column: OutColumn) -> str:
    if column.kind is None:
        return ""
    needed = " Needed." if column.required else ""
    return f"Holds {expected(column.kind)}.{needed}"


def _list_of(column: OutColumn, names: Collection[str]) -> DataValidation | None:
    """Return the drop-down list of a column; what is not on a list of ids may still be written."""
    choices = _choices(column.kind) if isinstance(column.kind, Scalar) else ()
    listed = ",".join(choices)
    if choices and len(listed) <= _LONGEST_LIST:
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        rule.error = f"One of {listed}"[:_LONGEST_NOTE]
        rule.showErrorMessage = True
        return rule
    if column.names_rows_of in names and column.names_rows_of:
        place = f"{quote_sheetname(column.names_rows_of)}!$A$2:$A${ROWS_TO_FILL}"
        rule = DataValidation(type="list", formula1=place, allow_blank=True)
        rule.showErrorMessage = False
        return rule
    return None


def _choices(kind: Scalar) -> tuple[str, ...]:
    return ("yes", "no") if kind.base == "yes_no" else tuple(map(str, kind.choices))


def _width(at: int, sheet: OutSheet) -> int:
    cells = [row[at] for row in sheet.rows[:200]]
    longest = max((len(str(c)) for c in (sheet.columns[at].heading, *cells) if c), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2))
