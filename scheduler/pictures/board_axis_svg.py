"""The time axis of a chart on a page: as fine as there is room for."""

from collections.abc import Iterator
from datetime import date

from scheduler.analysis.measures import ONE_WEEK, monday_of
from scheduler.domain.calendars import ONE_DAY
from scheduler.pictures import look, svg
from scheduler.pictures.gantt_axis_svg import axis, grid
from scheduler.pictures.gantt_geometry import Chart
from scheduler.pictures.time_scale import months
from scheduler.pictures.wording import MONTHS

_ROOM_FOR_A_WEEK = 24.0
_ROOM_FOR_A_DAY = 16.0
_ROOM_FOR_MONTH_AND_YEAR = 60.0


def axis_names(chart: Chart, top: float) -> Iterator[str]:
    """Yield years above months, or months above the Mondays or days in them."""
    if not _are_weeks_told(chart):
        yield from axis(chart, top)
        return
    strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    for first, last in months(chart.scale.first, chart.scale.last):
        left, right = chart.scale.start_of(first), chart.scale.end_of(last)
        if right - left >= _ROOM_FOR_MONTH_AND_YEAR:
            name = f"{MONTHS[first.month - 1]} {first.year}"
            yield svg.text(left + 4, top + 13, name, strong)
    quiet: svg.Attributes = {
        "font-size": look.SMALL_SIZE,
        "fill": look.QUIET_INK,
        "text-anchor": "middle",
    }
    for first, last in _weeks_or_days(chart):
        middle = (chart.scale.start_of(first) + chart.scale.end_of(last)) / 2
        yield svg.text(middle, top + 29, str(first.day), quiet)


def grid_lines(chart: Chart) -> Iterator[str]:
    """Yield a line where each quarter begins, or each month and week where weeks are told."""
    if not _are_weeks_told(chart):
        yield from grid(chart)
        return
    for first, _ in _weeks_or_days(chart):
        yield _line(chart, first, look.FAINT_LINE)
    for first, _ in months(chart.scale.first, chart.scale.last):
        if first != chart.scale.first:
            yield _line(chart, first, look.YEAR_LINE if first.month == 1 else look.QUARTER_LINE)


def _line(chart: Chart, day: date, colour: str) -> str:
    x = chart.scale.start_of(day)
    return svg.line(x, chart.top, x, chart.bottom, {"stroke": colour, "stroke-width": 1})


def _are_weeks_told(chart: Chart) -> bool:
    return 7 * chart.scale.day_width >= _ROOM_FOR_A_WEEK


def _weeks_or_days(chart: Chart) -> Iterator[tuple[date, date]]:
    """Yield days where there is room for each, else weeks from their Mondays."""
    last = chart.scale.last
    day, step = chart.scale.first, ONE_DAY
    if chart.scale.day_width < _ROOM_FOR_A_DAY:
        step = ONE_WEEK
        if day != monday_of(day):
            day = monday_of(day) + ONE_WEEK
    while day <= last:
        yield day, min(last, day + step - ONE_DAY)
        day += step
