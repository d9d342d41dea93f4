"""The time axis of a chart on a page: as fine as there is room for."""

from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.domain.calendars import ONE_DAY
from scheduler.pictures import look, svg
from scheduler.pictures.gantt_geometry import Chart
from scheduler.pictures.time_scale import months, years
from scheduler.pictures.wording import MONTHS

AXIS_HEIGHT = 36.0
_ROOM_FOR_A_WEEK = 24.0
_ROOM_FOR_A_DAY = 16.0
_ROOM_FOR_A_MONTH = 23.0
_ROOM_FOR_A_LETTER = 9.0
_ROOM_FOR_A_YEAR = 34.0
_ROOM_FOR_MONTH_AND_YEAR = 60.0
_WEEK = timedelta(days=7)
_SUNDAY = 6


def axis_names(chart: Chart, top: float) -> Iterator[str]:
    """Yield years above months, or months above the Mondays or days in them."""
    weeks = _are_weeks_told(chart)
    for first, last in (months if weeks else years)(chart.scale.first, chart.scale.last):
        left, right = chart.scale.start_of(first), chart.scale.end_of(last)
        name = f"{MONTHS[first.month - 1]} {first.year}" if weeks else str(first.year)
        if right - left >= (_ROOM_FOR_MONTH_AND_YEAR if weeks else _ROOM_FOR_A_YEAR):
            strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
            yield svg.text(left + 4, top + 13, name, strong)
    quiet: svg.Attributes = {
        "font-size": look.SMALL_SIZE,
        "fill": look.QUIET_INK,
        "text-anchor": "middle",
    }
    for first, last in _lower(chart):
        left, right = chart.scale.start_of(first), chart.scale.end_of(last)
        if weeks:
            yield svg.text((left + right) / 2, top + 29, str(first.day), quiet)
        elif right - left >= _ROOM_FOR_A_LETTER:
            name = MONTHS[first.month - 1]
            shown = name if right - left >= _ROOM_FOR_A_MONTH else name[0]
            yield svg.text((left + right) / 2, top + 29, shown, quiet)


def grid_lines(chart: Chart) -> Iterator[str]:
    """Yield a line where each quarter begins, or each month and week where weeks are told."""
    weeks = _are_weeks_told(chart)
    if weeks:
        for first, _ in _lower(chart):
            yield _line(chart, first, look.FAINT_LINE)
    for first, _ in months(chart.scale.first, chart.scale.last):
        if first == chart.scale.first or not (weeks or first.month in (1, 4, 7, 10)):
            continue
        yield _line(chart, first, look.YEAR_LINE if first.month == 1 else look.QUARTER_LINE)


def _line(chart: Chart, day: date, colour: str) -> str:
    x = chart.scale.start_of(day)
    return svg.line(x, chart.top, x, chart.bottom, {"stroke": colour, "stroke-width": 1})


def _are_weeks_told(chart: Chart) -> bool:
    return 7 * chart.scale.day_width >= _ROOM_FOR_A_WEEK


def _lower(chart: Chart) -> Iterator[tuple[date, date]]:
    """Yield the periods of the lower line: months, weeks from their Mondays, or days."""
    first, last = chart.scale.first, chart.scale.last
    if not _are_weeks_told(chart):
        yield from months(first, last)
        return
    if chart.scale.day_width >= _ROOM_FOR_A_DAY:
        day = first
        while day <= last:
            yield day, day
            day += ONE_DAY
        return
    day = first + timedelta(days=(_SUNDAY + 1 - first.weekday()) % 7)
    while day <= last:
        yield day, min(last, day + _WEEK - ONE_DAY)
        day += _WEEK
