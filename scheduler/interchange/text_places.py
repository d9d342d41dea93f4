"""Where in a JSON text its values stand, so that what is wrong with one can be shown beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TypeAlias

from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.locations import Location
from scheduler.interchange.places import NoSuchPlace, existing_place
from scheduler.interchange.pointers import Pointer, PointerMalformed, read_pointer

_Wanted: TypeAlias = "dict[str | int, _Wanted]"

_BLANKS = re.compile(r"[ \t\n\r]*")
# Of what is passed over nothing is kept; numbers too long for an integer are no matter.
_PASSED_OVER = json.JSONDecoder(parse_int=float, parse_float=float).raw_decode


def nearest_place(document: JsonValue, path: str) -> Location:
    """Return the place that the path of an issue names, or what is nearest around it."""
    try:
        pointer = read_pointer(path)
    except PointerMalformed:
        return ()
    for depth in range(len(pointer.steps), 0, -1):
        try:
            return existing_place(document, Pointer(path, pointer.steps[:depth]))
        except NoSuchPlace:
            continue
    return ()


def beginnings(text: str, places: Iterable[Location]) -> dict[Location, int]:
    """Return where each place begins: the key of a field, an entry of a list, as an offset.

    The text has been read before: it is JSON. Of a key given twice the last counts.
    """
    wanted: _Wanted = {}
    for place in places:
        inside = wanted
        for step in place:
            inside = inside.setdefault(step, {})
    found: dict[Location, int] = {}
    at = _after_blanks(text, 1 if text.startswith("\ufeff") else 0)
    found[()] = at
    _look(text, at, (), wanted, found)
    return found


def _look(text: str, at: int, here: Location, wanted: _Wanted, found: dict[Location, int]) -> int:
    """Note what is wanted of the value that begins at an offset; return where it ends."""
    first = text[at]
    if not wanted or first not in "{[":
        return _PASSED_OVER(text, at)[1]
    at = _after_blanks(text, at + 1)
    position = 0
    while text[at] not in "}]":
        begins = at
        step: str | int = position
        if first == "{":
            step, at = _PASSED_OVER(text, at)
            at = _after_blanks(text, _after_blanks(text, at) + 1)
        inside = wanted.get(step)
        if inside is not None:
            found[(*here, step)] = begins
        at = _after_blanks(text, _look(text, at, (*here, step), inside or {}, found))
        if text[at] == ",":
            at = _after_blanks(text, at + 1)
        position += 1
    return at + 1


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return at if blanks is None else blanks.end()
