"""Everything in P6's rows that was not read, as losses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.exchange.losses import Loss
from scheduler.exchange.primavera import words
from scheduler.exchange.primavera.columns import (
    KEPT,
    KNOWN,
    KNOWN_TABLES,
    SAYS_NOTHING,
    USUAL,
    WITHOUT_MEANING,
    WORKED_OUT_AGAIN,
)
from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row

_YES_AND_NO = frozenset({"Y", "N"})
_TERMS = {
    ("CALENDAR", "clndr_type"): frozenset(words.CALENDAR_TYPES),
    ("CALENDAR", "default_flag"): _YES_AND_NO,
    ("CALENDAR", "rsrc_private"): _YES_AND_NO,
    ("TASK", "duration_type"): frozenset(words.DURATION_TYPES),
    ("TASK", "status_code"): frozenset(words.STATUSES),
    ("TASKRSRC", "rsrc_type"): frozenset(words.RESOURCE_TYPES),
}
"""What may stand in columns; others are looked at where they are read."""

_READ_UDF = {"TASK", "PROJWBS", "PROJECT"}


def note_unread(tables: Mapping[str, Sequence[Row]], reading: Reading) -> None:
    """Note tables, columns and user defined fields without a place."""
    for table, rows in tables.items():
        if table in KEPT:
            _columns(table, rows, reading)
        elif rows and table not in WITHOUT_MEANING:
            reading.losses.add(
                Loss(
                    code="not_read" if table in KNOWN_TABLES else "not_understood",
                    field=reading.tables.name(table),
                    place=rows[0].place,
                    text="" if table in KNOWN_TABLES else "an unknown table",
                    count=len(rows),
                )
            )
    _user_fields(tables, reading)


def _columns(table: str, rows: Sequence[Row], reading: Reading) -> None:
    silent = {*KEPT[table].split(), *WORKED_OUT_AGAIN[table].split()}
    usual = USUAL.get(table, {})
    known = {*KNOWN.get(table, "").split(), *usual}
    for row in rows:
        for column, value in row.values.items():
            terms = _TERMS.get((table, column))
            if terms is not None and value.strip() not in terms:
                reading.lost("not_understood", row, column, "no term of P6")
            elif column in silent or SAYS_NOTHING.fullmatch(value) or usual.get(column) == value:
                continue
            # Unknown fields of PMXML were told when its rows were gathered.
            if column in known or reading.tables.kind == "PMXML":
                reading.lost("not_read", row, column)
            else:
                reading.lost("not_understood", row, column, "an unknown column")


def _user_fields(tables: Mapping[str, Sequence[Row]], reading: Reading) -> None:
    table_of = {
        row.get("udf_type_id").strip(): row.get("table_name").strip().upper()
        for row in tables.get("UDFTYPE", ())
    }
    for row in tables.get("UDFVALUE", ()):
        table = table_of.get(row.get("udf_type_id").strip())
        if table is None:
            reading.lost("not_understood", row, "udf_type_id", "names no user defined field")
        elif table not in _READ_UDF:
            reading.lost("not_read", row, "udf_type_id", f"a field of {table}")
