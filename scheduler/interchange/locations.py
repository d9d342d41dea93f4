"""Locations in a document, written as paths with ids as filters: `/rules[id=XMAS]/windows[0]`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from scheduler.interchange.pointers import escaped

Location: TypeAlias = tuple[str | int, ...]
"""Keys and positions from the root."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")


class Locations:
    """Writes locations of one document as paths.

    An entry of a list is named by its id where it has one of its own, else by its position.
    """

    def __init__(self, document: object, inside: str = "") -> None:
        """Keep the document, which itself stands at the path `inside`."""
        self._document = document
        self._inside = inside
        self._counts: dict[int, Counter[str]] = {}

    def path(self, at: Location) -> str:
        """Return a location as a path; the last steps need not exist."""
        written = self._inside
        here: object = self._document
        for step in at:
            if isinstance(step, int):
                written += f"[{self._filter(here, step)}]"
                inside = isinstance(here, Sequence) and step < len(here)
                here = here[step] if inside and isinstance(here, Sequence) else None
            else:
                written += "/" + escaped(step)
                here = here.get(step) if isinstance(here, Mapping) else None
        return written

    def value(self, at: Location) -> object:
        """Return what stands at a location, or None."""
        here: object = self._document
        for step in at:
            if isinstance(step, str) and isinstance(here, Mapping):
                here = here.get(step)
            elif isinstance(step, int) and isinstance(here, list) and step < len(here):
                here = here[step]
            else:
                return None
        return here

    def _filter(self, entries: object, position: int) -> str:
        if not isinstance(entries, list) or position >= len(entries):
            return str(position)
        own = _id_of(entries[position])
        if own is None or self._count(entries)[own] > 1:
            return str(position)
        return f"id={own}"

    def _count(self, entries: list[object]) -> Counter[str]:
        if id(entries) not in self._counts:
            ids = (_id_of(entry) for entry in entries)
            self._counts[id(entries)] = Counter(i for i in ids if i is not None)
        return self._counts[id(entries)]


def _id_of(entry: object) -> str | None:
    own = entry.get("id") if isinstance(entry, Mapping) else None
    return own if isinstance(own, str) and _PLAIN.fullmatch(own) else None
