"""Cells and frames of tables: text is shown as it is, never read as markup."""

from datetime import date

from rich import box
from rich.table import Table
from rich.text import Text

from scheduler.pictures.wording import plain, short_date

NOTHING = "-"


def table(caption: str, *, gap: int = 2) -> Table:
    """Return an empty table with a heading, its columns to be added `gap` characters apart."""
    return Table(
        title=Text(caption, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, gap - 1, 0, 0),
        header_style="bold",
    )


def cell(content: object, style: str = "") -> Text:
    """Return anything as a cell of plain text, dates in people's form."""
    words = short_date(content) if isinstance(content, date) else plain(content)
    return Text(words, style=style)


def day(value: date | None, style: str = "") -> Text:
    """Return a date as a cell, or a dash."""
    return cell(NOTHING if value is None else value, style)
