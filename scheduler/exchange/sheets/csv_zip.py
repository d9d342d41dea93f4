"""Sheets as a zip of CSV files, one for each sheet, and back.

UTF-8 with a byte order mark, commas, every text in quotes. Semicolons, tabs and Windows-1252 are
read too, since spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date

from scheduler.exchange.archive import opened, unpacked
from scheduler.exchange.losses import Loss
from scheduler.exchange.reading import refused
from scheduler.exchange.sheets.grid import LONGEST_CELL, CellOut, Grid, OutSheet, Row
from scheduler.exchange.sheets.inert import as_written, inert
from scheduler.exchange.sheets.xlsx_in import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

KIND = "zip of CSV"
MOST_BYTES = 32 * 1024 * 1024
"""Of all files together, unpacked."""
_QUOTED = re.compile('"[^"]*"')
_SUFFIX = ".csv"
_STAMP = (2000, 1, 1, 0, 0, 0)
"""The same content makes the same file."""
_DIVIDERS = (",", ";", "\t")


def csv_zip_of(sheets: Sequence[OutSheet]) -> bytes:
    """Return a zip with a CSV file for each sheet."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            entry = zipfile.ZipInfo(f"{sheet.name}{_SUFFIX}", _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _text(sheet).encode("utf-8-sig"))
    return written.getvalue()


def csv_zip_grids(content: bytes) -> tuple[tuple[Grid, ...], tuple[Loss, ...]]:
    """Return the sheets of a zip of CSV files, and what of it was read as something else.

    Raises: FileRejected for what is no such zip, or asks for more than is read.
    """
    archive = opened(content, KIND, most_unpacked=MOST_BYTES)
    grids: list[Grid] = []
    losses: list[Loss] = []
    room = [MOST_ROWS, MOST_CELLS]
    for name in archive.entries:
        stem = name.rpartition("/")[2]
        if not stem.lower().endswith(_SUFFIX) or name.startswith("__MACOSX/"):
            losses.append(Loss(code="not_read", field=name[:60], place=name[:60]))
            continue
        text, taken_for = _decoded(unpacked(archive, name), name)
        if taken_for:
            told = f"The file is no UTF-8 and was read as {taken_for}."
            losses.append(Loss(code="changed", field="encoding", place=name[:60], text=told))
        grids.append(Grid(name=stem[: -len(_SUFFIX)], rows=_rows(text, name, room)))
    if not grids:
        raise refused(KIND, "no .csv file in it")
    return tuple(grids), tuple(losses)


def _text(sheet: OutSheet) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([inert(column.heading) for column in sheet.columns])
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return written.getvalue()


def _cell(value: CellOut) -> str | int | float:
    match value:
        case None:
            return ""
        case str():
            return inert(value)
        case date():
            return value.isoformat()
        case _:
            return value


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ""
        except UnicodeDecodeError:
            raise refused(KIND, "a file in no encoding that is read", name[:80]) from None
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        raise refused(KIND, "a file in no encoding that is read", name[:80]) from None


def _rows(text: str, name: str, room: list[int]) -> tuple[Row, ...]:
    """Return the rows of a CSV file; `room` is how many rows and cells may still be read."""
    rows: list[Row] = []
    divider = _divider(text)
    bare = _QUOTED.sub("", text)
    lines = bare.count("\n")
    if lines > room[0] or bare.count(divider) + lines > room[1]:
        raise refused(KIND, "more rows or cells than are read", name[:80])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        for number, fields in enumerate(reader, start=1):
            room[0] -= 1
            room[1] -= len(fields)
            if min(room) < 0 or len(fields) > MOST_COLUMNS:
                raise refused(KIND, "more rows, columns or cells than are read", name[:80])
            cells = {at: as_written(field) for at, field in enumerate(fields) if field}
            if any(len(cell) > LONGEST_CELL for cell in cells.values()):
                place = f"{name[:80]}, row {number}"
                raise refused(KIND, f"a cell with more than {LONGEST_CELL:,} letters", place)
            if cells:
                rows.append(Row(number=number, cells=dict(cells)))
    except csv.Error as error:
        place = f"{name[:80]}, line {reader.line_num}"
        raise refused(KIND, f"no readable CSV: {error}", place) from None
    return tuple(rows)


def _divider(text: str) -> str:
    """Return what divides cells: whatever the headings have most of."""
    first = text.partition("\n")[0]
    return max(_DIVIDERS, key=first.count)
