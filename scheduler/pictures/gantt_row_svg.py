"""One row of a Gantt chart as SVG: label, freezes, bars and marks."""

from collections.abc import Iterator

from scheduler.domain.values import Window
from scheduler.pictures import look, svg
from scheduler.pictures.gantt_geometry import DATE_WIDTH, ID_WIDTH, LANE, Chart, Laid, spread
from scheduler.pictures.marks import drawn
from scheduler.pictures.rows import Bar, Event, Row
from scheduler.pictures.stages import Stage
from scheduler.pictures.wording import period, short_date

MARK_RADIUS = 5.0
INDENT = 12.0
_ROOM_FOR_TWO_LINES = 32.0


def row_band(laid: Laid, chart: Chart) -> str:
    """Return what lies behind a row: the band of a group, a hairline below the rest."""
    if laid.row.level == "group":
        return svg.rectangle(
            look.MARGIN,
            laid.top,
            chart.width - 2 * look.MARGIN,
            laid.height,
            {"fill": look.GROUP_BAND},
        )
    bottom = laid.top + laid.height
    return svg.line(
        look.MARGIN, bottom, chart.width - look.MARGIN, bottom, {"stroke": look.FAINT_LINE}
    )


def row_freezes(laid: Laid, chart: Chart, pattern: str) -> Iterator[str]:
    """Yield the frozen windows of a row."""
    for window in laid.row.freezes:
        shown = chart.scale.clipped(window.first, window.last)
        if shown is None:
            continue
        left, right = shown
        yield svg.element(
            "g",
            {"class": "freeze"},
            svg.title(freeze_words(window)),
            svg.rectangle(
                left,
                laid.top + 1,
                right - left,
                laid.height - 2,
                {"fill": f"url(#{pattern})"},
            ),
        )


def freeze_words(window: Window) -> str:
    """Return a frozen window as it is told."""
    return f"Change freeze, {window.name}: {period(window.first, window.last)}"


def row_label(laid: Laid, chart: Chart) -> str:
    """Return the names at the left: a group with its option, a service with its transfer."""
    row = laid.row
    told = svg.title(label_in_full(row))
    return svg.element("g", {"class": f"label {row.level}"}, told, *names(laid, chart))


def names(laid: Laid, chart: Chart) -> Iterator[str]:
    """Yield what stands in the column of names."""
    row = laid.row
    right = chart.labels_right
    if row.level == "group":
        yield from _group_label(row, laid, right)
    elif row.level == "service":
        yield from _service_label(row, laid, right)
    else:
        left = look.MARGIN + 2 * INDENT
        middle = laid.top + laid.height / 2 + look.SMALL_SIZE * 0.35
        quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
        dates = dates_of(row)
        room = right - left - svg.text_width(dates, look.SMALL_SIZE) - 8 * bool(dates)
        name = svg.name(row.name, look.SMALL_SIZE, room)
        yield svg.text(left, middle, name, {"font-size": look.SMALL_SIZE})
        yield svg.text(right, middle, dates, {**quiet, "text-anchor": "end"})


def row_bars(laid: Laid, chart: Chart, prefix: str) -> Iterator[str]:
    """Yield the bars of a row, each with its words."""
    for bar, lane in zip(laid.row.bars, laid.lanes, strict=True):
        shown = chart.scale.clipped(bar.first, bar.last)
        if shown is None:
            continue
        left, right = shown
        top = bar_top(laid, lane)
        width = max(right - left, 1.5)
        heading = f"{bar.stage.name}, {period(bar.first, bar.last)}"
        parts = [svg.title("\n".join((heading, *(f"• {line}" for line in bar.words))))]
        parts.append(svg.rectangle(left, top, width, LANE, bar_fill(bar.stage, prefix)))
        parts += bar_label(bar, left, top, width)
        yield svg.element("g", {"class": f"bar {bar.stage.id}"}, *parts)


def row_events(laid: Laid, chart: Chart) -> Iterator[str]:
    """Yield the marks of a row."""
    for event, x, y in placed_events(laid, chart):
        yield svg.element(
            "g",
            {"class": f"event {event.mark.id}"},
            svg.title(event.words),
            drawn(event.mark, x, y, MARK_RADIUS),
        )


