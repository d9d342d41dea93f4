"""A whole programme as a workbook or as a zip of CSV files, and back without loss.

What comes back is the same programme: `read_programme` of the document that was read equals what
was written, and so do their hashes. A field that says no more than its default may be left out.
"""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.programme import Programme
from scheduler.exchange.losses import Loss
from scheduler.exchange.sheets.csv_zip import csv_zip_grids, csv_zip_of
from scheduler.exchange.sheets.sheets_in import ReadSheets, read_sheets
from scheduler.exchange.sheets.sheets_out import programme_sheets
from scheduler.exchange.sheets.xlsx_in import read_workbook_grids
from scheduler.exchange.sheets.xlsx_out import workbook_of


def write_workbook(programme: Programme) -> bytes:
    """Return a programme as an XLSX workbook, one sheet for each list that is not empty."""
    return workbook_of(programme_sheets(programme))


def read_workbook(content: bytes, limits: Limits = DEFAULT_LIMITS) -> ReadSheets:
    """Return the document that an XLSX workbook says, with every problem and its cell.

    Raises: FileRejected for what is no workbook, or asks for more than is read.
    """
    book = read_workbook_grids(content)
    read = read_sheets(book.grids, limits)
    if not book.formulas:
        return read
    text = "Formulas are not kept; what they last showed was read."
    loss = Loss(
        code="changed",
        field="formula",
        place=book.first_formula,
        text=text,
        count=book.formulas,
    )
    return replace(read, losses=(*read.losses, loss))


def write_csv_zip(programme: Programme) -> bytes:
    """Return a programme as a zip of CSV files, one for each list that is not empty."""
    return csv_zip_of(programme_sheets(programme))


def read_csv_zip(content: bytes, limits: Limits = DEFAULT_LIMITS) -> ReadSheets:
    """Return the document that a zip of CSV files says, with every problem and its cell.

    Raises: FileRejected for what is no such zip, or asks for more than is read.
    """
    grids, losses = csv_zip_grids(content)
    read = read_sheets(grids, limits)
    return replace(read, losses=(*losses, *read.losses))
