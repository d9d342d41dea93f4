"""A frontier as one self-contained SVG document: one level against the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduler.answers import Frontier, FrontierPoint
from scheduler.pictures import look, svg
from scheduler.pictures.aim_contents import unit_words
from scheduler.pictures.document_svg import document, heading
from scheduler.pictures.frontier_contents import (
    AT_HAND,
    FOUND,
    PROVED,
    at_hand_words,
    axis_words,
    frontier_words,
)
from scheduler.pictures.labels import Box, Spot, labels_beside, round_ticks

HEIGHT = 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 96.0, 40.0, 100.0, 76.0
_PROVED, _FOUND = "#1f5c99", "#9c2a21"
_TICKS = 8
_POINT, _RING = 5.0, 10.0
"""How far marks reach from their middle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Where the values of one level lie on the paper."""

    least: int
    most: int
    at_least: float
    at_most: float

    def place(self, value: float) -> float:
        """Return the coordinate of a value."""
        share = (value - self.least) / max(1, self.most - self.least)
        return self.at_least + share * (self.at_most - self.at_least)

    def ticks(self) -> list[int]:
        """Return round values to write at the axis, a few of them."""
        return round_ticks(self.least, self.most, _TICKS)


def frontier_svg(
    frontier: Frontier,
    *,
    title: str,
    at_hand: tuple[int, int] | None = None,
    width: int = 960,
    prefix: str = "frontier",
) -> str:
    """Return the points with the steps between them: what lies beyond the steps is out of reach.

    `at_hand` is where the plan lies that is asked about.
    """
    told = frontier_words(frontier)
    if at_hand is not None:
        told = f"{told} {at_hand_words(at_hand, frontier)}"
    further = () if at_hand is None else (at_hand,)
    places = (*((point.first, point.second) for point in frontier.points), *further)
    across = _axis([first for first, _ in places], _LEFT, width - _RIGHT)
    up = _axis([second for _, second in places], HEIGHT - _BOTTOM, _TOP)
    body = [
        svg.rectangle(0, 0, width, HEIGHT, {"fill": look.PAPER}),
        *heading(title, frontier_words(frontier), width),
        *_grid(across, up),
        *_names(frontier, width),
        *_stretches(frontier, across),
        _steps(frontier, across, up),
        *(_ring(place, across, up) for place in further),
        *(_mark(frontier, point, across, up) for point in frontier.points),
        *_labels(frontier, further, across, up),
        *_legend(width, with_plan=at_hand is not None),
    ]
    points = "; ".join(_point_in_words(frontier, point) for point in frontier.points)
    return document(title, f"{told} {points}", width, HEIGHT, prefix, (), body)


def _axis(values: list[int], at_least: float, at_most: float) -> _Axis:
    least, most = min(values, default=0), max(values, default=0)
    room = max(1, (most - least) // 12)
    return _Axis(least=least - room, most=most + room, at_least=at_least, at_most=at_most)


def _grid(across: _Axis, up: _Axis) -> Iterator[str]:
    faint: svg.Attributes = {"stroke": look.FAINT_LINE}
    small: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    for value in across.ticks():
        x = across.place(value)
        yield svg.line(x, up.at_least, x, up.at_most, faint)
        yield svg.text(x, up.at_least + 18, f"{value:,}", {**small, "text-anchor": "middle"})
    for value in up.ticks():
        y = up.place(value)
        yield svg.line(across.at_least, y, across.at_most, y, faint)
        yield svg.text(across.at_least - 8, y + 4, f"{value:,}", {**small, "text-anchor": "end"})


def _names(frontier: Frontier, width: int) -> Iterator[str]:
    label: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    first, second = axis_words(frontier.first), axis_words(frontier.second)
    right = width - _RIGHT
    yield svg.text(right, HEIGHT - _BOTTOM + 42, first, {**label, "text-anchor": "end"})
    yield svg.text(look.MARGIN, _TOP - 16, second, label)


def _stretches(frontier: Frontier, across: _Axis) -> Iterator[str]:
    """Yield a band over each stretch that was not looked into."""
    for after, before in frontier.unexplored:
        left, right = sorted((across.place(after), across.place(before)))
        band = svg.rectangle(
            left, _TOP, right - left, HEIGHT - _BOTTOM - _TOP, {"fill": look.AFTER_CONTRACT}
        )
        words = f"Between {after:,} and {before:,} further points may lie"
        yield svg.element("g", {"class": "unexplored"}, svg.title(words), band)


def _steps(frontier: Frontier, across: _Axis, up: _Axis) -> str:
    """Return the line of the best second value for each first one."""
    corners = _corners(frontier, across, up)
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    line: svg.Attributes = {"fill": "none", "stroke": look.YEAR_LINE, "stroke-width": 1.5}
    return svg.element("polyline", {"points": drawn, **line})


def _corners(frontier: Frontier, across: _Axis, up: _Axis) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []
    for point in frontier.points:
        x, y = across.place(point.first), up.place(point.second)
        if corners:
            corners.append((x, corners[-1][1]))
        corners.append((x, y))
    return corners


def _mark(frontier: Frontier, point: FrontierPoint, across: _Axis, up: _Axis) -> str:
    x, y = across.place(point.first), up.place(point.second)
    looks: svg.Attributes = (
        {"fill": _PROVED} if point.proved else {"fill": look.PAPER, "stroke": _FOUND}
    )
    words = _point_in_words(frontier, point)
    return svg.element(
        "g",
        {"class": "event"},
        svg.title(words),
        svg.element("circle", {"cx": x, "cy": y, "r": _POINT, "stroke-width": 2, **looks}),
    )


def _labels(
    frontier: Frontier, further: Sequence[tuple[int, int]], across: _Axis, up: _Axis
) -> Iterator[str]:
    """Yield the values beside their marks; where there is no room the table alone tells them."""
    of_points = [(point.first, point.second) for point in frontier.points]
    spots = [
        Spot(across.place(first), up.place(second), _POINT, f"{first:,} | {second:,}")
        for first, second in of_points
    ]
    spots += [
        Spot(across.place(first), up.place(second), _RING, f"{first:,} | {second:,}")
        for first, second in further
        if (first, second) not in of_points
    ]
    paper = Box(across.at_least, _TOP - 12, across.at_most + _RIGHT / 2, up.at_least)
    small: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.INK}
    line = [
        Box(min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1)
        for (x1, y1), (x2, y2) in pairwise(_corners(frontier, across, up))
    ]
    for label in labels_beside(spots, paper, look.SMALL_SIZE, line):
        if label is not None:
            anchor: svg.Attributes = {**small, "text-anchor": label.anchor}
            yield svg.text(label.x, label.y, label.words, anchor)


def _point_in_words(frontier: Frontier, point: FrontierPoint) -> str:
    known = PROVED if point.proved else FOUND
    first = f"{point.first:,} {unit_words(frontier.first.unit)}"
    return f"{first}, {point.second:,} {unit_words(frontier.second.unit)}: {known}"


def _ring(place: tuple[int, int], across: _Axis, up: _Axis) -> str:
    """Return the mark of the plan that is asked about: around a point where it is one."""
    x, y = across.place(place[0]), up.place(place[1])
    looks: svg.Attributes = {"fill": "none", "stroke": look.INK, "stroke-width": 2}
    return svg.element(
        "g",
        {"class": "at-hand"},
        svg.title(AT_HAND),
        svg.element("circle", {"cx": x, "cy": y, "r": _RING, **looks}),
    )


def _legend(width: int, *, with_plan: bool) -> Iterator[str]:
    """Yield what the marks mean, in the upper right corner."""
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    y = _TOP - 20
    marks: list[tuple[str, float, svg.Attributes]] = [
        (PROVED, 5, {"fill": _PROVED}),
        (FOUND, 5, {"fill": look.PAPER, "stroke": _FOUND, "stroke-width": 2}),
    ]
    if with_plan:
        marks.append((AT_HAND, 7, {"fill": "none", "stroke": look.INK, "stroke-width": 2}))
    x = width - _RIGHT - 110.0 * len(marks)
    for words, radius, looks in marks:
        yield svg.element("circle", {"cx": x, "cy": y - 4, "r": radius, **looks})
        yield svg.text(x + 12, y, words, quiet)
        x += 110
