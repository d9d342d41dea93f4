"""Measures of several plans as one self-contained SVG document: a strip for each measure.

Plans stand side by side, such as the versions of one or those that keep more weeks free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading

STRIP = 96.0
_TOP, _LABELS, _FOOT = 76.0, 176.0, 58.0
_ABOVE, _BELOW = 40.0, 20.0
"""Room in a strip over its highest point, for the words, and under its lowest."""
_LINE = "#1f5c99"
_EDGE = 56.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing measured on every plan; `values` and `words` go with the plans."""

    name: str
    values: tuple[int | None, ...]
    """None where it is not known."""
    words: tuple[str, ...]
    from_nothing: bool = False
    """Whether heights are counted from 0; otherwise from the least value."""
    most: int | None = None
    """The greatest value there can be, where the strip reaches up to it."""
    limit: int | None = None
    """A value to be seen beside the others as a line."""
    limit_words: str = ""

    @property
    def span(self) -> tuple[int, int]:
        """The least and the greatest value that the strip has room for."""
        known = [one for one in (*self.values, self.limit, self.most) if one is not None]
        known += [0] if self.from_nothing else []
        return (min(known), max(known)) if known else (0, 0)


def measures_svg(
    measures: Sequence[Measure],
    plans: Sequence[tuple[str, str]],
    *,
    title: str,
    told: str,
    width: int = 960,
    prefix: str = "measures",
) -> str:
    """Return a strip for each measure with the plans from left to right.

    `plans` are two lines of words for each; `told` says in words what it shows.
    """
    height = _TOP + len(measures) * STRIP + _FOOT
    across = tuple(_across(len(plans), width))
    body = [
        svg.rectangle(0, 0, width, height, {"fill": look.PAPER}),
        *heading(title, told, width),
    ]
    for place, measure in enumerate(measures):
        body += _strip(measure, _TOP + place * STRIP, across, width)
    body += _foot(plans, across, height)
    each = (f"{m.name}: {', '.join(m.words)}." for m in measures)
    return document(title, " ".join((told, *each)), width, height, prefix, (), body)


def _across(count: int, width: int) -> Iterator[float]:
    """Yield where each plan lies; one alone lies in the middle."""
    left, right = look.MARGIN + _LABELS + _EDGE, width - look.MARGIN - _EDGE
    for place in range(count):
        yield left + (right - left) * (place / (count - 1) if count > 1 else 0.5)


def _strip(measure: Measure, top: float, across: Sequence[float], width: int) -> Iterator[str]:
    least, most = measure.span
    lowest, highest = top + STRIP - _BELOW, top + _ABOVE

    def height(value: int) -> float:
        share = (value - least) / (most - least) if most > least else 0.5
        return lowest - share * (lowest - highest)

    strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    right = width - look.MARGIN
    yield svg.line(look.MARGIN, top, right, top, {"stroke": look.QUARTER_LINE})
    lines = svg.wrapped(measure.name, look.LABEL_SIZE, _LABELS - 16, 3)
    for number, line in enumerate(lines):
        yield svg.text(look.MARGIN, top + 24 + 16 * number, line, strong)
    if measure.from_nothing:
        zero: svg.Attributes = {"stroke": look.FAINT_LINE}
        yield svg.line(look.MARGIN + _LABELS, height(0), right, height(0), zero)
    if measure.limit is not None:
        yield from _limit(measure, height(measure.limit), right)
    yield from _curve([(x, None if v is None else height(v)) for x, v in _with(across, measure)])
    for x, value, words in zip(across, measure.values, measure.words, strict=True):
        if value is not None:
            yield from _point(x, height(value), f"{measure.name}: {words}", words)


def _with(across: Sequence[float], measure: Measure) -> Iterator[tuple[float, int | None]]:
    yield from zip(across, measure.values, strict=True)


def _limit(measure: Measure, y: float, right: float) -> Iterator[str]:
    look_of: svg.Attributes = {"stroke": look.CONTRACT_END, "stroke-dasharray": "6 4"}
    yield svg.line(look.MARGIN + _LABELS, y, right, y, look_of)
    words: svg.Attributes = {
        "font-size": look.SMALL_SIZE,
        "fill": look.CONTRACT_END,
        "text-anchor": "end",
    }
    yield svg.text(right, y - 5, measure.limit_words, words)


def _curve(points: Sequence[tuple[float, float | None]]) -> Iterator[str]:
    """Yield a line through neighbours that are both known; nothing is drawn over a gap."""
    looks: svg.Attributes = {"stroke": _LINE, "stroke-width": 2}
    for (x1, y1), (x2, y2) in pairwise(points):
        if y1 is not None and y2 is not None:
            yield svg.line(x1, y1, x2, y2, looks)


def _point(x: float, y: float, told: str, words: str) -> Iterator[str]:
    small: svg.Attributes = {
        "font-size": look.LABEL_SIZE,
        "text-anchor": "middle",
        "font-weight": "700",
    }
    yield svg.element(
        "g",
        {"class": "event"},
        svg.title(told),
        svg.element("circle", {"cx": x, "cy": y, "r": 4.5, "fill": _LINE}),
        svg.text(x, y - 10, words, small),
    )


def _foot(
    plans: Sequence[tuple[str, str]], across: Sequence[float], height: float
) -> Iterator[str]:
    quiet: svg.Attributes = {
        "font-size": look.SMALL_SIZE,
        "fill": look.QUIET_INK,
        "text-anchor": "middle",
    }
    strong: svg.Attributes = {"font-size": look.SMALL_SIZE, "text-anchor": "middle"}
    for x, (name, day) in zip(across, plans, strict=True):
        yield svg.text(x, height - _FOOT + 20, name, strong)
        yield svg.text(x, height - _FOOT + 36, day, quiet)
