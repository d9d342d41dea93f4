"""What changed between two documents, as operations of a JSON Patch.

Entries of a list are followed by their ids where all have one of their own, in both documents; what
has another id is another entry. Lists of anything else are compared position by position. A change
also says what `was` there before, which a JSON Patch passes over.
"""

from collections.abc import Iterator
from typing import TypeAlias

from scheduler.interchange.json_equality import same
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.list_order import entries_to_move
from scheduler.interchange.locations import own_ids
from scheduler.interchange.pointers import APPENDED, escaped

Change: TypeAlias = dict[str, JsonValue]
"""`op` (add, remove, replace or move), `path`, `from` of a move, and `value` or `was` or both."""


def difference(before: JsonValue, after: JsonValue) -> list[Change]:
    """Return the changes that, applied as a JSON Patch, turn one document into the other."""
    return list(_changes(before, after, ""))


def _changes(before: JsonValue, after: JsonValue, path: str) -> Iterator[Change]:
    match before, after:
        case dict(), dict():
            yield from _of_objects(before, after, path)
        case list(), list():
            ids, wanted = own_ids(before), own_ids(after)
            if None in ids or None in wanted:
                yield from _by_position(before, after, path)
            else:
                was = {str(own): entry for own, entry in zip(ids, before, strict=True)}
                now = {str(own): entry for own, entry in zip(wanted, after, strict=True)}
                yield from _by_id(was, now, path)
        case _:
            if not same(before, after):
                yield {"op": "replace", "path": path, "value": after, "was": before}


def _of_objects(
    before: dict[str, JsonValue], after: dict[str, JsonValue], path: str
) -> Iterator[Change]:
    for key, value in before.items():
        place = f"{path}/{escaped(key)}"
        if key in after:
            yield from _changes(value, after[key], place)
        else:
            yield {"op": "remove", "path": place, "was": value}
    for key, value in after.items():
        if key not in before:
            yield {"op": "add", "path": f"{path}/{escaped(key)}", "value": value}


def _by_id(was: dict[str, JsonValue], now: dict[str, JsonValue], path: str) -> Iterator[Change]:
    for own, entry in was.items():
        if own not in now:
            yield {"op": "remove", "path": f"{path}[id={own}]", "was": entry}
    moved = entries_to_move([own for own in was if own in now], [own for own in now if own in was])
    place = f"{path}/{APPENDED}"
    for own, entry in reversed(now.items()):
        here = f"{path}[id={own}]"
        if own not in was:
            yield {"op": "add", "path": place, "value": entry}
        elif own in moved:
            yield {"op": "move", "from": here, "path": place}
        place = here
    for own, entry in now.items():
        if own in was:
            yield from _changes(was[own], entry, f"{path}[id={own}]")


def _by_position(before: list[JsonValue], after: list[JsonValue], path: str) -> Iterator[Change]:
    """Keep what both lists begin and end with; compare what is between in pairs."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and same(before[head], after[head]):
        head += 1
    tail = 0
    while tail < shorter - head and same(before[-1 - tail], after[-1 - tail]):
        tail += 1
    pairs = shorter - tail
    ids, wanted = own_ids(before), own_ids(after)
    for index in range(head, pairs):
        own = ids[index]
        known = own is not None and own == wanted[index]
        place = f"{path}[id={own}]" if known else f"{path}[{index}]"
        yield from _changes(before[index], after[index], place)
    for index in reversed(range(pairs, len(before) - tail)):
        yield {"op": "remove", "path": f"{path}[{index}]", "was": before[index]}
    for index in range(pairs, len(after) - tail):
        yield {"op": "add", "path": f"{path}[{index}]", "value": after[index]}
