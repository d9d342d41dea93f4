"""The names at the left of a chart on a page: twice, for a wide window and for a telephone.

The style sheet of the page shows one of the two. Words in a picture do not flow, and a column that
leaves room for bars on a telephone is a third of the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.pictures import look, svg
from scheduler.pictures.gantt_geometry import Chart, Laid
from scheduler.pictures.gantt_row_svg import INDENT, dates_of, label_in_full, names
from scheduler.pictures.wording import short_date

NARROW = 140.0
"""How wide the column is on a telephone; `timeline.css` says the same."""
NARROW_ALONE: svg.Attributes = {"class": "narrow", "display": "none"}
"""Not shown without the style sheet of the page, as where the chart is saved as a picture."""
_LINE = 12.0
_BOLD = 1.08
"""How much wider bold letters are."""
_GAP = 5.0
_LEFT = {"group": look.MARGIN - 2.0, "service": 8.0, "activity": 14.0}


def labels(laid: Laid, chart: Chart) -> str:
    """Return the names of a row, what it is called whole first."""
    wide = "".join(_activity(laid, chart) if laid.row.level == "activity" else names(laid, chart))
    return "".join(
        (
            svg.title(label_in_full(laid.row)),
            svg.element("g", {"class": "wide"}, wide),
            svg.element("g", NARROW_ALONE, *_narrow(laid)),
        )
    )


def column_heads(chart: Chart) -> Iterator[str]:
    """Yield what the columns of names are called."""
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    wide: svg.Attributes = {**quiet, "class": "wide"}
    y = chart.top - 7
    yield svg.text(look.MARGIN + 6, y, "Service group, option and service", wide)
    at_end: svg.Attributes = {**wide, "text-anchor": "end"}
    yield svg.text(chart.labels_right, y, "Service transfer", at_end)
    yield svg.text(_LEFT["service"], y, "Service", {**quiet, **NARROW_ALONE})


def _activity(laid: Laid, chart: Chart) -> Iterator[str]:
    """Yield the name and dates of an activity, said once for all what they look like."""
    row = laid.row
    left, right = look.MARGIN + 2 * INDENT, chart.labels_right
    baseline = laid.top + laid.height / 2 + look.SMALL_SIZE * 0.35
    dates = dates_of(row)
    room = right - left - svg.text_width(dates, look.SMALL_SIZE) - 8 * bool(dates)
    yield svg.text(left, baseline, svg.name(row.name, look.SMALL_SIZE, room), {})
    if dates:
        end: svg.Attributes = {"fill": look.QUIET_INK, "text-anchor": "end"}
        yield svg.text(right, baseline, dates, end)


def _narrow(laid: Laid) -> Iterator[str]:
    row, left = laid.row, _LEFT[laid.row.level]
    size = look.SMALL_SIZE * (_BOLD if row.level == "group" else 1)
    lines = svg.wrapped(row.name, size, NARROW - _GAP - left, 2)
    named = len(lines)
    more = row.note or ("" if row.transfer is None else short_date(row.transfer))
    if more and laid.height >= (named + 1) * _LINE + 2:
        lines.append(svg.name(more, look.SMALL_SIZE, NARROW - _GAP - left))
    strong: svg.Attributes = {"font-weight": "700"} if row.level == "group" else {}
    first = laid.top + laid.height / 2 - (len(lines) - 1) * _LINE / 2 + look.SMALL_SIZE * 0.35
    for number, line in enumerate(lines):
        look_of = strong if number < named else {"fill": look.QUIET_INK}
        yield svg.text(left, first + number * _LINE, line, look_of)
