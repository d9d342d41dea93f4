"""Numbers, durations and dates of P6's rows; what is malformed becomes a loss and no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.primavera.rows import Row, Tables

Kind = Literal["not_read", "not_understood", "changed", "not_carried", "missing"]
"""Kinds of losses."""

MOST_HOURS = 10_000_000
"""Longer ones are taken for damage: more than a thousand years."""

_NUMBER = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,2})?")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one project while they are read, and the losses so far."""

    tables: Tables
    losses: Losses

    def lost(
        self, code: Kind, row: Row, column: str, text: str = "", value: str | None = None
    ) -> None:
        """Note that a column did not come along as it is."""
        said = row.get(column) if value is None else value
        self.losses.add(
            Loss(
                code=code,
                field=self.tables.name(row.table, column),
                place=place_of(row),
                value=shortened(said),
                text=text,
            )
        )

    def number(self, row: Row, column: str) -> Decimal | None:
        """Return a number."""
        said = row.get(column).strip()
        if not said:
            return None
        plain = said
        if self.tables.decimal == "," and "," in said:
            plain = said.replace(".", "").replace(",", ".")
        if _NUMBER.fullmatch(plain) is None:
            self.lost("not_understood", row, column, "no number")
            return None
        return Decimal(plain)

    def minutes(self, row: Row, column: str) -> int | None:
        """Return hours as minutes."""
        hours = self.number(row, column)
        if hours is None:
            return None
        if abs(hours) > MOST_HOURS:
            self.lost("not_understood", row, column, "more hours than a file may say")
            return None
        return self.whole(hours * 60, row, column, "rounded to whole minutes")

    def hundredths(self, row: Row, column: str) -> int | None:
        """Return a number of people in hundredths."""
        people = self.number(row, column)
        if people is None:
            return None
        if not 0 <= people <= MOST_HOURS:
            self.lost("not_understood", row, column, "no number of people")
            return None
        return self.whole(people * 100, row, column, "rounded to hundredths")

    def whole(self, exact: Decimal, row: Row, column: str, text: str) -> int:
        """Return a number rounded to whole ones, with a loss where that changes it."""
        rounded = exact.to_integral_value(rounding=ROUND_HALF_UP)
        # Files hold a third of an hour as 0.333333; a thousandth of a unit is rounding of theirs.
        if abs(rounded - exact) > Decimal("0.01"):
            self.lost("changed", row, column, text)
        return int(rounded)

    def moment(self, row: Row, column: str) -> datetime | None:
        """Return a date and time, without a zone."""
        said = row.get(column).strip()
        if not said:
            return None
        found = moment_of(said)
        if found is None:
            self.lost("not_understood", row, column, "no date")
        return found


def moment_of(text: str) -> datetime | None:
    """Return a date and time as P6 writes them, or None where it is none."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None


def place_of(row: Row) -> str:
    """Return the place of a row as losses name it: its kind, number and name."""
    word, id_column, code, name = _SHOWN.get(row.table, (row.table.lower(), "", "", ""))
    said = row.get(code) or row.get(id_column)
    called = f' "{shortened(row.get(name), 60)}"' if row.get(name) else ""
    return f"{word} {shortened(said, 40)}{called}" if said or called else row.place or word


_SHOWN = {
    "CALENDAR": ("calendar", "clndr_id", "", "clndr_name"),
    "PROJECT": ("project", "proj_id", "proj_short_name", ""),
    "PROJWBS": ("WBS", "wbs_id", "wbs_short_name", "wbs_name"),
    "TASK": ("activity", "task_id", "task_code", "task_name"),
    "RSRC": ("resource", "rsrc_id", "rsrc_short_name", "rsrc_name"),
}
