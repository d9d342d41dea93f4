"""The rows of a chart in a page: they look as in a picture by itself, in fewer and smaller parts.

A page with thousands of rows is sent and laid out whole. So what lies behind the rows is one part
for all of them, and nothing is said twice: a link carries its words once, and so does a bar.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.values import Window
from scheduler.pictures import look, svg
from scheduler.pictures.gantt_geometry import LANE, Chart, Laid
from scheduler.pictures.gantt_row_svg import (
    MARK_RADIUS,
    bar_fill,
    bar_label,
    bar_top,
    freeze_words,
    placed_events,
)
from scheduler.pictures.marks import drawn
from scheduler.pictures.rows import Bar, Row, own_words
from scheduler.pictures.wording import period

_TRIANGLE = 4.5


def bands(chart: Chart) -> Iterator[str]:
    """Yield what lies behind the rows: the bands of groups, hairlines below the rest."""
    width = chart.width - look.MARGIN
    groups, lines = "", ""
    for laid in chart.rows:
        if laid.row.level == "group":
            groups += _box(0, laid.top, width, laid.height)
        else:
            bottom = svg.number(laid.top + laid.height)
            lines += f"M0,{bottom}h{svg.number(width)}"
    if groups:
        yield svg.element("path", {"fill": look.GROUP_BAND, "d": groups})
    if lines:
        yield svg.element("path", {"stroke": look.FAINT_LINE, "d": lines})


def freezes(chart: Chart, pattern: str) -> Iterator[str]:
    """Yield each frozen window with all the rows that it binds."""
    found: dict[Window, str] = {}
    for laid in chart.rows:
        for window in laid.row.freezes:
            shown = chart.scale.clipped(window.first, window.last)
            if shown is not None:
                left, right = shown
                box = _box(left, laid.top + 1, right - left, laid.height - 2)
                found[window] = found.get(window, "") + box
    for window, boxes in found.items():
        told = {"class": "freeze", "fill": f"url(#{pattern})", "d": boxes}
        yield svg.element("path", told, svg.title(freeze_words(window)))


def fold(laid: Laid, address: str, *, closed: bool) -> str:
    """Return the triangle at the left of a group that shows it in one row, or unfolds it."""
    name, middle = laid.row.name, laid.top + laid.height / 2
    words = f"Show the services of {name}" if closed else f"Show {name} in one row"
    x, size = look.MARGIN / 2 + 1, _TRIANGLE
    corners = (
        [(-0.7, -1.0), (0.9, 0.0), (-0.7, 1.0)] if closed else [(-1, -0.7), (1, -0.7), (0, 0.9)]
    )
    points = " ".join(f"{x + dx * size:.1f},{middle + dy * size:.1f}" for dx, dy in corners)
    room: svg.Attributes = {"fill": "none", "pointer-events": "all"}
    return svg.element(
        "a",
        {"href": address},
        svg.title(words),
        svg.rectangle(0, laid.top, look.MARGIN, laid.height, room),
        svg.element("polygon", {"points": points, "fill": look.QUIET_INK}),
    )


def bars(laid: Laid, chart: Chart, prefix: str) -> Iterator[str]:
    """Yield the bars of a row; those of a whole service say what lies in them."""
    for bar, lane in zip(laid.row.bars, laid.lanes, strict=True):
        shown = chart.scale.clipped(bar.first, bar.last)
        if shown is None:
            continue
        left, right = shown
        top, width = bar_top(laid, lane), max(right - left, 1.5)
        told = () if laid.row.level == "activity" else (svg.title(_told(bar, laid.row)),)
        fill = bar_fill(bar.stage, prefix)
        if bar.stage.texture == "plain":
            # A line of its own colour round it, as part of it.
            box = {"x": left - 0.5, "y": top - 0.5, "width": width + 1, "height": LANE + 1}
            yield svg.element("rect", {**box, "rx": 2.5, "fill": bar.stage.colour}, *told)
        else:
            box = {"x": left, "y": top, "width": width, "height": LANE}
            yield svg.element("rect", {**box, **fill}, *told)
        yield from bar_label(bar, left, top, width)


def events(laid: Laid, chart: Chart) -> Iterator[str]:
    """Yield the marks of a row; those of a whole service say what they are."""
    own = laid.row.level == "activity"
    for event, x, y in placed_events(laid, chart):
        told = () if own else (svg.title(own_words(event.words, laid.row.name)),)
        yield drawn(event.mark, x, y, MARK_RADIUS, *told, bare=True)


def spoken(row: Row, *, critical: bool) -> str:
    """Return an activity as its bar is read out."""
    lines = [f"{line} ({bar.stage.name.lower()})" for bar in row.bars for line in bar.words]
    lines += [event.words for event in row.events]
    if critical:
        lines.append("on the critical chain")
    return "; ".join(lines)


def _told(bar: Bar, row: Row) -> str:
    """Return what lies in a bar, without the name that stands beside it."""
    lines = [own_words(line, row.name) for line in bar.words]
    if len(lines) == 1:
        return f"{bar.stage.name}: {lines[0]}"
    heading = f"{bar.stage.name}, {period(bar.first, bar.last)}"
    return "\n".join((heading, *(f"• {line}" for line in lines)))


def _box(left: float, top: float, width: float, height: float) -> str:
    wide = svg.number(width)
    return f"M{svg.number(left)},{svg.number(top)}h{wide}v{svg.number(height)}h-{wide}z"
