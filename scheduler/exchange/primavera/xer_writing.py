"""XER text out of P6's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.primavera.xer_columns import COLUMNS

_VERSION = "20.12"


def xer_bytes(
    rows: Mapping[str, Sequence[Mapping[str, str]]], currency: str, on: date, losses: Losses
) -> bytes:
    """Return a file; Windows-1252 as P6 writes it, or UTF-8 where characters need that."""
    head = ("ERMHDR", _VERSION, on.isoformat(), "Project", "admin", "admin")
    database = ("dbxDatabaseNoName", "Project Management", currency)
    lines = ["\t".join((*head, *database))]
    for table, said in COLUMNS.items():
        columns = said.split()
        if not rows.get(table):
            continue
        lines += [f"%T\t{table}", "\t".join(("%F", *columns))]
        lines += [
            "\t".join(("%R", *(_cell(row.get(c, "")) for c in columns))) for row in rows[table]
        ]
    lines += ["%E", ""]
    return _encoded("\r\n".join(lines), losses)


def _cell(value: str) -> str:
    return value.replace('"', '""').replace("\n", "\x7f\x7f")


def _encoded(text: str, losses: Losses) -> bytes:
    """Encode a text; bytes of Windows-1252 that could be taken for UTF-8 are no choice."""
    if text.isascii():
        return text.encode("ascii")
    plain = _as_windows(text)
    if plain is not None:
        return plain
    losses.add(
        Loss(
            code="changed",
            field="encoding",
            place="the file",
            text="UTF-8, since Windows-1252 lacks characters; P6 reads PMXML more surely",
        )
    )
    return text.encode("utf-8")


def _as_windows(text: str) -> bytes | None:
    """The text in Windows-1252, or None where it lacks characters or reads as UTF-8 as well."""
    try:
        plain = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    try:
        plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain
    return None
