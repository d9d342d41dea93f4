"""A paper as CommonMark with the tables of GitHub Flavored Markdown.

Pictures are told in words: a Markdown file holds none of its own.

Source: CommonMark 0.31.2, section 2.4; GitHub Flavored Markdown 0.29, section 4.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from scheduler.papers.paper import (
    Block,
    Figures,
    Items,
    Paper,
    Paragraph,
    Picture,
    Table,
    one_line,
)
from scheduler.pictures.wording import long_date

_TELLING = re.compile(r"[\\`*_\[\]<>|~&$#^]")
"""Characters that mean something within a line, wherever they stand."""
_BEGINS_A_BLOCK = re.compile(r"^(\d{0,9})([-+=.):])")
"""What would make a list or a heading of a line that it begins."""
_AN_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|www)([:.])")
"""What renderers make a link of, unasked."""


def paper_markdown(paper: Paper) -> str:
    """Return a paper as Markdown."""
    head = (
        f"# {escaped(paper.title)}",
        f"{escaped(paper.kind)}. Position on {long_date(paper.dated)}.",
        f"**{escaped(paper.marking)}**",
        f"**{escaped(paper.lead)}**",
    )
    parts = [*head]
    for section in paper.sections:
        parts.append(f"## {escaped(section.title)}")
        parts += [written for block in section.blocks for written in _block(block)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return text on one line in which no character is markup."""
    line = _TELLING.sub(lambda found: "\\" + found[0], one_line(text))
    line = _AN_ADDRESS.sub(lambda found: f"{found[1]}\\{found[2]}", line)
    return _BEGINS_A_BLOCK.sub(lambda found: f"{found[1]}\\{found[2]}", line)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            text = escaped(block.text)
            yield f"**{text}**" if block.strong and text else text
        case Items():
            marks = (f"{n}." if block.numbered else "-" for n in range(1, len(block.items) + 1))
            items = zip(marks, block.items, strict=True)
            yield "\n".join(f"{mark} {escaped(item)}" for mark, item in items)
        case Figures():
            yield "\n".join(
                f"- {escaped(one.name)}: **{escaped(one.value)}**"
                + (f" ({escaped(one.note)})" if one.note else "")
                for one in block.figures
            )
        case Table():
            if block.caption:
                yield f"**{escaped(block.caption)}**"
            yield "\n".join(_rows(block))
            if block.note:
                yield escaped(block.note)
        case Picture():
            yield f"**Picture: {escaped(block.title)}**"
            yield escaped(block.alternative)
        case _:
            assert_never(block)


def _rows(table: Table) -> Iterator[str]:
    yield _row(table.header)
    yield _row_of(["---:" if n in table.numbers else "---" for n in range(len(table.header))])
    for row in table.rows:
        yield _row(row)


def _row(cells: tuple[str, ...]) -> str:
    return _row_of([escaped(one) or " " for one in cells])


def _row_of(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
