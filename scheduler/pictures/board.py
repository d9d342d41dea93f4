"""A Gantt chart for a page: the part that somebody wants to see, in pieces that scroll together.

Names stay at the left and the time axis above while bars scroll: so there are four pictures, drawn
in the same coordinates, each with a window of its own on them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import contingency_weeks, last_transfer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures import look, svg
from scheduler.pictures.board_axis_svg import axis_names, grid_lines
from scheduler.pictures.board_labels_svg import column_heads, labels
from scheduler.pictures.board_overlays_svg import Overlays, ghosts, links_drawn, outlines
from scheduler.pictures.board_rows_svg import bands, bars, events, fold, freezes, spoken
from scheduler.pictures.gantt_axis_svg import (
    AXIS_HEIGHT,
    FLAG_HEIGHT,
    contract_bands,
    contract_flags,
    status_line,
)
from scheduler.pictures.gantt_geometry import Chart, Laid, laid_rows
from scheduler.pictures.gantt_legend_svg import legend, patterns
from scheduler.pictures.rows import Level, Row, freeze_rows, rows_of
from scheduler.pictures.time_scale import TimeScale

ACTIVITY_HEIGHT = 26.0
"""So that each can be met with a finger. WCAG 2.2, 2.5.8: 24 at least."""
LABELS = 400.0
FREEZES = "Change freezes"
NO_OVERLAYS = Overlays()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of a plan is shown, and how large."""

    day_width: float
    first: date
    last: date
    shown: frozenset[str] | None = None
    """Activities; all of them where none are named."""
    opened: Callable[[Level, str], bool]
    """Whether the activities of a group or service have rows of their own."""
    closed: Collection[str] = ()
    """Groups shown in one row."""
    overlays: Overlays = NO_OVERLAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where links of the chart lead."""

    activity: Callable[[str], str]
    scope: Callable[[Level, str], str | None]
    """Of a group or service, of the whole programme by no id: where it is opened or closed.

    None where there is nothing to open or close."""
    anchor: Callable[[Level, str], str]
    """What the row of a group or service is called in an address of the page."""
    fold: Callable[[str], str | None]
    """Of a group shown in one row, or with its services where it is so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The pieces of a chart as SVG elements."""

    corner: str
    axis: str
    labels: str
    body: str
    legend: str


def board(expanded: ExpandedProgramme, plan: Plan, view: View, to: Addresses) -> Board:
    """Return the chart of a part of a plan."""
    chart = _laid_out(expanded, plan, view)
    end, last = expanded.document.contract.end_date, last_transfer(expanded, plan)
    weeks = contingency_weeks(expanded, plan)
    named = [_named(laid, chart, view, to) for laid in chart.rows]
    top = FLAG_HEIGHT + AXIS_HEIGHT
    left, right = chart.labels_right + 12, chart.width
    head = (0.0, 0.0, left, top)
    beside = (0.0, top, left, chart.bottom - top)
    drawn = _drawn_rows(chart, expanded, to, view)
    body = [
        *bands(chart),
        *contract_bands(chart, last, end),
        *grid_lines(chart),
        *status_line(chart, expanded.document.status_date),
        *freezes(chart, "board-freeze"),
        *ghosts(chart, view.overlays, expanded),
        svg.element("g", {"stroke-linejoin": "round"}, *(f"{row}\n" for row in drawn if row)),
        *links_drawn(chart, view.overlays),
    ]
    names = svg.element("g", {"font-size": look.SMALL_SIZE}, *(f"{name}\n" for name in named))
    flags = [*axis_names(chart, FLAG_HEIGHT), *contract_flags(chart, last, end, weeks)]
    free = last is not None and last < end
    key, height = legend((laid.row for laid in chart.rows), 1200, 0, "board", contingency=free)
    return Board(
        corner=_piece(head, column_heads(chart)),
        axis=_piece((left, 0.0, right - left, top), flags),
        labels=_piece(beside, [*bands(chart), names]),
        body=_piece((left, top, right - left, chart.bottom - top), [patterns("board"), *body]),
        legend=_piece((0.0, 0.0, 1200.0, height), [key]),
    )


def _laid_out(expanded: ExpandedProgramme, plan: Plan, view: View) -> Chart:
    top = FLAG_HEIGHT + AXIS_HEIGHT
    rows = list(rows_of(expanded, plan, opened=view.opened, shown=view.shown, closed=view.closed))
    freezes = freeze_rows(expanded, plan)
    if freezes:
        rows += [Row(level="group", id="", name=FREEZES), *freezes]
    laid = laid_rows(rows, top, activity_height=ACTIVITY_HEIGHT)
    days = (view.last - view.first).days + 1
    scale = TimeScale(
        first=view.first, last=view.last, left=LABELS, right=LABELS + days * view.day_width
    )
    bottom = laid[-1].top + laid[-1].height if laid else top
    width = scale.right + look.MARGIN
    return Chart(width=width, top=top, bottom=bottom, scale=scale, rows=laid)


def _piece(window: tuple[float, float, float, float], body: Iterable[str]) -> str:
    x, y, width, height = window
    root: svg.Attributes = {
        "width": width,
        "height": height,
        "viewBox": f"{x:g} {y:g} {width:g} {height:g}",
        "font-family": look.FONT,
        "fill": look.INK,
    }
    return svg.element("svg", root, *(f"{part}\n" for part in body if part))


def _named(laid: Laid, chart: Chart, view: View, to: Addresses) -> str:
    row, told = laid.row, labels(laid, chart)
    if row.level == "activity":
        is_freeze = not row.bars and not row.events
        return svg.element("g", {}, told) if is_freeze else _link(to.activity(row.id), told)
    address = _turning(row, to)
    if address is None:
        return svg.element("g", {}, told)
    named = svg.element("a", {"href": address, "id": to.anchor(row.level, row.id)}, told)
    folding = to.fold(row.id) if row.level == "group" and row.id else None
    if folding is None:
        return named
    return fold(laid, folding, closed=row.id in view.closed) + named


def _drawn_rows(
    chart: Chart, expanded: ExpandedProgramme, to: Addresses, view: View
) -> Iterator[str]:
    overlays = view.overlays
    for laid in chart.rows:
        row = laid.row
        marked = outlines(laid, chart, overlays.critical)
        drawn = "".join((*bars(laid, chart, "board"), *marked, *events(laid, chart)))
        if drawn and row.level != "activity":
            # Whoever presses a bar wants to see what is in it.
            address = _turning(row, to)
            words = svg.title(_opening(row, closed=row.id in view.closed))
            told = {"href": address or "", "data-bar": ""}
            drawn = drawn if address is None else svg.element("a", told, words, drawn)
        elif drawn and row.id in expanded.activities:
            words = svg.title(spoken(row, critical=row.id in overlays.critical))
            told = {"href": to.activity(row.id), "data-activity": "", "data-bar": ""}
            drawn = svg.element("a", told, words, drawn)
        yield drawn


def _opening(row: Row, *, closed: bool) -> str:
    """Say what pressing a bar of a group or service shows."""
    if row.level == "service":
        return f"Show the activities of {row.name} ({row.id})"
    if not row.id:
        return "Show the activities of the whole programme"
    return f"Show {'the services' if closed else 'the shared activities'} of {row.name}"


def _turning(row: Row, to: Addresses) -> str | None:
    """Return where the row of a group or service is opened or closed; None where it cannot be."""
    is_freezes = not row.id and row.name == FREEZES
    return None if is_freezes else to.scope(row.level, row.id)


def _link(address: str, *children: str) -> str:
    return svg.element("a", {"href": address}, *children)
