"""The Gantt chart of a plan as one self-contained SVG document."""

from collections.abc import Iterator

from scheduler.analysis.measures import contingency_weeks, last_transfer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading
from scheduler.pictures.gantt_axis_svg import (
    AXIS_HEIGHT,
    FLAG_HEIGHT,
    axis,
    contract_bands,
    contract_flags,
    grid,
    status_line,
)
from scheduler.pictures.gantt_geometry import LABEL_WIDTH, WIDE_LABEL_WIDTH, Chart, laid_rows
from scheduler.pictures.gantt_legend_svg import legend, patterns
from scheduler.pictures.gantt_row_svg import (
    row_band,
    row_bars,
    row_events,
    row_freezes,
    row_label,
)
from scheduler.pictures.headline import headline
from scheduler.pictures.rows import Detail, Row, chart_rows, freeze_rows
from scheduler.pictures.time_scale import TimeScale
from scheduler.pictures.wording import short_date


def gantt_svg(
    expanded: ExpandedProgramme,
    plan: Plan,
    *,
    title: str,
    subtitle: str | None = None,
    detail: Detail = "services",
    width: int = 1440,
    prefix: str = "gantt",
) -> str:
    """Return the chart: service groups and services by transfer, their phases and dates.

    `subtitle` is the headline of the plan when left out. `prefix` begins every id inside, so that
    several pictures can stand on one page.
    """
    below = subtitle if subtitle is not None else headline(expanded, plan)
    chart = _laid_out(expanded, plan, detail, width)
    shown = tuple(laid.row for laid in chart.rows)
    end = expanded.document.contract.end_date
    last = last_transfer(expanded, plan)
    weeks = contingency_weeks(expanded, plan)
    key, key_height = legend(
        shown,
        width,
        chart.bottom + AXIS_HEIGHT + 14,
        prefix,
        contingency=last is not None and last < end,
    )
    height = chart.bottom + AXIS_HEIGHT + 14 + key_height + look.MARGIN / 2
    body = [
        svg.rectangle(0, 0, width, height, {"fill": look.PAPER}),
        *(row_band(laid, chart) for laid in chart.rows),
        *contract_bands(chart, last, end),
        *grid(chart),
        *heading(title, below, width),
        *_column_heads(chart),
        *axis(chart, chart.top - AXIS_HEIGHT),
        *axis(chart, chart.bottom + 2),
        *status_line(chart, expanded.document.status_date),
        *_drawn_rows(chart, prefix),
        *contract_flags(chart, last, end, weeks),
        key,
    ]
    told = _told(expanded, plan, shown, below)
    return document(title, told, width, height, prefix, [patterns(prefix)], body)


def _laid_out(expanded: ExpandedProgramme, plan: Plan, detail: Detail, width: int) -> Chart:
    top = 64 + FLAG_HEIGHT + AXIS_HEIGHT
    rows = laid_rows(chart_rows(expanded, plan, detail), top)
    bottom = rows[-1].top + rows[-1].height if rows else top
    freezes = freeze_rows(expanded, plan)
    if freezes:
        freezes = (Row(level="group", id="", name="Change freezes"), *freezes)
        rows = (*rows, *laid_rows(freezes, bottom))
        bottom = rows[-1].top + rows[-1].height
    declared = expanded.document
    scale = TimeScale(
        first=declared.plan_from,
        last=declared.plan_until,
        left=look.MARGIN + (LABEL_WIDTH if detail == "services" else WIDE_LABEL_WIDTH),
        right=width - look.MARGIN,
    )
    return Chart(width=width, top=top, bottom=bottom, scale=scale, rows=rows)


def _column_heads(chart: Chart) -> Iterator[str]:
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    y, right = chart.top - 7, chart.labels_right
    noted = any(laid.row.note for laid in chart.rows)
    words = "Service group, option and service" if noted else "Service group and service"
    yield svg.text(look.MARGIN + 6, y, words, quiet)
    yield svg.text(right, y, "Service transfer", {**quiet, "text-anchor": "end"})


def _drawn_rows(chart: Chart, prefix: str) -> Iterator[str]:
    for laid in chart.rows:
        yield svg.element(
            "g",
            {"class": f"row {laid.row.level}"},
            *row_freezes(laid, chart, f"{prefix}-freeze"),
            row_label(laid, chart),
            *row_bars(laid, chart, prefix),
            *row_events(laid, chart),
        )


def _told(expanded: ExpandedProgramme, plan: Plan, rows: tuple[Row, ...], subtitle: str) -> str:
    """Return what the picture shows, in words."""
    declared = expanded.document
    transfers = sorted(
        (row.transfer, row.name) for row in rows if row.level == "service" and row.transfer
    )
    listed = "; ".join(f"{name} {short_date(day)}" for day, name in transfers)
    return (
        f"Gantt chart from {short_date(declared.plan_from)} to {short_date(declared.plan_until)}."
        f" {subtitle} The contract with {declared.contract.supplier} ends on"
        f" {short_date(declared.contract.end_date)}. {len(plan.placed)} activities."
        f" Service transfers in order: {listed or 'none'}."
    )
