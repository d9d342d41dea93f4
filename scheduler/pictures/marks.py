"""Events as pictures show them: one mark for each kind of date."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.activities import (
    ACCEPTANCE,
    CHARGES_STOP,
    CUTOVER,
    STAFF_TRANSFER,
    TRANSFER,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures import svg

Track = Literal["on", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The look of one kind of event; shape and fill differ, not only colour."""

    id: str
    name: str
    colour: str
    filled: bool
    track: Track
    """Against the bars of its row."""
    glyph: str
    ascii_glyph: str


TRANSFER_MARK = Mark(
    id="transfer",
    name="Service transfer",
    colour="#14181f",
    filled=True,
    track="below",
    glyph="▲",
    ascii_glyph="^",
)
CUTOVER_MARK = Mark(
    id="cutover",
    name="Technical cutover",
    colour="#14181f",
    filled=True,
    track="on",
    glyph="◆",
    ascii_glyph="x",
)
STAFF_TRANSFER_MARK = Mark(
    id="staff_transfer",
    name="Staff transfer",
    colour="#7a5aa6",
    filled=False,
    track="below",
    glyph="△",
    ascii_glyph="%",
)
ACCEPTANCE_MARK = Mark(
    id="acceptance",
    name="Acceptance",
    colour="#2f7a3d",
    filled=False,
    track="below",
    glyph="✓",
    ascii_glyph="*",
)
CHARGES_STOP_MARK = Mark(
    id="charges_stop",
    name="Charges stop",
    colour="#9c2a21",
    filled=True,
    track="below",
    glyph="■",
    ascii_glyph="$",
)
DECISION_MARK = Mark(
    id="decision",
    name="Decision at a meeting",
    colour="#14181f",
    filled=False,
    track="below",
    glyph="○",
    ascii_glyph="o",
)
OTHER_MARK = Mark(
    id="other",
    name="Other event",
    colour="#5f6b7a",
    filled=False,
    track="below",
    glyph="◇",
    ascii_glyph="+",
)

MARKS = (
    TRANSFER_MARK,
    CUTOVER_MARK,
    STAFF_TRANSFER_MARK,
    ACCEPTANCE_MARK,
    CHARGES_STOP_MARK,
    DECISION_MARK,
    OTHER_MARK,
)
"""Most telling first: what a crowded place shows."""

_BY_KIND = {
    TRANSFER: TRANSFER_MARK,
    CUTOVER: CUTOVER_MARK,
    STAFF_TRANSFER: STAFF_TRANSFER_MARK,
    ACCEPTANCE: ACCEPTANCE_MARK,
    CHARGES_STOP: CHARGES_STOP_MARK,
}


def marks(expanded: ExpandedProgramme) -> Mapping[str, Mark]:
    """Return the mark of every event: by its kind, or as a decision when its dates are meetings."""
    meetings = {dates.id for dates in expanded.document.date_sets if dates.meeting}
    return {
        activity.id: _BY_KIND.get(
            activity.kind, DECISION_MARK if activity.dates in meetings else OTHER_MARK
        )
        for activity in expanded.document.activities
        if activity.form == "event"
    }


def drawn(
    mark: Mark, x: float, y: float, radius: float = 5.0, *inside: str, bare: bool = False
) -> str:
    """Return the mark as SVG, centred on a point; `inside` is markup, such as its title.

    A bare one leaves out what the parts around it say already: round joins, lines of width 1.
    """
    look: dict[str, str | float] = {
        "fill": mark.colour if mark.filled else "#ffffff",
        "stroke": "#ffffff" if mark.filled else mark.colour,
    }
    if not (bare and mark.filled):
        look["stroke-width"] = 1 if mark.filled else 1.6
    if not bare:
        look["stroke-linejoin"] = "round"
    if mark.id in ("transfer", "staff_transfer"):
        return _polygon([(0, -1.15), (1.15, 0.95), (-1.15, 0.95)], x, y, radius, look, inside)
    if mark.id == "charges_stop":
        side = radius * 0.8
        box = {"x": x - side, "y": y - side, "width": 2 * side, "height": 2 * side}
        return svg.element("rect", {**box, **look}, *inside)
    if mark.id == "decision":
        return svg.element("circle", {"cx": x, "cy": y, "r": radius * 0.85, **look}, *inside)
    if mark.id == "acceptance":
        tick: dict[str, str | float] = {
            "fill": "none",
            "stroke": mark.colour,
            "stroke-width": 2.4,
            "stroke-linecap": "round",
        }
        points = f"{_point(x - radius, y)} {_point(x - radius * 0.2, y + radius * 0.8)}"
        points += f" {_point(x + radius, y - radius * 0.9)}"
        return svg.element("polyline", {"points": points, **tick}, *inside)
    scale = 1.15 if mark.filled else 0.85
    return _polygon([(0, -scale), (scale, 0), (0, scale), (-scale, 0)], x, y, radius, look, inside)


def _polygon(
    corners: list[tuple[float, float]],
    x: float,
    y: float,
    radius: float,
    look: svg.Attributes,
    inside: tuple[str, ...],
) -> str:
    points = " ".join(_point(x + dx * radius, y + dy * radius) for dx, dy in corners)
    return svg.element("polygon", {"points": points, **look}, *inside)


def _point(x: float, y: float) -> str:
    return f"{x:.1f},{y:.1f}"
