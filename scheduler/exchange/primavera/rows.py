"""Rows of P6's database, as both of its file formats hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; columns by their names in XER, in small letters, and without the empty ones."""

    table: str
    values: Mapping[str, str]
    place: str = ""

    def get(self, column: str) -> str:
        """Return what stands in a column, empty where nothing does."""
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All rows of a file by the names of their tables in XER."""

    kind: Literal["XER", "PMXML"]
    rows: Mapping[str, tuple[Row, ...]]
    currency: str = ""
    """The currency's short name."""
    decimal: str = "."
    """Between whole numbers and fractions."""
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The format's own names of fields, where they differ from `TABLE.column`."""

    def of(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table in the file's order."""
        return self.rows.get(table, ())

    def name(self, table: str, column: str = "") -> str:
        """Return a field's name as the format has it."""
        known = self.names.get((table, column))
        if known is not None or not column:
            return known or table
        return f"{self.names[table, '']}/{column}" if self.names else f"{table}.{column}"
