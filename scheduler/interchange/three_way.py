"""Three versions of a document made one: what either side changed, and where they collide.

Objects are merged field by field. Lists whose entries all have a key of their own (an id; of
progress the activity, of decided options the group) are merged entry by entry, their order as one
thing more. Anything else is taken as a whole. Two sides collide where both changed the same thing,
and not to the same; to take away what the other side changed is such a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from scheduler.interchange.entry_keys import KEYS, by_key
from scheduler.interchange.json_equality import same
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.pointers import escaped


@dataclass(frozen=True, slots=True)
class Absent:
    """What a version has where it has nothing."""


ABSENT: Final = Absent()
Side: TypeAlias = "JsonValue | Absent"
_Entries: TypeAlias = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """One thing that both sides changed, each to something else."""

    path: str
    """Where, with entries by their keys: `/rules[id=NEW]/min_lag`."""
    base: Side
    mine: Side
    theirs: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of three versions."""

    document: JsonValue
    """With both sides' changes; of no use where there are collisions."""
    collisions: tuple[Collision, ...]


def merged(base: JsonValue, mine: JsonValue, theirs: JsonValue) -> Merged:
    """Return the document with what either side changed of the base."""
    merging = _Merging()
    made = merging.of(base, mine, theirs, "", "")
    document = None if isinstance(made, Absent) else made
    return Merged(document=document, collisions=tuple(merging.collisions))


def _same(one: Side, other: Side) -> bool:
    if isinstance(one, Absent) or isinstance(other, Absent):
        return one is other
    return same(one, other)


@dataclass(slots=True)
class _Merging:
    """Collects collisions on the way."""

    collisions: list[Collision] = field(default_factory=list)

    def of(self, base: Side, mine: Side, theirs: Side, path: str, name: str) -> Side:
        """Return what stands at a path afterwards; `name` is that of the field."""
        if _same(base, mine):
            return theirs
        if _same(base, theirs) or _same(mine, theirs):
            return mine
        match base, mine, theirs:
            case dict(), dict(), dict():
                return self._of_objects(base, mine, theirs, path)
            case list() | Absent(), list() | Absent(), list() | Absent():
                key = KEYS.get(name, "id")
                sides = [by_key(_listed(side), key) for side in (base, mine, theirs)]
                was, ours, others = sides
                if was is not None and ours is not None and others is not None:
                    found = self._of_entries(was, ours, others, f"{path}[{key}={{}}]", path)
                    return found or self._emptied(mine, theirs)
        return self._collide(path, base, mine, theirs)

    @staticmethod
    def _emptied(mine: Side, theirs: Side) -> Side:
        """Return a list that nothing is left in, or its absence where a side left it out."""
        gone = isinstance(mine, Absent) or isinstance(theirs, Absent)
        return ABSENT if gone else []

    def _collide(self, path: str, base: Side, mine: Side, theirs: Side) -> Side:
        self.collisions.append(Collision(path=path, base=base, mine=mine, theirs=theirs))
        return theirs

    def _of_objects(self, base: _Entries, mine: _Entries, theirs: _Entries, path: str) -> JsonValue:
        made: dict[str, JsonValue] = {}
        for key in dict.fromkeys((*base, *theirs, *mine)):
            sides = (base.get(key, ABSENT), mine.get(key, ABSENT), theirs.get(key, ABSENT))
            value = self.of(*sides, f"{path}/{escaped(key)}", key)
            if not isinstance(value, Absent):
                made[key] = value
        return made

    def _of_entries(
        self, base: _Entries, mine: _Entries, theirs: _Entries, place: str, path: str
    ) -> list[JsonValue]:
        made: dict[str, JsonValue] = {}
        for key in dict.fromkeys((*base, *theirs, *mine)):
            sides = (base.get(key, ABSENT), mine.get(key, ABSENT), theirs.get(key, ABSENT))
            value = self.of(*sides, place.format(key), "")
            if not isinstance(value, Absent):
                made[key] = value
        old, ours, others = ([key for key in side if key in made] for side in (base, mine, theirs))
        kept = [key for key in old if key in mine and key in theirs]
        frame = self._order(kept, ours, others, path)
        return [made[key] for key in _placed(frame, ours, others)]

    def _order(
        self, kept: Sequence[str], ours: Sequence[str], others: Sequence[str], path: str
    ) -> Sequence[str]:
        """Return the entries that all three have, in the order that a side gave them."""
        stay = set(kept)
        mine = [key for key in ours if key in stay]
        theirs = [key for key in others if key in stay]
        if mine == list(kept):
            return theirs
        if theirs in (list(kept), mine):
            return mine
        self._collide(path, list(kept), list(mine), list(theirs))
        return theirs


def _listed(side: Side) -> JsonValue:
    return None if isinstance(side, Absent) else side


def _placed(frame: Sequence[str], ours: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the entries with those that are new, each behind what it stands behind.

    Where both sides added in one place, the order does not depend on which side is which.
    """
    stay = set(frame)
    behind: list[dict[str | None, list[str]]] = []
    for side in (ours, others):
        added: dict[str | None, list[str]] = {}
        before: str | None = None
        for key in side:
            if key in stay:
                before = key
            else:
                added.setdefault(before, []).append(key)
        behind.append(added)
    made: dict[str, None] = {}
    for place in (None, *frame):
        if place is not None:
            made[place] = None
        for run in sorted(added.get(place, []) for added in behind):
            made.update(dict.fromkeys(run))
    return list(made)
