"""What can be laid over a chart: links, the critical chain, dates of another plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.pictures import look, svg
from scheduler.pictures.gantt_geometry import LANE, Chart, Laid
from scheduler.pictures.gantt_row_svg import bar_top, event_height
from scheduler.pictures.wording import period, short_date

_GHOST_HEIGHT = 4.0
_ROOM_TO_TURN = 10.0
_CRITICAL: svg.Attributes = {"fill": "none", "stroke": look.CONTRACT_END, "stroke-width": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlays:
    """What is shown beside the dates of a plan."""

    links: tuple[tuple[str, str], ...] = ()
    """Activities of which one waits for the other, the one that is waited for first."""
    critical: frozenset[str] = frozenset()
    other: Plan | None = None
    """Another plan of the programme, whose dates are shown faintly."""
    other_name: str = ""


def outlines(laid: Laid, chart: Chart, critical: frozenset[str]) -> Iterator[str]:
    """Yield outlines of what is on the critical chain, or holds something that is."""
    for bar, lane in zip(laid.row.bars, laid.lanes, strict=True):
        shown = chart.scale.clipped(bar.first, bar.last)
        if shown is None or critical.isdisjoint(bar.activities):
            continue
        left, right = shown
        top = bar_top(laid, lane)
        outline = {**_CRITICAL, "rx": 3}
        width = max(right - left, 1.5)
        yield svg.rectangle(left - 2.5, top - 2.5, width + 5, LANE + 5, outline)
    for event in laid.row.events:
        if event.activity in critical and chart.scale.first <= event.day <= chart.scale.last:
            x, y = chart.scale.middle_of(event.day), event_height(event.mark.track, laid)
            yield svg.element("circle", {"cx": x, "cy": y, "r": 8, **_CRITICAL})


def ghosts(chart: Chart, overlays: Overlays, expanded: ExpandedProgramme) -> Iterator[str]:
    """Yield where another plan has what is shown, wherever that is elsewhere."""
    if overlays.other is None:
        return
    placed = overlays.other.placed
    for laid in chart.rows:
        row = laid.row
        if row.level == "activity" and row.id in placed:
            here = [(bar.first, bar.last) for bar in row.bars]
            here += [(event.day, event.day) for event in row.events]
            then = placed[row.id]
            if (then.start, then.finish) not in here:
                draw = _ghost_event if row.events else _ghost_bar
                yield draw(chart, laid, then, overlays.other_name)
        elif row.transfer is not None:
            then_there = placed.get(expanded.event_of(row.id, TRANSFER) or "")
            if then_there is not None and then_there.start != row.transfer:
                yield _ghost_mark(chart, laid, then_there, overlays.other_name)


def links_drawn(chart: Chart, overlays: Overlays) -> Iterator[str]:
    """Yield a line with an arrow from each activity to the one that waits for it."""
    places = {laid.row.id: laid for laid in chart.rows if _ends(laid) is not None}
    for before, after in overlays.links:
        if before in places and after in places:
            both = {before, after} <= overlays.critical
            yield _arrow(chart, places[before], places[after], critical=both)


def _ends(laid: Laid) -> tuple[date, date] | None:
    """Return first and last day of an activity that has a row of its own."""
    row = laid.row
    if row.level != "activity":
        return None
    if row.bars:
        return row.bars[0].first, row.bars[-1].last
    return (row.events[0].day, row.events[0].day) if row.events else None


def _arrow(chart: Chart, one: Laid, other: Laid, *, critical: bool) -> str:
    leaving, entering = _ends(one), _ends(other)
    scale = chart.scale
    if leaving is None or entering is None:
        return ""
    if not (scale.first <= leaving[1] <= scale.last and scale.first <= entering[0] <= scale.last):
        return ""
    x1, x2 = scale.end_of(leaving[1]), scale.start_of(entering[0])
    y1, y2 = one.top + one.height / 2, other.top + other.height / 2
    path = f"M{x1:.1f},{y1:.1f} H{x1 + 5:.1f} V{y2:.1f} H{x2 - 1:.1f}"
    if x2 < x1 + _ROOM_TO_TURN:
        # Round the end of the one and back to the beginning of the other, between their rows.
        beside = y2 - (1 if y2 > y1 else -1) * other.height / 2
        path = f"M{x1:.1f},{y1:.1f} H{x1 + 5:.1f} V{beside:.1f}"
        path += f" H{x2 - 8:.1f} V{y2:.1f} H{x2 - 1:.1f}"
    colour = look.CONTRACT_END if critical else look.YEAR_LINE
    line: svg.Attributes = {"fill": "none", "stroke": colour, "stroke-width": 2 if critical else 1}
    head = f"M{x2 - 5:.1f},{y2 - 3:.1f} L{x2:.1f},{y2:.1f} L{x2 - 5:.1f},{y2 + 3:.1f} Z"
    return svg.element(
        "g",
        {"class": "link"},
        svg.element("path", {"d": path, **line}),
        svg.element("path", {"d": head, "fill": colour}),
    )


def _ghost_bar(chart: Chart, laid: Laid, then: Placed, name: str) -> str:
    shown = chart.scale.clipped(then.start, then.finish)
    if shown is None:
        return ""
    left, right = shown
    words = svg.title(f"{name}: {period(then.start, then.finish)}")
    look_of_it: svg.Attributes = {
        "fill": look.QUARTER_LINE,
        "stroke": look.QUIET_INK,
        "stroke-width": 1,
        "stroke-dasharray": "2 2",
    }
    bottom = laid.top + laid.height - _GHOST_HEIGHT - 1
    bar = svg.rectangle(left, bottom, max(right - left, 3), _GHOST_HEIGHT, look_of_it)
    return svg.element("g", {"class": "ghost"}, words, bar)


def _ghost_event(chart: Chart, laid: Laid, then: Placed, name: str) -> str:
    if not chart.scale.first <= then.start <= chart.scale.last:
        return ""
    words = svg.title(f"{name}: {short_date(then.start)}")
    ring: svg.Attributes = {
        "cx": chart.scale.middle_of(then.start),
        "cy": laid.top + laid.height / 2,
        "r": 5,
        "fill": look.PAPER,
        "stroke": look.QUIET_INK,
        "stroke-width": 1.3,
        "stroke-dasharray": "2 2",
    }
    return svg.element("g", {"class": "ghost"}, words, svg.element("circle", ring))


def _ghost_mark(chart: Chart, laid: Laid, then: Placed, name: str) -> str:
    if not chart.scale.first <= then.start <= chart.scale.last:
        return ""
    x, y = chart.scale.middle_of(then.start), laid.marks_middle
    words = svg.title(f"{name}: service transfer {short_date(then.start)}")
    points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y + 5:.1f} {x - 6:.1f},{y + 5:.1f}"
    look_of_it: svg.Attributes = {
        "points": points,
        "fill": look.PAPER,
        "stroke": look.QUIET_INK,
        "stroke-width": 1.3,
        "stroke-dasharray": "2 2",
    }
    return svg.element("g", {"class": "ghost"}, words, svg.element("polygon", look_of_it))
