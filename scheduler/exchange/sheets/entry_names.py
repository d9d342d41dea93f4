"""How rows of one sheet name an entry on another: by its id, counted where it is not its alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_COUNTED = re.compile(r"(?:(.*) )?#([1-9][0-9]{0,8})", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryNames:
    """The names of the entries of one list."""

    names: tuple[str, ...]
    """One for each entry, in order."""
    counts: Counter[str]
    """How many entries have an id."""

    def meant(self, text: str) -> str | None:
        """Return the name that a text means: `cutover #1` is `cutover` where there is one."""
        if text in self.names:
            return text
        found = _COUNTED.fullmatch(text)
        if found and found[2] == "1" and self.counts[found[1] or ""] == 1:
            return found[1]
        return None


def names_of(ids: Sequence[str]) -> EntryNames:
    """Return the names of entries with these ids, of which some may be missing or repeated."""
    counts = Counter(ids)
    seen: Counter[str] = Counter()
    names: list[str] = []
    for own in ids:
        seen[own] += 1
        alone = counts[own] == 1 and own and not _COUNTED.fullmatch(own)
        names.append(own if alone else f"{own} #{seen[own]}".strip())
    return EntryNames(names=tuple(names), counts=counts)
