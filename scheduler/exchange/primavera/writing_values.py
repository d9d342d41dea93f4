"""Numbers, durations, dates and names as P6's rows hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.primavera.reading_values import Kind

MOST = 2**31 - 1
"""The largest number of a row."""

_NUMBER = re.compile(r"[1-9]\d{0,9}")
_NO_TEXT = r"\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff"
_CONTROLS = re.compile(rf"[{_NO_TEXT}\n]")
_CONTROLS_BUT_BREAKS = re.compile(rf"[{_NO_TEXT}]")


@dataclass(frozen=True, slots=True)
class Writing:
    """The losses so far while a project is written."""

    losses: Losses

    def lost(self, code: Kind, field: str, place: str, value: object = "", text: str = "") -> None:
        """Note that a field does not come along as it is."""
        self.losses.add(
            Loss(code=code, field=field, place=place, value=shortened(value), text=text)
        )

    def text(
        self, value: str, field: str, place: str, longest: int, *, breaks: bool = False
    ) -> str:
        """Return a text that a column of so many characters holds."""
        plain = (_CONTROLS_BUT_BREAKS if breaks else _CONTROLS).sub(" ", value)
        if plain != value:
            self.lost("changed", field, place, value, "breaks and control characters are blanks")
        if len(plain) > longest:
            self.lost("changed", field, place, value, f"cut to the {longest} characters of P6")
        return plain[:longest]

    def moment(self, at: datetime | None, field: str, place: str) -> str:
        """Return a date and time; P6 knows minutes."""
        if at is None:
            return ""
        if at.second or at.microsecond:
            self.lost("changed", field, place, at, "cut to whole minutes")
        return f"{at.year:04}-{at.month:02}-{at.day:02} {at.hour:02}:{at.minute:02}"


def hours(minutes: int | None) -> str:
    """Return minutes as hours."""
    return "" if minutes is None else decimal_text(Decimal(minutes) / 60)


def people(hundredths: int | None) -> str:
    """Return hundredths of people as people."""
    return "" if hundredths is None else decimal_text(Decimal(hundredths) / 100)


def decimal_text(exact: Decimal) -> str:
    """Return a number with up to six places."""
    rounded = exact.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def numbers(ids: Sequence[str], taken: Iterable[int] = ()) -> dict[str, int]:
    """Return a number for every id: its own where it is one, else the next that is free."""
    kept = {id: int(id) for id in ids if _NUMBER.fullmatch(id) and int(id) <= MOST}
    return with_free_numbers(ids, kept, taken)


def with_free_numbers(
    ids: Sequence[str], kept: dict[str, int], taken: Iterable[int] = ()
) -> dict[str, int]:
    """Return numbers for all ids; those without one in `kept` get the next that are free."""
    used = {*kept.values(), *taken}
    found: dict[str, int] = {}
    free = 0
    for id in ids:
        if id in kept:
            found[id] = kept[id]
            continue
        free += 1
        while free in used:
            free += 1
        found[id] = free
    return found


def distinct_names(names: Sequence[str], longest: int) -> list[str]:
    """Return names that differ in more than their case: later ones get a number at their end."""
    seen: set[str] = set()
    last_number: dict[str, int] = {}
    found: list[str] = []
    for name in names:
        number, told = last_number.get(name.casefold(), 1), name
        while told.casefold() in seen:
            number += 1
            end = f"-{number}"
            told = f"{name[: longest - len(end)]}{end}"
        last_number[name.casefold()] = number
        seen.add(told.casefold())
        found.append(told)
    return found
