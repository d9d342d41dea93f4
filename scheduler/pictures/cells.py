"""Tables in a terminal: text is shown as it is, never read as markup."""

from collections.abc import Collection, Mapping
from typing import TypedDict

from rich import box
from rich.console import OverflowMethod
from rich.table import Table
from rich.text import Text

from scheduler.pictures.contents import Cell, Contents, Tone
from scheduler.pictures.wording import plain

_STYLES: Mapping[Tone, str] = {
    "": "",
    "strong": "bold",
    "good": "green",
    "doubtful": "yellow",
    "bad": "red",
}


class Layout(TypedDict, total=False):
    """How a column uses the width there is."""

    no_wrap: bool
    overflow: OverflowMethod
    min_width: int
    max_width: int


def drawn(
    contents: Contents,
    layouts: Mapping[str, Layout],
    *,
    gap: int = 2,
    without: Collection[str] = (),
) -> Table:
    """Return a table for a terminal; `layouts` and `without` name columns by their heading."""
    made = table(contents.caption, gap=gap)
    shown = [
        place for place, column in enumerate(contents.columns) if column.heading not in without
    ]
    for place in shown:
        column = contents.columns[place]
        layout = layouts.get(column.heading, {})
        made.add_column(column.heading, justify="right" if column.number else "left", **layout)
    for row in contents.rows:
        made.add_row(*(_text(row[place]) for place in shown))
    if contents.note:
        made.caption = cell(contents.note, "dim")
        made.caption_justify = "left"
    return made


def table(caption: str, *, gap: int = 2) -> Table:
    """Return an empty table with a heading, its columns to be added `gap` characters apart."""
    return Table(
        title=Text(caption, style="bold") if caption else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
        header_style="bold",
    )


def cell(content: object, style: str = "") -> Text:
    """Return anything as a cell of plain text."""
    return Text(plain(content), style=style)


def _text(shown: Cell) -> Text:
    return Text("\n".join(shown.lines), style=_STYLES[shown.tone])
