"""Sections of papers as pages lay them out: tables of pages, pictures that stand in the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from api.web.in_page import in_page
from scheduler.papers.paper import Block, Figures, Items, Paragraph, Picture, Section, Table
from scheduler.pictures.contents import Column, Contents, cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block with how it is laid out."""

    kind: Literal["words", "strong", "items", "figures", "table", "picture"]
    words: str = ""
    items: tuple[str, ...] = ()
    figures: Figures | None = None
    table: Contents | None = None
    picture: Picture | None = None
    drawn: str = ""
    """Markup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section."""

    id: str
    title: str
    pieces: tuple[Piece, ...]


def parts_of(sections: tuple[Section, ...]) -> tuple[Part, ...]:
    """Return sections as a page shows them."""
    return tuple(
        Part(id=f"part-{place}", title=one.title, pieces=tuple(map(_piece, one.blocks)))
        for place, one in enumerate(sections, start=1)
    )


def _piece(block: Block) -> Piece:
    match block:
        case Paragraph():
            return Piece(kind="strong" if block.strong else "words", words=block.text)
        case Items():
            return Piece(kind="items", items=block.items)
        case Figures():
            return Piece(kind="figures", figures=block)
        case Table():
            return Piece(kind="table", table=_contents(block))
        case Picture():
            return Piece(kind="picture", picture=block, drawn=in_page(block.svg))


def _contents(table: Table) -> Contents:
    return Contents(
        caption=table.caption,
        columns=tuple(
            Column(heading=heading, number=at in table.numbers)
            for at, heading in enumerate(table.header)
        ),
        rows=tuple(tuple(map(cell, row)) for row in table.rows),
        note=table.note,
    )
