"""How many of some wants can be granted where each thing is given out so many times.

Source: augmenting paths, Kuhn (1955); sets that want more than there is, Hall (1935).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

MOST_STEPS = 20_000


@dataclass(slots=True)
class Given:
    """Wants granted, one thing each."""

    wanted: Mapping[str, AbstractSet[str]]
    each: int
    """Times that a thing is given out."""
    granted: int = 0
    crowded: tuple[frozenset[str], frozenset[str]] | None = None
    """Those who want only things of which there are too few for them, and these things."""
    _holders: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Grant as many as can be."""
        for name in self.wanted:
            tried: set[str] = set()
            if self._grant(name, tried):
                self.granted += 1
            elif self.crowded is None:
                among = (holder for thing in tried for holder in self._holders.get(thing, ()))
                self.crowded = frozenset((name, *among)), frozenset(tried)

    def _grant(self, name: str, tried: set[str]) -> bool:
        for thing in sorted(self.wanted[name]):
            if thing in tried:
                continue
            tried.add(thing)
            holders = self._holders.setdefault(thing, [])
            if len(holders) < self.each:
                holders.append(name)
                return True
            for place, holder in enumerate(holders):
                if self._grant(holder, tried):
                    holders[place] = name
                    return True
        return False


def fewest_for_all(wanted: Sequence[AbstractSet[str]]) -> int:
    """Return how few things grant every want, one thing serving many; too few where it takes long.

    No fewer than are returned will do.
    """
    few = 0
    steps = [MOST_STEPS]
    while steps[0] > 0 and not _granted_by(few, [frozenset(want) for want in wanted], steps):
        few += 1
    return few


def _granted_by(few: int, wanted: Sequence[frozenset[str]], steps: list[int]) -> bool:
    steps[0] -= 1
    if not wanted or steps[0] <= 0:
        return True
    if few == 0:
        return False
    narrowest = min(wanted, key=len)
    return any(
        _granted_by(few - 1, [want for want in wanted if thing not in want], steps)
        for thing in sorted(narrowest)
    )
