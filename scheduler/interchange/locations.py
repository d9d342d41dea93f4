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
        self._own_ids: dict[int, list[str | None]] = {}

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
        if id(entries) not in self._own_ids:
            self._own_ids[id(entries)] = own_ids(entries)
        own = self._own_ids[id(entries)][position]
        return str(position) if own is None else f"id={own}"


def own_ids(entries: Sequence[object]) -> list[str | None]:
    """Return the id by which a path names each entry of a list; none where it is not its alone."""
    ids = [entry.get("id") if isinstance(entry, Mapping) else None for entry in entries]
    plain = [own if isinstance(own, str) and _PLAIN.fullmatch(own) else None for own in ids]
    counts = Counter(own for own in plain if own is not None)
    return [own if own is not None and counts[own] == 1 else None for own in plain]
