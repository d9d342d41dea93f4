"""XER as text: lines of cells between tabs, and its encodings.

`ERMHDR` begins a file, `%T` names a table, `%F` its columns, `%R` is a row and `%E` the end. A line
that begins with none of these goes on with the cell before it. Inside a cell a quotation mark is
written twice and a line break as two characters of number 127.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.primavera.rows import Row, Tables
from scheduler.exchange.reading import LARGEST_FILE, refused

KIND = "Primavera XER"
MOST_ROWS = 1_000_000
_MARKS = ("%T", "%F", "%R", "%E", "ERMHDR")
_CURRENCY_CELL = 8
_BREAK = "\x7f\x7f"


def tables_of(content: bytes, losses: Losses) -> Tables:
    """Return the rows of a file; raises FileRejected for what is no XER."""
    if len(content) > LARGEST_FILE:
        raise refused(KIND, f"more than the {LARGEST_FILE:,} bytes that are read")
    text = _decoded(content, losses)
    lines = _records(text)
    first = next(lines, (1, ""))[1].split("\t")
    if first[0] != "ERMHDR":
        raise refused(KIND, "it does not begin with ERMHDR", "line 1", shortened(first[0], 40))
    currency = first[_CURRENCY_CELL].strip() if len(first) > _CURRENCY_CELL else ""
    rows = _rows(lines, losses)
    return Tables(
        kind="XER",
        rows={name: tuple(found) for name, found in rows.items()},
        currency=currency,
        decimal=_decimal(rows.get("CURRTYPE", []), currency),
    )


def _decimal(currencies: Sequence[Row], currency: str) -> str:
    for row in currencies:
        if row.get("curr_short_name").casefold() == currency.casefold():
            return "," if row.get("decimal_symbol") in {",", "Comma"} else "."
    return "."


def _decoded(content: bytes, losses: Losses) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise refused(KIND, "the text is not UTF-16") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = content.decode("cp1252", errors="replace")
    unknown = text.count("\ufffd")
    if unknown:
        losses.add(
            Loss(
                code="not_understood",
                field="encoding",
                place=f"line {text.count(chr(10), 0, text.index(chr(0xFFFD))) + 1}",
                text="characters that Windows-1252 does not have; shown as \ufffd",
                count=unknown,
            )
        )
    return text


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Yield records with the number of their first line; those over several lines joined."""
    held: list[str] = []
    began = 1
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line.split("\t", 1)[0].strip(" \x1a\0") in _MARKS or not held:
            if held:
                yield began, "\n".join(held).rstrip("\n")
            held, began = [line], number
        else:
            held.append(line)
    if held:
        yield began, "\n".join(held).rstrip("\n")


def _rows(lines: Iterator[tuple[int, str]], losses: Losses) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    table = ""
    columns: tuple[str, ...] = ()
    count = 0
    ended = False
    for number, line in lines:
        cells = line.split("\t")
        mark = cells[0].strip(" \x1a\0")
        if ended or mark == "ERMHDR":
            _damaged(losses, "after the end" if ended else "a second header", number, line)
        elif mark == "%T":
            table, columns = (cells[1].strip().upper() if len(cells) > 1 else ""), ()
            rows.setdefault(table, [])
        elif mark == "%F":
            columns = tuple(cell.strip().lower() for cell in cells[1:])
        elif mark == "%R":
            count += 1
            if count > MOST_ROWS:
                raise refused(KIND, f"more than the {MOST_ROWS:,} rows that are read")
            if table and columns:
                rows[table].append(_row(table, columns, cells[1:], number, losses))
            else:
                _damaged(losses, "a row without table or columns", number, line)
        ended = ended or mark == "%E"
    if not ended:
        losses.add(
            Loss(
                code="not_understood",
                field="%E",
                place="end of the file",
                text="the mark of the end is missing; the file may be cut short",
            )
        )
    return rows


def _row(
    table: str, columns: Sequence[str], cells: Sequence[str], number: int, losses: Losses
) -> Row:
    if any(cell.strip() for cell in cells[len(columns) :]):
        _damaged(losses, "more cells than columns", number, "\t".join(cells[len(columns) :]))
    values = {
        column: plain
        for column, cell in zip(columns, cells, strict=False)
        if column and (plain := _plain(cell))
    }
    return Row(table=table, values=values, place=f"line {number}")


def _plain(cell: str) -> str:
    return cell.replace('""', '"').replace(_BREAK, "\n") if cell else ""


def _damaged(losses: Losses, what: str, number: int, value: str) -> None:
    losses.add(
        Loss(
            code="not_understood",
            field="row",
            place=f"line {number}",
            value=shortened(value),
            text=what,
        )
    )
