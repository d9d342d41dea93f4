"""Rows of columns week by week: what heat map and team load have in common."""

from collections.abc import Iterator

from scheduler.pictures import look, svg
from scheduler.pictures.gantt_axis_svg import AXIS_HEIGHT
from scheduler.pictures.gantt_geometry import Chart

ROW_HEIGHT = 52.0
COLUMN_ROOM = 44.0
FLAG = 18.0
TOP = 64 + FLAG + AXIS_HEIGHT


def base_of(top: float) -> float:
    """Return the line on which the columns of a strip stand."""
    return top + ROW_HEIGHT - 3


def strip_frame(top: float, chart: Chart, name: str, words: str) -> Iterator[str]:
    """Yield the base line of a strip, its name and what is said below that."""
    right, base = chart.width - look.MARGIN, base_of(top)
    yield svg.line(look.MARGIN, base, right, base, {"stroke": look.QUARTER_LINE})
    room = chart.labels_right - look.MARGIN
    strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    shown = svg.name(name, look.LABEL_SIZE * 1.08, room)
    yield svg.text(look.MARGIN, top + 21, shown, strong)
    yield svg.text(look.MARGIN, top + 37, words, quiet)


def week_link(address: str, words: str, *drawn: str) -> str:
    """Return a week that leads to what lies behind it.

    Its words, given once, are read out and shown to whoever points at it.
    """
    return svg.element("a", {"href": address}, svg.title(words), *drawn)
