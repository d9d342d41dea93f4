"""The mean gap to the best known over time, a panel for each set, a line for each solver."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduler.benchmarks.run_record import Record
from scheduler.benchmarks.summary import mean_gap
from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading

WIDTH = 960
PANEL_HEIGHT = 190.0
_TOP = 84.0
_LEFT = look.MARGIN + 48.0
_RIGHT = WIDTH - look.MARGIN - 190.0
_ROOM = 130.0
_FIRST_SECONDS = 0.05
_STEPS = 120
_TICKS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
_FULL_GAPS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_INKS = ("#1f5c99", "#9c2a21", "#5a6470", "#2f7a3d")
_DASHES = ("", "7 4", "2 4", "9 3 2 3")


@dataclass(frozen=True, slots=True)
class Panel:
    """One set: mean gaps at each of some moments, by solver."""

    group: str
    instances: int
    moments: tuple[float, ...]
    gaps: Mapping[str, tuple[float, ...]]

    @property
    def full(self) -> float:
        """The gap at full height: twice the worst at the end, at least; more is cut off."""
        worst = max((gaps[-1] for gaps in self.gaps.values()), default=0.0)
        return next((full for full in _FULL_GAPS if full >= 2 * worst), _FULL_GAPS[-1])


def panels_of(records: Iterable[Record], seconds: float) -> list[Panel]:
    """Return a panel for each set of which best values are known."""
    sets: defaultdict[str, defaultdict[str, list[Record]]]
    sets = defaultdict(lambda: defaultdict(list))
    solvers: dict[str, None] = {}
    for record in records:
        solvers[record.solver] = None
        sets[record.group][record.solver].append(record)
    ratio = max(seconds, 2 * _FIRST_SECONDS) / _FIRST_SECONDS
    moments = tuple(_FIRST_SECONDS * ratio ** (n / _STEPS) for n in range(_STEPS + 1))
    made = []
    for group, by_solver in sorted(sets.items()):
        gaps = {
            solver: tuple(
                gap for at in moments if (gap := mean_gap(by_solver[solver], at)) is not None
            )
            for solver in solvers
        }
        told = {solver: line for solver, line in gaps.items() if len(line) == len(moments)}
        if told:
            count = len({r.instance for of in by_solver.values() for r in of})
            made.append(Panel(group, count, moments, told))
    return made


def gap_svg(panels: Sequence[Panel], subtitle: str) -> str:
    """Return the picture as a self-contained document."""
    title = "Mean gap to the best known value over time"
    height = _TOP + max(1, len(panels)) * PANEL_HEIGHT + look.MARGIN
    body = [
        svg.rectangle(0, 0, WIDTH, height, {"fill": look.PAPER}),
        *heading(title, subtitle, WIDTH),
        *(part for n, of in enumerate(panels) for part in _panel(of, _TOP + n * PANEL_HEIGHT)),
    ]
    told = " ".join(f"{panel.group}: {_ends_in_words(panel)}." for panel in panels)
    return document(title, f"{subtitle} {told}", WIDTH, height, "gap", (), body)


def _ends_in_words(panel: Panel) -> str:
    return ", ".join(f"{solver} {_per_cent(line[-1])}" for solver, line in panel.gaps.items())


def _panel(panel: Panel, top: float) -> Iterator[str]:
    bottom = top + 22 + _ROOM
    name = f"{panel.group}, {panel.instances} instances"
    yield svg.text(
        look.MARGIN, top + 12, name, {"font-size": look.LABEL_SIZE * 1.08, "font-weight": "700"}
    )
    yield from _grid(panel, bottom)
    ends = _spread([_y(line[-1], panel, bottom) for line in panel.gaps.values()])
    for n, (solver, line) in enumerate(panel.gaps.items()):
        yield _line(panel, n, solver, line, bottom)
        words = f"{solver} {_per_cent(line[-1])}"
        style: svg.Attributes = {"font-size": look.LABEL_SIZE, "fill": _INKS[n % len(_INKS)]}
        yield svg.text(_RIGHT + 10, ends[n] + 4, words, style)


def _grid(panel: Panel, bottom: float) -> Iterator[str]:
    quiet: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    faint: svg.Attributes = {"stroke": look.FAINT_LINE}
    for part in (0.0, 0.5, 1.0):
        y = bottom - part * _ROOM
        yield svg.line(_LEFT, y, _RIGHT, y, {"stroke": look.YEAR_LINE} if part == 0 else faint)
        words = _per_cent(part * panel.full)
        yield svg.text(_LEFT - 8, y + 4, words, {**quiet, "text-anchor": "end"})
    for tick in _TICKS:
        if panel.moments[0] <= tick <= panel.moments[-1]:
            x = _x(tick, panel)
            yield svg.line(x, bottom - _ROOM, x, bottom, faint)
            yield svg.text(x, bottom + 15, f"{tick:g} s", {**quiet, "text-anchor": "middle"})


def _line(panel: Panel, n: int, solver: str, gaps: Sequence[float], bottom: float) -> str:
    points = " ".join(
        f"{_x(moment, panel):.1f},{_y(gap, panel, bottom):.1f}"
        for moment, gap in zip(panel.moments, gaps, strict=True)
    )
    attributes: dict[str, str | float] = {
        "points": points,
        "fill": "none",
        "stroke": _INKS[n % len(_INKS)],
        "stroke-width": 2,
    }
    if _DASHES[n % len(_DASHES)]:
        attributes["stroke-dasharray"] = _DASHES[n % len(_DASHES)]
    drawn = svg.element("polyline", attributes, svg.title(f"{solver}: {_per_cent(gaps[-1])}"))
    return svg.element("g", {"class": "curve"}, drawn)


def _x(seconds: float, panel: Panel) -> float:
    first, last = math.log(panel.moments[0]), math.log(panel.moments[-1])
    return _LEFT + (_RIGHT - _LEFT) * (math.log(seconds) - first) / (last - first)


def _y(gap: float, panel: Panel, bottom: float) -> float:
    return bottom - _ROOM * max(0.0, min(1.0, gap / panel.full))


def _spread(places: Sequence[float]) -> list[float]:
    """Return heights for words, in their order, at least a line apart."""
    order = sorted(range(len(places)), key=lambda n: places[n], reverse=True)
    made = list(places)
    for below, above in pairwise(order):
        made[above] = min(made[above], made[below] - look.LABEL_SIZE * 1.25)
    return made


def _per_cent(part: float) -> str:
    return f"{100 * part:.2f}".rstrip("0").rstrip(".") + " %"