def placed_events(laid: Laid, chart: Chart) -> Iterator[tuple[Event, float, float]]:
    """Yield the events of a row with the middle of each mark.

    Where dates crowd, the transfer stands exactly, and comes last to lie on top.
    """
    scale = chart.scale
    shown = [event for event in laid.row.events if scale.first <= event.day <= scale.last]
    for track in ("on", "below"):
        events = [event for event in shown if event.mark.track == track]
        exact = [place for place, event in enumerate(events) if event.mark.id == "transfer"]
        places = spread([scale.middle_of(e.day) for e in events], 2 * MARK_RADIUS, exact)
        for x, event in sorted(
            zip(places, events, strict=True), key=lambda placed: placed[1].mark.id == "transfer"
        ):
            yield event, x, event_height(track, laid)


def bar_top(laid: Laid, lane: int) -> float:
    """Return where the bars of a lane begin; an activity alone lies in the middle of its row."""
    if laid.row.level == "activity":
        return laid.top + (laid.height - LANE) / 2
    return laid.lane_top(lane)


def event_height(track: str, laid: Laid) -> float:
    """Return the middle of the marks of a track."""
    if laid.row.level == "activity":
        return laid.top + laid.height / 2
    return laid.marks_middle if track == "below" else laid.bars_middle


def _group_label(row: Row, laid: Laid, right: float) -> Iterator[str]:
    middle = laid.top + laid.height / 2
    two_lines = bool(row.note) and laid.height > _ROOM_FOR_TWO_LINES
    name = svg.name(row.name, look.LABEL_SIZE * 1.08, right - look.MARGIN - 6)
    strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    baseline = middle - 2 if two_lines else middle + look.LABEL_SIZE * 0.35
    yield svg.text(look.MARGIN + 6, baseline, name, strong)
    if not row.note:
        return
    quiet: dict[str, str | float] = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    if two_lines:
        note = svg.name(row.note, look.SMALL_SIZE, right - look.MARGIN - 6)
        yield svg.text(look.MARGIN + 6, middle + look.SMALL_SIZE + 2, note, quiet)
        return
    start = look.MARGIN + 6 + svg.text_width(name, look.LABEL_SIZE * 1.08) + 10
    note = svg.name(row.note, look.SMALL_SIZE, right - start)
    yield svg.text(right, baseline, note, {**quiet, "text-anchor": "end"})


def _service_label(row: Row, laid: Laid, right: float) -> Iterator[str]:
    middle = laid.top + laid.height / 2
    baseline = middle + look.LABEL_SIZE * 0.35
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    left = look.MARGIN + INDENT
    # An id that does not fit is left out: cut, it would be like others, and the name is there.
    if svg.text_width(row.id, look.SMALL_SIZE) <= ID_WIDTH - 6:
        yield svg.text(left, baseline, row.id, quiet)
    left += ID_WIDTH
    lines = svg.wrapped(row.name, look.LABEL_SIZE, right - DATE_WIDTH - left, 2)
    first = baseline - (len(lines) - 1) * look.LABEL_SIZE * 0.6
    for number, line in enumerate(lines):
        y = first + number * look.LABEL_SIZE * 1.2
        yield svg.text(left, y, line, {"font-size": look.LABEL_SIZE})
    if row.transfer is not None:
        strong = {"text-anchor": "end", "font-weight": "600"}
        words = short_date(row.transfer)
        yield svg.text(right, baseline, words, {"font-size": look.LABEL_SIZE, **strong})


def bar_fill(stage: Stage, prefix: str) -> dict[str, str | float]:
    """Return the look of a bar."""
    plain = {"plain": stage.colour, "hollow": look.PAPER}
    fill = plain.get(stage.texture, f"url(#{prefix}-{stage.id})")
    return {"fill": fill, "stroke": stage.colour, "stroke-width": 1, "rx": 2}


def bar_label(bar: Bar, left: float, top: float, width: float) -> Iterator[str]:
    """Yield the short name of the stage where it fits; a texture speaks for itself."""
    fits = svg.text_width(bar.stage.short, look.BAR_SIZE) + 8 <= width
    if not fits or bar.stage.texture in ("hatched", "dotted"):
        return
    colour = look.PAPER if bar.stage.texture == "plain" else bar.stage.colour
    size: svg.Attributes = {"font-size": look.BAR_SIZE, "fill": colour}
    yield svg.text(left + 4, top + LANE - 3, bar.stage.short, size)


def dates_of(row: Row) -> str:
    """Return the dates of an activity's row in people's form."""
    if row.bars:
        return period(row.bars[0].first, row.bars[-1].last)
    return short_date(row.events[0].day) if row.events else ""


def label_in_full(row: Row) -> str:
    """Return what a row is called whole: its name, its id and what stands beside it."""
    words = row.name if row.id in ("", row.name) else f"{row.name} ({row.id})"
    if row.note:
        words += f", {row.note}"
    if row.transfer is not None:
        words += f", service transfer {short_date(row.transfer)}"
    return words
