"""The Gantt chart of a plan as lines of a terminal, readable without colour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rich.cells import set_cell_size
from rich.text import Text

from scheduler.analysis.measures import DAYS_IN_WEEK
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.marks import MARKS
from scheduler.pictures.rows import Row, chart_rows
from scheduler.pictures.stages import STAGES
from scheduler.pictures.time_scale import months
from scheduler.pictures.wording import MONTHS, counted, plain, short_date

NARROWEST = 40
_NARROWEST_LABEL = 11
_WIDEST_LABEL = 34
_ROOM_FOR_NAMES = 16
_STAGE_STYLES = {
    "prepare": "bright_black",
    "procure": "blue",
    "people": "magenta",
    "build": "cyan",
    "rehearse": "yellow",
    "parallel": "yellow",
    "hypercare": "green",
    "close": "white",
}
_MARK_STYLES = {
    "transfer": "bold",
    "cutover": "bold",
    "staff_transfer": "bold magenta",
    "acceptance": "bold green",
    "charges_stop": "bold red",
    "decision": "bold",
    "other": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Columns of whole weeks, counted from the day after the contract end.

    So the contract end lies between two columns, and nothing after it is shown before it.
    """

    after_contract: date
    weeks_each: int
    before: int
    """Columns up to the contract end."""
    count: int
    label_width: int
    ascii_only: bool

    def place(self, day: date) -> int:
        """Return the column of a day; it may lie outside."""
        return self.before + (day - self.after_contract).days // (DAYS_IN_WEEK * self.weeks_each)


def gantt_text(
    expanded: ExpandedProgramme, plan: Plan, *, width: int = 80, ascii_only: bool = False
) -> list[Text]:
    """Return the chart as lines no wider than `width`: one for each service, axis and legend.

    Where several things share a column the most telling is shown: a date before work, later work
    before earlier.
    """
    rows = chart_rows(expanded, plan, "services")
    columns = _columns(expanded, max(width, NARROWEST), ascii_only=ascii_only)
    lines = list(_axis(columns, expanded))
    lines += [_line(row, columns) for row in rows]
    lines.append(Text())
    lines += _legend(rows, columns, expanded.document.contract.end_date, max(width, NARROWEST))
    return lines


def _columns(expanded: ExpandedProgramme, width: int, *, ascii_only: bool) -> _Columns:
    document = expanded.document
    after = document.contract.end_date + ONE_DAY
    room = width - _NARROWEST_LABEL - 2
    each = 1
    while sum(_counts(document.plan_from, document.plan_until, after, each)) > room:
        each += 1
    before, behind = _counts(document.plan_from, document.plan_until, after, each)
    return _Columns(
        after_contract=after,
        weeks_each=each,
        before=before,
        count=before + behind,
        label_width=min(_WIDEST_LABEL, width - 2 - before - behind),
        ascii_only=ascii_only,
    )


def _counts(first: date, last: date, after: date, weeks_each: int) -> tuple[int, int]:
    """Return how many columns lie before and after the contract end."""
    days = DAYS_IN_WEEK * weeks_each
    return max(0, -((first - after).days // days)), max(0, (last - after).days // days + 1)


def _axis(columns: _Columns, expanded: ExpandedProgramme) -> Iterator[Text]:
    """Yield years over the names of the months that begin quarters."""
    years = [" "] * (columns.count + 4)
    quarters = [" "] * (columns.count + 4)
    first_day = expanded.document.plan_from
    for first, _ in months(first_day, expanded.document.plan_until):
        column = columns.place(first)
        name = MONTHS[first.month - 1]
        if first.month == 1 or first == first_day:
            years[column : column + 4] = str(first.year)
        free = all(letter == " " for letter in quarters[max(0, column - 1) : column + 3])
        free = free and not column < columns.before < column + 3
        if first.month in (1, 4, 7, 10) and free:
            quarters[column : column + 3] = name
    pad = " " * (columns.label_width + 1)
    for letters, style in ((years, "bold"), (quarters, "")):
        letters.insert(columns.before, " ")
        yield Text(pad + "".join(letters[: columns.count + 1]).rstrip(), style=style)


def _line(row: Row, columns: _Columns) -> Text:
    cells: list[tuple[str, str]] = [(" ", "")] * columns.count
    shade = ":" if columns.ascii_only else "·"
    for window in row.freezes:
        _paint(cells, columns, window.first, window.last, (shade, "dim"))
    for stage in STAGES:
        glyph = stage.ascii_glyph if columns.ascii_only else stage.glyph
        for bar in row.bars:
            if bar.stage == stage:
                _paint(cells, columns, bar.first, bar.last, (glyph, _STAGE_STYLES[stage.id]))
    for mark in reversed(MARKS):
        glyph = mark.ascii_glyph if columns.ascii_only else mark.glyph
        for event in row.events:
            if event.mark == mark:
                _paint(cells, columns, event.day, event.day, (glyph, _MARK_STYLES[mark.id]))
    if 0 <= columns.before <= columns.count:
        cells.insert(columns.before, ("|" if columns.ascii_only else "│", "bold red"))
    line = Text(_label(row, columns) + " ", style="bold" if row.level == "group" else "")
    for glyph, style in cells:
        line.append(glyph, style=style)
    line.rstrip()
    return line


def _paint(
    cells: list[tuple[str, str]], columns: _Columns, first: date, last: date, cell: tuple[str, str]
) -> None:
    start, stop = columns.place(first), columns.place(last) + 1
    for column in range(max(0, start), min(stop, len(cells))):
        cells[column] = cell


def _label(row: Row, columns: _Columns) -> str:
    width = columns.label_width
    words = row.name if row.level == "group" else f"  {row.id} {row.name}"
    if width < _ROOM_FOR_NAMES and row.level == "service":
        words = f"  {row.id}"
    if columns.ascii_only:
        words = words.encode("ascii", "replace").decode("ascii")
    return set_cell_size(plain(words), width)


def _legend(rows: tuple[Row, ...], columns: _Columns, end: date, width: int) -> Iterator[Text]:
    stages = {bar.stage for row in rows for bar in row.bars}
    marks = {event.mark for row in rows for event in row.events}
    plain = columns.ascii_only
    entries = [
        (m.ascii_glyph if plain else m.glyph, _MARK_STYLES[m.id], m.name)
        for m in MARKS
        if m in marks
    ]
    entries += [
        (s.ascii_glyph if plain else s.glyph, _STAGE_STYLES[s.id], s.name)
        for s in STAGES
        if s in stages
    ]
    if any(row.freezes for row in rows):
        entries.append((":" if plain else "·", "dim", "Change freeze"))
    entries.append(("|" if plain else "│", "bold red", f"Contract ends {short_date(end)}"))
    line = Text(f"One character is {counted(columns.weeks_each, 'week')}.")
    for glyph, style, name in entries:
        entry = Text.assemble((glyph, style), " ", name)
        if len(line) + 3 + len(entry) > width:
            yield line
            line = entry
        else:
            line = Text.assemble(line, "   ", entry)
    yield line
