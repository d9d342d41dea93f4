"""The lines of a file around what is wrong with it, each problem beneath the line it is about."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from scheduler.domain.issues import Issue
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.text_places import beginnings, nearest_place

AROUND = 2
"""Lines shown before and after the one that a problem is about."""
USUAL_LINE = 200
"""A file whose lines are longer than this on average was not written to be read."""
CUT_AT = 400
"""Characters shown of one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The text of a file in lines."""

    text: str
    lines: tuple[str, ...]
    anew: bool
    """Whether it was laid out anew, so that lines have other numbers than in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A problem with the line it is about."""

    issue: Issue
    line: int
    section: str
    """The field of the programme it stands in; nothing for the file as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the file, cut where it is long."""

    number: int
    text: str
    wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Lines that end with one that problems are about, or with the last around it."""

    lines: tuple[Line, ...]
    problems: tuple[Placed, ...]
    joined: bool
    """Whether the lines go on from those before."""


def laid_out(data: bytes, value: JsonValue, *, read: bool = True) -> Laid:
    """Return a file in lines; one whose values stand on few lines is laid out anew.

    What could not be `read` stays as it is.
    """
    text = data.decode("utf-8", "replace")
    lines = text.split("\n")
    anew = read and len(text) > USUAL_LINE * len(lines)
    if anew:
        text = json.dumps(value, ensure_ascii=False, indent=2)
        lines = text.split("\n")
    return Laid(text=text, lines=tuple(lines), anew=anew)


def placed(issues: Sequence[Issue], value: JsonValue, laid: Laid) -> tuple[Placed, ...]:
    """Return the problems of a file that could be read, by their lines."""
    places = [nearest_place(value, issue.path) for issue in issues]
    offsets = beginnings(laid.text, places)
    starts = list(accumulate((len(line) + 1 for line in laid.lines), initial=0))
    found = (
        Placed(
            issue=issue,
            line=bisect_right(starts, offsets.get(place, 0)),
            section=str(place[0]) if place else "",
        )
        for issue, place in zip(issues, places, strict=True)
    )
    return tuple(sorted(found, key=lambda one: one.line))


def excerpts(problems: Sequence[Placed], laid: Laid) -> Iterator[Excerpt]:
    """Yield the lines around problems, which come by their lines; none of the lines twice."""
    shown = 0
    by_line = [(line, tuple(those)) for line, those in groupby(problems, lambda one: one.line)]
    for place, (line, those) in enumerate(by_line):
        first = max(1, line - AROUND, shown + 1)
        yield Excerpt(
            lines=tuple(_lines(laid, first, line, line)),
            problems=those,
            joined=first == shown + 1 and shown > 0,
        )
        following = by_line[place + 1][0] if place + 1 < len(by_line) else len(laid.lines) + 1
        shown = min(line + AROUND, following - 1, len(laid.lines))
        if shown > line:
            after = tuple(_lines(laid, line + 1, shown, line))
            yield Excerpt(lines=after, problems=(), joined=True)


def _lines(laid: Laid, first: int, last: int, wrong: int) -> Iterator[Line]:
    for number in range(first, last + 1):
        text = laid.lines[number - 1].rstrip("\r")
        if len(text) > CUT_AT:
            text = text[: CUT_AT - 1] + "…"
        yield Line(number=number, text=text, wrong=number == wrong)
