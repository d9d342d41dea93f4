"""Workbooks as sheets, read part by part and never further than a programme can need.

Read here rather than by a library: each part streams through a parser that stops at the first cell
too many, and texts come out as they were written, escapes such as `_x000D_` included. Formulas are
not calculated; what the spreadsheet last calculated is read. Source: ECMA-376, part 1, sections
18.3 (sheets), 18.4 (texts), 18.8 (styles) and 22.4.2.4 (escapes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from scheduler.exchange.archive import Archive, opened
from scheduler.exchange.reading import refused
from scheduler.exchange.sheets.grid import LONGEST_CELL, CellIn, Grid, NoValue, Row, cell_name
from scheduler.exchange.sheets.xml_events import events

KIND = "XLSX"
MOST_ROWS = 200_000
"""Of all sheets together."""
MOST_COLUMNS = 1_024
MOST_CELLS = 500_000
"""Of all sheets together; empty ones count."""
MOST_TEXTS = 500_000
MOST_LETTERS = 32 * 1024 * 1024
"""Of all texts of cells together."""

_OLE = b"\xd0\xcf\x11\xe0"
_ROOT_RELATIONS = "_rels/.rels"
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """The sheets of a workbook, and how many cells were calculated."""

    grids: tuple[Grid, ...]
    formulas: int
    first_formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    sheets: tuple[tuple[str, str], ...]
    """Names and parts."""
    texts: tuple[str, ...]
    dates: frozenset[int]
    """Styles that show dates."""
    epoch: datetime


@dataclass(slots=True)
class _Room:
    """What may still be read of one workbook."""

    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    letters: int = MOST_LETTERS
    formulas: int = 0
    first_formula: str = ""


def read_workbook_grids(content: bytes) -> Workbook:
    """Return the sheets of a workbook.

    Raises: FileRejected for what is no workbook of this kind, or asks for more than is read.
    """
    if content.startswith(_OLE):
        raise refused(KIND, "an old .xls workbook or one with a password; save it as .xlsx")
    archive = opened(content, KIND)
    book = _book(archive)
    room = _Room()
    grids = tuple(_grid(archive, name, part, book, room) for name, part in book.sheets)
    return Workbook(grids=grids, formulas=room.formulas, first_formula=room.first_formula)


def unescaped(text: str) -> str:
    """Return a text of a workbook with its escapes read: `_x000D_` is a carriage return."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _book(archive: Archive) -> _Book:
    main = next(
        (to for kind, _, to in _relations(archive, _ROOT_RELATIONS) if kind == "officeDocument"),
        "xl/workbook.xml",
    )
    if main not in archive.entries:
        raise refused(KIND, "no workbook; a workbook of another program may be saved as .xlsx")
    folder, _, file = main.rpartition("/")
    relations = _relations(archive, f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}")
    parts = {own: to for kind, own, to in relations if kind == "worksheet"}
    if len(set(parts.values())) < len(parts):
        raise refused(KIND, "two sheets are one part")
    sheets: list[tuple[str, str]] = []
    epoch = CALENDAR_WINDOWS_1900
    for event in events(archive, main):
        if event.begins and event.name == "sheet":
            own = next((v for k, v in event.said.items() if k.rpartition(":")[2] == "id"), "")
            if own in parts:
                # Each part belongs to one sheet: reading it again and again would be without end.
                sheets.append((unescaped(event.said.get("name", "")), parts.pop(own)))
        elif event.name == "workbookPr" and event.said.get("date1904") in ("1", "true"):
            epoch = CALENDAR_MAC_1904
    by_kind = {kind: to for kind, _, to in relations}
    return _Book(
        sheets=tuple(sheets),
        texts=_texts(archive, by_kind.get("sharedStrings")),
        dates=_dates(archive, by_kind.get("styles")),
        epoch=epoch,
    )


def _relations(archive: Archive, part: str) -> list[tuple[str, str, str]]:
    """Return kind, id and target of each relation of a part."""
    if part not in archive.entries:
        return []
    folder = part.rpartition("_rels/")[0]
    found: list[tuple[str, str, str]] = []
    for event in events(archive, part):
        if event.begins and event.name == "Relationship":
            said = event.said
            if said.get("TargetMode") == "External":
                continue
            to = said.get("Target", "")
            place = to.lstrip("/") if to.startswith("/") else f"{folder}{to}"
            found.append((said.get("Type", "").rpartition("/")[2], said.get("Id", ""), place))
    return found


def _texts(archive: Archive, part: str | None) -> tuple[str, ...]:
    """Return the shared texts; how they are to be spoken is left out."""
    if part is None or part not in archive.entries:
        return ()
    texts: list[str] = []
    pieces: list[str] = []
    spoken = letters = 0
    for begins, name, _, text in events(archive, part, {"si": MOST_TEXTS}):
        if name == "rPh":
            spoken += 1 if begins else -1
        elif name == "si" and begins:
            pieces = []
        elif name == "t" and not begins and not spoken:
            pieces.append(text)
        elif name == "si":
            whole = unescaped("".join(pieces))
            letters += len(whole)
            if len(texts) >= MOST_TEXTS or letters > MOST_LETTERS:
                raise refused(KIND, "more texts than are read", part)
            texts.append(_bounded(whole, part))
    return tuple(texts)


