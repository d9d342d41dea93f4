"""Elements of a Microsoft Project XML file, and what does not fit into them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lxml import etree

from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.mspdi.codes import MOST_MINUTES, NAMESPACE
from scheduler.exchange.mspdi.values import duration_text, moment_text
from scheduler.exchange.xml_reading import Element

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_NUMBER = 2**31 - 1
LONGEST_TEXT = 255
"""Characters of names and of texts in custom fields that Project keeps."""

Value = str | int | bool | datetime | None


def child(parent: Element, name: str) -> Element:
    """Return a new element at the end of another."""
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers under which entries are written."""

    in_order: list[int]
    by_id: dict[str, int]
    """Of several with the same id, the first."""


class Writing:
    """Fills elements and gathers losses; used while one file is written."""

    def __init__(self, losses: Losses) -> None:
        """Begin with losses of its own or of others."""
        self.losses = losses

    def fill(self, parent: Element, place: str, values: Iterable[tuple[str, Value]]) -> None:
        """Add elements in the order given, which must be the schema's; None adds nothing.

        Times are written to the second, yes and no as 1 and 0.
        """
        for name, value in values:
            if value is None:
                continue
            if isinstance(value, datetime):
                value = self._moment(name, place, value)  # noqa: PLW2901 - becomes text
            elif isinstance(value, bool | int):
                value = str(int(value))  # noqa: PLW2901 - becomes text
            child(parent, name).text = self._clean(name, place, value)

    def minutes(self, place: str, name: str, value: int | None) -> str | None:
        """Return a duration as text; one that is negative or too long is a loss."""
        if value is not None and not 0 <= value <= MOST_MINUTES:
            self.lose("not_carried", name, place, "it is below zero or too long", value)
            return None
        return None if value is None else duration_text(value)

    def check_length(self, name: str, place: str, text: str) -> str:
        """Return a text, and note it if the program shortens it."""
        if len(text) > LONGEST_TEXT:
            said = f"Microsoft Project keeps the first {LONGEST_TEXT} characters"
            self.lose("changed", name, place, said, text)
        return text

    def lose(
        self,
        code: Literal["changed", "not_carried"],
        field: str,
        place: str,
        text: str = "",
        value: object = "",
    ) -> None:
        """Note that something does not come along as it stands."""
        self.losses.add(
            Loss(code=code, field=field, place=place, text=text, value=shortened(value))
        )

    def numbers(self, kind: str, entries: Iterable[tuple[str, str]]) -> Numbers:
        """Return the numbers under which entries, given by id and name, are written.

        They keep their own where it is a whole number from 1.
        """
        ids = list(entries)
        own = [int(id) if _is_number(id) else None for id, _ in ids]
        taken = {number for number in own if number is not None}
        free = iter(number for number in range(1, _MOST_NUMBER) if number not in taken)
        seen: set[int] = set()
        in_order: list[int] = []
        by_id: dict[str, int] = {}
        for number, (id, name) in zip(own, ids, strict=True):
            if number is None or number in seen:
                text = "only whole numbers from 1 are taken, each once; it gets a new one"
                self.lose("changed", f"{kind}.id", f'{kind} "{shortened(name)}"', text, id)
            used = next(free) if number is None or number in seen else number
            seen.add(used)
            in_order.append(used)
            by_id.setdefault(id, used)
        return Numbers(in_order, by_id)

    def _moment(self, name: str, place: str, at: datetime) -> str:
        if at.microsecond or at.tzinfo:
            text = "written as local time of whole seconds"
            self.lose("changed", name, place, text, at.isoformat())
        return moment_text(at)

    def _clean(self, name: str, place: str, text: str) -> str:
        clean = _FORBIDDEN.sub("", text)
        if clean != text:
            said = "characters that XML forbids are left out"
            self.lose("changed", name, place, said, ascii(text))
        return clean


def _is_number(id: str) -> bool:
    """Only a number as it is written here comes back the same."""
    return (
        id.isascii()
        and id.isdigit()
        and not id.startswith("0")
        and len(id) <= len(str(_MOST_NUMBER))
        and int(id) <= _MOST_NUMBER
    )
