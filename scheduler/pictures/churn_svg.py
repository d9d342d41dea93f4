"""Plan churn as one self-contained SVG document: a row for each plan, oldest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from scheduler.pictures import look, svg
from scheduler.pictures.document_svg import document, heading
from scheduler.pictures.wording import counted, short_date

ROW_HEIGHT = 30.0
_TOP = 104.0
_LABELS, _GAP, _FIGURES = 150.0, 36.0, 78.0
_MARK = "#1f5c99"
_MOVED = "#9c2a21"


class PlanRow(Protocol):
    """What is drawn of one plan."""

    @property
    def label(self) -> str:
        """What the plan is called."""

    @property
    def last_transfer(self) -> date | None:
        """The forecast end."""

    @property
    def contingency_working_days(self) -> int | None:
        """Between the forecast end and the contract end."""

    @property
    def dates_moved(self) -> int:
        """Transfers and technical cutovers with another date than in the plan before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One of the three columns: where it lies, and what its values span."""

    name: str
    left: float
    right: float
    least: int
    most: int

    def place(self, value: int) -> float:
        """Return the coordinate of a value; room for its figure stays at the right."""
        share = (value - self.least) / max(1, self.most - self.least)
        return self.left + share * (self.right - _FIGURES - self.left)


def churn_svg(
    rows: Sequence[PlanRow], *, title: str, width: int = 960, prefix: str = "churn"
) -> str:
    """Return forecast end, schedule contingency and moved dates of each plan.

    `prefix` begins every id inside, so that several pictures can stand on one page.
    """
    said = _in_words(rows)
    height = _TOP + max(1, len(rows)) * ROW_HEIGHT + look.MARGIN
    ends, contingency, moved = _panels(rows, width)
    body = [
        svg.rectangle(0, 0, width, height, {"fill": look.PAPER}),
        *heading(title, said, width),
        *(_heading(panel) for panel in (ends, contingency, moved)),
        *_zero_lines((contingency, moved), height),
    ]
    for place, row in enumerate(rows):
        parts = _row(row, _TOP + place * ROW_HEIGHT, ends, contingency, moved)
        body.append(svg.element("g", {"class": "bar"}, svg.title(_row_in_words(row)), *parts))
    told = " ".join((said, *(f"{_row_in_words(row)}." for row in rows)))
    return document(title, told, width, height, prefix, (), body)


def _in_words(rows: Sequence[PlanRow]) -> str:
    if not rows:
        return "There is no final plan yet."
    words = f"{counted(len(rows), 'plan')}, oldest first."
    first, last = rows[0].last_transfer, rows[-1].last_transfer
    if first is None or last is None or len(rows) == 1:
        return words
    days = (last - first).days
    if not days:
        return f"{words} The forecast end is where it was at first."
    how = f"{counted(abs(days), 'calendar day')} {'later' if days > 0 else 'earlier'}"
    return f"{words} The forecast end is {how} than at first."


def _row_in_words(row: PlanRow) -> str:
    end = "no transfer" if row.last_transfer is None else f"ends {short_date(row.last_transfer)}"
    days = row.contingency_working_days
    left = "no contract end" if days is None else counted(days, "working day")
    return (
        f"{row.label}: {end}, schedule contingency {left}, {counted(row.dates_moved, 'date')} moved"
    )


def _panels(rows: Sequence[PlanRow], width: int) -> tuple[_Panel, _Panel, _Panel]:
    left = look.MARGIN + _LABELS
    each = (width - look.MARGIN - left - 2 * _GAP) / 3
    ends = [row.last_transfer.toordinal() for row in rows if row.last_transfer is not None]
    days = [row.contingency_working_days or 0 for row in rows]
    moved = [row.dates_moved for row in rows]
    spans = (
        ("Forecast end", min(ends, default=0), max(ends, default=0)),
        ("Schedule contingency, working days", min(0, *days, 0), max(0, *days, 0)),
        ("Transfers and cutovers moved", 0, max(0, *moved, 0)),
    )
    first, second, third = (
        _Panel(
            name=name,
            left=left + place * (each + _GAP),
            right=left + place * (each + _GAP) + each,
            least=least,
            most=most,
        )
        for place, (name, least, most) in enumerate(spans)
    )
    return first, second, third


def _heading(panel: _Panel) -> str:
    strong: svg.Attributes = {"font-size": look.LABEL_SIZE, "font-weight": "700"}
    name = svg.name(panel.name, look.LABEL_SIZE * 1.08, panel.right - panel.left + _GAP / 2)
    return svg.text(panel.left, _TOP - 16, name, strong)


def _zero_lines(panels: Sequence[_Panel], height: float) -> Iterator[str]:
    for panel in panels:
        x = panel.place(0)
        bottom = height - look.MARGIN
        yield svg.line(x, _TOP - 6, x, bottom, {"stroke": look.YEAR_LINE})


def _row(
    row: PlanRow, top: float, ends: _Panel, contingency: _Panel, moved: _Panel
) -> Iterator[str]:
    middle = top + ROW_HEIGHT / 2
    label: svg.Attributes = {"font-size": look.LABEL_SIZE}
    room = _LABELS - 12
    yield svg.text(look.MARGIN, middle + 4, svg.name(row.label, look.LABEL_SIZE, room), label)
    yield svg.line(
        look.MARGIN, top + ROW_HEIGHT, moved.right, top + ROW_HEIGHT, {"stroke": look.FAINT_LINE}
    )
    if row.last_transfer is not None:
        x = ends.place(row.last_transfer.toordinal())
        yield svg.element("circle", {"cx": x + 5, "cy": middle, "r": 5, "fill": _MARK})
        yield _figure(x + 5, middle, short_date(row.last_transfer))
    if row.contingency_working_days is not None:
        yield from _bar(contingency, row.contingency_working_days, middle, look.CONTINGENCY)
    yield from _bar(moved, row.dates_moved, middle, _MOVED)


def _bar(panel: _Panel, value: int, middle: float, colour: str) -> Iterator[str]:
    begin, end = sorted((panel.place(0), panel.place(value)))
    yield svg.rectangle(begin, middle - 7, max(end - begin, 1), 14, {"fill": colour})
    yield _figure(end, middle, f"{value:,}")


def _figure(x: float, middle: float, words: str) -> str:
    small: svg.Attributes = {"font-size": look.SMALL_SIZE, "fill": look.INK}
    return svg.text(x + 9, middle + 4, words, small)