def _dates(archive: Archive, part: str | None) -> frozenset[int]:
    """Return the numbers of the cell styles that show dates."""
    if part is None or part not in archive.entries:
        return frozenset()
    own: set[int] = set()
    styles: list[int] = []
    inside = False
    for begins, name, said, _ in events(archive, part):
        if name == "numFmt" and begins:
            if re.search("[dmyDMY]", _NOT_DATE.sub("", said.get("formatCode", ""))):
                own.add(_number(said.get("numFmtId")))
        elif name == "cellXfs":
            inside = begins
        elif name == "xf" and begins and inside:
            if len(styles) > MOST_TEXTS:
                raise refused(KIND, "more styles than are read", part)
            styles.append(_number(said.get("numFmtId")))
    return frozenset(at for at, form in enumerate(styles) if form in own or form in _DATE_FORMATS)


def _grid(archive: Archive, name: str, part: str, book: _Book, room: _Room) -> Grid:
    """Return the cells of one sheet that hold something."""
    rows: dict[int, dict[int, CellIn]] = {}
    said: Mapping[str, str] = {}
    value: str | None = None
    texts: list[str] = []
    calculated = False
    row, column = 0, -1
    bounds = {"c": room.cells, "row": room.rows}
    for begins, element, told, text in events(archive, part, bounds):
        if element == "c" and begins:
            said, value, texts, calculated = told, None, [], False
            row, column = _place(told.get("r"), row, column + 1, part)
            room.cells -= 1
            _check(room.cells, part, "cells")
        elif element == "v" and not begins:
            value = text
        elif element == "t" and not begins:
            texts.append(text)
        elif element == "f" and begins:
            calculated = True
            room.formulas += 1
            room.first_formula = room.first_formula or cell_name(name, row, column)
        elif element == "c":
            cell = _cell(said, value, texts, book, calculated=calculated)
            if cell is not None:
                room.letters -= len(cell) if isinstance(cell, str) else 0
                _check(room.letters, part, "letters")
                rows.setdefault(row, {})[column] = cell
        elif element == "row" and begins:
            row, column = _number(told.get("r"), row + 1), -1
            room.rows -= 1
            _check(room.rows, part, "rows")
    ordered = tuple(Row(number=at, cells=rows[at]) for at in sorted(rows))
    return Grid(name=name, rows=ordered)


def _cell(
    said: Mapping[str, str],
    shown: str | None,
    texts: Iterable[str],
    book: _Book,
    *,
    calculated: bool,
) -> CellIn | None:
    kind = said.get("t", "n")
    # A formula may show an empty text; some programs write an empty value instead of none.
    if calculated and (shown is None or (not shown and kind != "str")):
        message = "a formula that was never calculated; open the file in a spreadsheet and save it"
        return NoValue(code="formula_without_value", message=message)
    value = shown or ""
    match kind:
        case "s":
            at = _number(value, -1)
            return (book.texts[at] or None) if 0 <= at < len(book.texts) else None
        case "inlineStr":
            return _bounded(unescaped("".join(texts)), "") or None
        case "str":
            return _bounded(unescaped(value), "") or None
        case "b":
            return value.strip() in ("1", "true") if value else None
        case "e":
            return NoValue(code="formula_error", message=f"the cell shows the error {value[:20]}")
        case _:
            return _numeric(value, _number(said.get("s")), book) if value else None


def _numeric(value: str, style: int, book: _Book) -> CellIn:
    try:
        number = float(value)
    except ValueError:
        return value[:LONGEST_CELL]
    if style not in book.dates:
        whole = value.lstrip("-").isdecimal() and len(value) < 18  # noqa: PLR2004  # digits
        return int(value) if whole else number
    try:
        day = from_excel(number, book.epoch)
    except (ValueError, OverflowError):
        return NoValue(code="not_a_date", message=f"{value[:20]} is no date of a spreadsheet")
    if isinstance(day, datetime) and (day.hour, day.minute, day.second) == (0, 0, 0):
        return day.date()
    message = "a date with a time of day; programmes are planned in whole days"
    return NoValue(code="not_a_date", message=message)


def _place(told: str | None, row: int, column: int, part: str) -> tuple[int, int]:
    """Return row from 1 and column from 0 of a cell, which may say where it is."""
    if told is not None:
        found = _CELL.fullmatch(told)
        if found is None:
            raise refused(KIND, "a cell says no place", part, told[:20])
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        row, column = int(found[2]), column - 1
    if column >= MOST_COLUMNS:
        raise refused(KIND, f"more than {MOST_COLUMNS:,} columns", part)
    return row, column


def _check(left: int, part: str, what: str) -> None:
    if left < 0:
        raise refused(KIND, f"more {what} than are read", part)


def _bounded(text: str, part: str) -> str:
    if len(text) > LONGEST_CELL:
        raise refused(KIND, f"a cell with more than {LONGEST_CELL:,} letters", part)
    return text


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else otherwise  # noqa: PLR2004  # digits
