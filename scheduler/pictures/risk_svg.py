"""By when the last transfer is made, in how many of the runs: one self-contained SVG document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.risk import RiskAnswer
from scheduler.domain.calendars import ONE_DAY
from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading
from scheduler.pictures.risk_contents import percent
from scheduler.pictures.wording import counted, short_date

HEIGHT = 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, 40.0, 120.0, 64.0
_CURVE, _DUE, _PLANNED = "#1f5c99", "#9c2a21", "#4d6b2f"
_STEPS = (0, 20, 40, 60, 80, 100)
_MOST_TICKS = 8
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """Where days lie on the paper."""

    first: date
    last: date
    right: float

    def place(self, day: date) -> float:
        """Return the coordinate of the beginning of a day."""
        share = (day - self.first) / max(ONE_DAY, self.last - self.first)
        return _LEFT + share * (self.right - _LEFT)

    def ticks(self) -> list[date]:
        """Return the first days of some months."""
        months = range(self.first.year * _MONTHS + self.first.month, _month(self.last) + 1)
        step = max(1, -(-len(months) // _MOST_TICKS))
        return [date(m // _MONTHS, m % _MONTHS + 1, 1) for m in months[::step]]


def _month(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def risk_svg(answer: RiskAnswer, *, title: str, width: int = 960, prefix: str = "risk") -> str:
    """Return the curve with the planned day and the contract end."""
    low, high = answer.in_time.interval
    told = (
        f"{percent(answer.in_time.value)} of {counted(answer.samples, 'run')} are in time for the "
        f"contract end, {short_date(answer.contract_end)} "
        f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %)."
    )
    known = [point.day for point in answer.curve]
    every = [answer.planned_last, answer.contract_end + ONE_DAY, *known]
    room = 14 * ONE_DAY
    across = _Days(first=min(every) - room, last=max(every) + room, right=width - _RIGHT)
    body = [
        svg.rectangle(0, 0, width, HEIGHT, {"fill": look.PAPER}),
        *heading(title, told, width),
        *_grid(across),
        _mark(across, answer.planned_last, "Planned", _PLANNED, 26),
        _mark(across, answer.contract_end + ONE_DAY, "Contract over", _DUE, 12),
        _curve(answer, across),
    ]
    points = "; ".join(
        f"by {short_date(point.day)} in {percent(point.reached.value)}" for point in answer.curve
    )
    return document(title, f"{told} Last transfer made: {points}.", width, HEIGHT, prefix, (), body)


def _up(share: float) -> float:
    return HEIGHT - _BOTTOM - share * (HEIGHT - _BOTTOM - _TOP)


def _grid(across: _Days) -> Iterator[str]:
    faint: svg.Attributes = {"stroke": look.FAINT_LINE}
    small: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.QUIET_INK}
    for day in across.ticks():
        x = across.place(day)
        if not _LEFT <= x <= across.right:
            continue
        yield svg.line(x, _up(0), x, _up(1), faint)
        yield svg.text(x, _up(0) + 18, short_date(day), {**small, "text-anchor": "middle"})
    for step in _STEPS:
        y = _up(step / 100)
        yield svg.line(_LEFT, y, across.right, y, faint)
        yield svg.text(_LEFT - 8, y + 4, f"{step} %", {**small, "text-anchor": "end"})
    label: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    yield svg.text(
        across.right, HEIGHT - 18, "Last transfer made by", {**label, "text-anchor": "end"}
    )
    yield svg.text(look.MARGIN, _TOP - 34, "Runs", label)


def _mark(across: _Days, day: date, words: str, colour: str, above: float) -> str:
    x = across.place(day)
    looks: svg.Attributes = {"stroke": colour, "stroke-width": 1.5, "stroke-dasharray": "5 3"}
    small: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": colour}
    anchor = "end" if x > (across.right + _LEFT) / 2 else "start"
    return svg.element(
        "g",
        {"class": "mark"},
        svg.title(f"{words}: {short_date(day)}"),
        svg.line(x, _up(0), x, _up(1) - above + 4, looks),
        svg.text(x, _up(1) - above, f"{words} {short_date(day)}", {**small, "text-anchor": anchor}),
    )


def _curve(answer: RiskAnswer, across: _Days) -> str:
    """Return the steps of the curve; what is after the horizon is not on it."""
    corners = [(_LEFT, _up(0))]
    for point in answer.curve:
        x = across.place(point.day)
        corners += [(x, corners[-1][1]), (x, _up(point.reached.value))]
    corners.append((across.right, corners[-1][1]))
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    line: svg.Attributes = {"fill": "none", "stroke": _CURVE, "stroke-width": 2.5}
    return svg.element(
        "g",
        {"class": "curve"},
        svg.title("Share of the runs in which the last transfer is made by a day"),
        svg.element("polyline", {"points": drawn, **line}),
    )
