"""The time axis of a Gantt chart as SVG, with the contract end and what is kept free before it."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.pictures import look, svg
from scheduler.pictures.gantt_geometry import Chart
from scheduler.pictures.time_scale import months, years
from scheduler.pictures.wording import MONTHS, counted, short_date

AXIS_HEIGHT = 36.0
FLAG_HEIGHT = 40.0
_QUARTER_STARTS = (1, 4, 7, 10)
_ROOM_FOR_A_MONTH = 23.0
_ROOM_FOR_A_LETTER = 9.0
_ROOM_FOR_A_YEAR = 34.0


def axis(chart: Chart, top: float) -> Iterator[str]:
    """Yield the names of years and months in a band of its own."""
    for first, last in years(chart.scale.first, chart.scale.last):
        left, right = chart.scale.start_of(first), chart.scale.end_of(last)
        if right - left >= _ROOM_FOR_A_YEAR:
            strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
            yield svg.text(left + 4, top + 13, str(first.year), strong)
    for first, last in months(chart.scale.first, chart.scale.last):
        left, right = chart.scale.start_of(first), chart.scale.end_of(last)
        name = MONTHS[first.month - 1]
        if right - left < _ROOM_FOR_A_LETTER:
            continue
        shown = name if right - left >= _ROOM_FOR_A_MONTH else name[0]
        yield svg.text(
            (left + right) / 2,
            top + 29,
            shown,
            {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK, "text-anchor": "middle"},
        )


def grid(chart: Chart) -> Iterator[str]:
    """Yield a line at the beginning of each quarter, a stronger one for each year."""
    for first, _ in months(chart.scale.first, chart.scale.last):
        if first.month not in _QUARTER_STARTS or first == chart.scale.first:
            continue
        x = chart.scale.start_of(first)
        colour = look.YEAR_LINE if first.month == 1 else look.QUARTER_LINE
        top = chart.top - AXIS_HEIGHT if first.month == 1 else chart.top - AXIS_HEIGHT / 2
        yield svg.line(x, top, x, chart.bottom, {"stroke": colour, "stroke-width": 1})


def contract_bands(chart: Chart, last_transfer: date | None, end: date) -> Iterator[str]:
    """Yield the bands behind the rows: schedule contingency, and the time after the contract."""
    after = chart.scale.clipped(end + ONE_DAY, chart.scale.last)
    if after is not None:
        yield _band(chart, *after, {"fill": look.AFTER_CONTRACT})
    if last_transfer is not None and last_transfer < end:
        free = chart.scale.clipped(last_transfer + ONE_DAY, end)
        if free is not None:
            words = f"Schedule contingency: {short_date(last_transfer)} to {short_date(end)}"
            yield svg.element(
                "g",
                {"class": "contingency"},
                svg.title(words),
                _band(chart, *free, {"fill": look.CONTINGENCY_BAND}),
            )


def contract_flags(
    chart: Chart, last_transfer: date | None, end: date, weeks: int | None
) -> Iterator[str]:
    """Yield the contract end as a line with its date, and the bracket of the contingency."""
    top = chart.top - AXIS_HEIGHT - FLAG_HEIGHT
    yield contract_end_line(chart, end, top)
    if last_transfer is None or weeks is None or not last_transfer < end <= chart.scale.last:
        return
    x = chart.scale.end_of(end)
    left = chart.scale.end_of(max(last_transfer, chart.scale.first))
    y = top + 36
    stroke: svg.Attributes = {"stroke": look.CONTINGENCY, "stroke-width": 1.5, "fill": "none"}
    path = f"M{left:.1f},{y + 4:.1f} V{y:.1f} H{x - 2:.1f} V{y + 4:.1f}"
    yield svg.element("path", {"d": path, **stroke})
    yield svg.text(
        x - 6,
        y - 6,
        f"{counted(weeks, 'week')} of schedule contingency",
        {
            "font-size": look.LABEL_SIZE,
            "font-weight": "600",
            "fill": look.CONTINGENCY,
            "text-anchor": "end",
        },
    )


def contract_end_line(chart: Chart, end: date, top: float) -> str:
    """Return the contract end as a line from `top` down, with its date beside it."""
    shown = chart.scale.clipped(end, end)
    if shown is None:
        return ""
    x = shown[1]
    words = f"Contract ends {short_date(end)}"
    fits = x + 6 + svg.text_width(words, look.LABEL_SIZE) * 1.1 <= chart.width - look.MARGIN
    return svg.element(
        "g",
        {"class": "contract-end"},
        svg.title(words),
        svg.line(x, top, x, chart.bottom, {"stroke": look.CONTRACT_END, "stroke-width": 2}),
        svg.text(
            x + 6 if fits else x - 6,
            top + 11,
            words,
            {
                "font-size": look.LABEL_SIZE,
                "font-weight": "700",
                "fill": look.CONTRACT_END,
                "text-anchor": "start" if fits else "end",
            },
        ),
    )


def status_line(chart: Chart, status: date | None) -> Iterator[str]:
    """Yield the status date of a programme that has one."""
    if status is None or not chart.scale.first <= status <= chart.scale.last:
        return
    x = chart.scale.start_of(status)
    look_of_line: svg.Attributes = {
        "stroke": look.INK,
        "stroke-width": 1.5,
        "stroke-dasharray": "4 3",
    }
    yield svg.element(
        "g",
        {"class": "status-date"},
        svg.title(f"Status date {short_date(status)}"),
        svg.line(x, chart.top, x, chart.bottom, look_of_line),
    )


def _band(chart: Chart, left: float, right: float, attributes: svg.Attributes) -> str:
    return svg.rectangle(left, chart.top, right - left, chart.bottom - chart.top, attributes)
