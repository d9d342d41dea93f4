"""Places in a document, read from text: JSON Pointers, with ids as filters.

`/services/0/name` and `/services[0]/name` are the same place, and so is `/services[id=PAYC]/name`
where the first service is PAYC. Every path that an issue names can be read here. In a key, `~1`
stands for `/`, `~0` for `~`, and `~2` for `[`, which would else begin a filter. Source: RFC 6901;
filters and `~2` are our additions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

APPENDED = "-"
"""The step of a JSON Pointer to the place behind the last entry of a list."""

_MOST_STEPS = 100
"""More than any document is deep; refused before time is spent on them."""
_KEY = re.compile(r"(?:[^~/\[]|~[012])*")
_FILTER = re.compile(r"\[(?:id=(?P<id>[^\[\]/]+)|(?P<position>0|[1-9][0-9]{0,8}))\]")
_ESCAPES = {"~0": "~", "~1": "/", "~2": "["}


@dataclass(frozen=True, slots=True)
class Position:
    """The entry of a list that stands at a position, counted from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Named:
    """The one entry of a list whose id this is."""

    id: str


Step: TypeAlias = str | Position | Named
"""A text is a key of an object, or the position of an entry as JSON Pointers write it."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place as somebody wrote it."""

    text: str
    steps: tuple[Step, ...]

    def until(self, depth: int) -> str:
        """Return the text of the first steps, for messages."""
        return "".join(_written(step) for step in self.steps[:depth]) or "the document"


class PointerMalformed(ValueError):
    """A text that names no place in any document."""


def read_pointer(text: str) -> Pointer:
    """Return the place that a text names.

    Raises: PointerMalformed saying what is wrong and where.
    """
    if text.count("/") + text.count("[") > _MOST_STEPS:
        raise PointerMalformed(f"a path has at most {_MOST_STEPS} steps")
    return Pointer(text, tuple(_steps(text)))


def escaped(key: str) -> str:
    """Return a key as it is written in a path."""
    return key.replace("~", "~0").replace("/", "~1").replace("[", "~2")


def _steps(text: str) -> Iterator[Step]:
    at = 0
    while at < len(text):
        if text[at] == "/":
            key = _KEY.match(text, at + 1)
            at = at + 1 if key is None else key.end()
            yield re.sub("~[012]", lambda found: _ESCAPES[found[0]], key[0] if key else "")
        elif (found := _FILTER.match(text, at)) is not None:
            at = found.end()
            own = found["id"]
            yield Position(int(found["position"])) if own is None else Named(own)
        else:
            raise PointerMalformed(_wrong_at(text, at))


def _wrong_at(text: str, at: int) -> str:
    match text[at]:
        case "~":
            return "after ~ only 0, 1 or 2 is read: ~0 is ~ itself, ~1 is /, ~2 is ["
        case "[":
            return "brackets hold a position or an id, such as [0] or [id=PAYC]; in a key, [ is ~2"
        case _ if at == 0:
            return "a path begins with /, or is empty for the whole document"
        case _:
            return f"a step begins with / or [; found {text[at]} at character {at + 1}"


def _written(step: Step) -> str:
    match step:
        case Position(index):
            return f"[{index}]"
        case Named(own):
            return f"[id={own}]"
        case key:
            return f"/{escaped(key)}"
