"""A paper before any format: sections of paragraphs, figures, tables, pictures and lists.

All words are plain text on one line; no writer reads markup into them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.pictures.wording import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences."""

    text: str
    strong: bool = False
    """Whether it is what the section comes down to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number or date that stands for much, with what it is and what it is measured against."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Key figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows as long as the header; the first cell of a row says what the row is about."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns lined up on the right, counted from 0."""
    note: str = ""
    """Stands below the table."""

    def __post_init__(self) -> None:
        """Refuse rows of another length: no writer could keep such a table whole."""
        if any(len(row) != len(self.header) for row in self.rows):
            message = f"a row of {self.caption!r} is not as long as the header"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An SVG document of ours, with what it shows in words."""

    title: str
    svg: str
    alternative: str
    tall: bool = False
    """Whether it fills a page; it then is all that its section has."""


Block = Paragraph | Items | Figures | Table | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper, read from the top."""

    title: str
    kind: str
    """What sort of paper it is, such as `Board paper`."""
    marking: str
    """Who may read it; on every page."""
    dated: date
    """As of which day it speaks."""
    lead: str
    """The one sentence for who reads no further."""
    sections: tuple[Section, ...]
    language: str = "en-GB"


def one_line(text: object) -> str:
    """Return text on one line, without control characters and those that turn its direction."""
    return " ".join(plain(text).split())


def with_words(paper: Paper, told: Callable[[str], str]) -> Paper:
    """Return a paper with every piece of its text passed through a function; pictures as drawn."""
    return replace(
        paper,
        title=told(paper.title),
        kind=told(paper.kind),
        marking=told(paper.marking),
        lead=told(paper.lead),
        sections=tuple(
            replace(
                section,
                title=told(section.title),
                blocks=tuple(_block(block, told) for block in section.blocks),
            )
            for section in paper.sections
        ),
    )


def _block(block: Block, told: Callable[[str], str]) -> Block:
    match block:
        case Paragraph():
            return replace(block, text=told(block.text))
        case Items():
            return replace(block, items=tuple(map(told, block.items)))
        case Figures():
            return Figures(
                figures=tuple(
                    Figure(name=told(one.name), value=told(one.value), note=told(one.note))
                    for one in block.figures
                )
            )
        case Table():
            return replace(
                block,
                caption=told(block.caption),
                header=tuple(map(told, block.header)),
                rows=tuple(tuple(map(told, row)) for row in block.rows),
                note=told(block.note),
            )
        case Picture():
            return replace(block, title=told(block.title), alternative=told(block.alternative))
