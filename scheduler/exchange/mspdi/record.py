"""One entry of a file, whose values are read by name and whose losses know their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar

from scheduler.exchange.losses import Loss, Losses, shortened
from scheduler.exchange.mspdi import values
from scheduler.exchange.mspdi.codes import MOST_MINUTES
from scheduler.exchange.mspdi.left_out import LEFT_OUT, is_known, says_nothing
from scheduler.exchange.xml_reading import Element, line, namespace

T = TypeVar("T")
LossCode = Literal["not_read", "not_understood", "changed", "not_carried", "missing"]

NONE_GIVEN = ("", "NA")
"""What stands where there is no value."""


@dataclass(frozen=True, slots=True)
class Record:
    """An element and its children by name, in any order."""

    kind: str
    """The name by which its fields are told, such as `Task`."""
    place: str
    children: Mapping[str, list[Element]]
    losses: Losses

    def has(self, name: str) -> bool:
        """Return whether there is a value."""
        return self.text(name).strip() not in NONE_GIVEN

    def text(self, name: str) -> str:
        """Return a text as it stands, empty where there is none."""
        found = self.children.get(name)
        return (found[0].text or "") if found else ""

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number within limits; another value is a loss."""
        number = self._value(name, values.whole)
        if number is not None and not least <= number <= most:
            self.lose("not_understood", name, f"it is not from {least:,} to {most:,}")
            return None
        return number

    def flag(self, name: str) -> bool | None:
        """Return yes or no."""
        return self._value(name, values.flag)

    def moment(self, name: str) -> datetime | None:
        """Return a time; its zone and fractions of seconds are a loss."""
        return self._exact(name, values.moment, "taken as local time of whole seconds")

    def minutes(self, name: str) -> int | None:
        """Return a duration in minutes, not negative nor too long; parts of minutes are a loss."""
        found = self._exact(name, values.duration, "rounded to minutes")
        if found is not None and not 0 <= found <= MOST_MINUTES:
            self.lose("not_understood", name, "it is negative or too long")
            return None
        return found

    def hundredths(self, name: str) -> int | None:
        """Return a share in hundredths; smaller parts are a loss."""
        return self._exact(name, values.hundredths, "rounded to hundredths")

    def _value(self, name: str, read: Callable[[str], T | None]) -> T | None:
        text = self.text(name).strip()
        if text in NONE_GIVEN:
            return None
        found = read(text)
        if found is None:
            self.lose("not_understood", name)
        return found

    def _exact(
        self, name: str, read: Callable[[str], tuple[T, bool] | None], rounding: str
    ) -> T | None:
        found = self._value(name, read)
        if found is None:
            return None
        value, exact = found
        if not exact:
            self.lose("changed", name, rounding)
        return value

    def lose(self, code: LossCode, name: str, text: str = "", value: str | None = None) -> None:
        """Note that a field did not come along as it stands."""
        shown = self.text(name) if value is None else value
        self.losses.add(
            Loss(
                code=code,
                field=f"{self.kind}/{name}" if name else self.kind,
                place=self.place,
                value=shortened(shown),
                text=text,
            )
        )

    def within(self, *path: str, kind: str = "", place: str = "") -> Iterator[Record]:
        """Go through the records at the end of a path, such as `Tasks`, `Task`."""
        *containers, last = path
        records = [self]
        for name in containers:
            records = [
                record_of(element, name, here.place, self.losses)
                for here in records
                for element in here.children.get(name, ())
            ]
        for here in records:
            for element in here.children.get(last, ()):
                yield record_of(
                    element, kind or last, place or here.place or line(element), self.losses
                )

    def at(self, place: str) -> Record:
        """Return the same record under a place that people know."""
        return Record(self.kind, place, self.children, self.losses)

    def tell_rest(self, kept: Collection[str], several: Collection[str] = ()) -> None:
        """Note every field that is not kept, says something and is not worked out again.

        `several` are those that may stand more than once.
        """
        worked_out = LEFT_OUT.get(self.kind, {})
        for name, elements in self.children.items():
            if name in kept:
                if len(elements) > 1 and name not in several:
                    self.lose("not_understood", name, "it stands there more than once")
            elif name not in worked_out:
                self._tell(name, elements)

    def _tell(self, name: str, elements: list[Element]) -> None:
        saying = [e for e in elements if len(e) or not says_nothing(self.kind, name, e.text)]
        if not saying:
            return
        self.losses.add(
            Loss(
                code="not_read" if is_known(self.kind, name) else "not_understood",
                field=f"{self.kind}/{name}",
                place=self.place,
                value=shortened(saying[0].text or ""),
                count=len(saying),
            )
        )


def record_of(element: Element, kind: str, place: str, losses: Losses) -> Record:
    """Return the record of an element; children of another namespace keep it in their names."""
    own = namespace(element)
    prefix = f"{{{own}}}" if own else ""
    children: dict[str, list[Element]] = {}
    for child in element:
        # A name without a namespace in it stays as it is.
        children.setdefault(str(child.tag).removeprefix(prefix), []).append(child)
    return Record(kind, place, children, losses)
