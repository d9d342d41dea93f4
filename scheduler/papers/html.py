"""A paper as one HTML file: nothing is fetched, nothing runs, pictures are inline SVG.

Source: WCAG 2.2, levels A and AA.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import assert_never

from scheduler.papers.html_style import STYLE, page_style
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

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def paper_html(paper: Paper) -> str:
    """Return a paper as an HTML document."""
    title = _words(paper.title)
    style = STYLE + page_style(one_line(paper.marking))
    sections = (
        f'<section aria-labelledby="section-{n}">\n'
        f'<h2 id="section-{n}">{_words(section.title)}</h2>\n'
        f"{''.join(part for block in section.blocks for part in _block(block))}</section>\n"
        for n, section in enumerate(paper.sections, start=1)
    )
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{_words(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_words(paper.kind)}: {title}</title>\n<style>\n{style}</style>\n</head>\n"
        "<body>\n<header>\n"
        f'<p class="marking">{_words(paper.marking)}</p>\n'
        f"<h1>{title}</h1>\n"
        f'<p class="kind">{_words(paper.kind)}. Position on {long_date(paper.dated)}.</p>\n'
        "</header>\n<main>\n"
        f'<p class="lead">{_words(paper.lead)}</p>\n'
        f"{''.join(sections)}</main>\n"
        f'<footer><p class="marking">{_words(paper.marking)}</p></footer>\n'
        "</body>\n</html>\n"
    )


def _words(text: str) -> str:
    return escape(one_line(text))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            text = _words(block.text)
            yield f'<p class="strong">{text}</p>\n' if block.strong else f"<p>{text}</p>\n"
        case Items():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{_words(item)}</li>\n" for item in block.items)
            yield f"<{tag}>\n{items}</{tag}>\n"
        case Figures():
            figures = "".join(
                f"<div><dt>{_words(one.name)}</dt><dd><strong>{_words(one.value)}</strong>"
                f"{f' <span>{_words(one.note)}</span>' if one.note else ''}</dd></div>\n"
                for one in block.figures
            )
            yield f'<dl class="figures">\n{figures}</dl>\n'
        case Table():
            yield from _table(block)
        case Picture():
            shape = "picture tall" if block.tall else "picture"
            yield (
                f'<figure class="{shape}">\n'
                f'<div role="img" aria-label="{_words(block.alternative)}">\n{block.svg}</div>\n'
                f"<figcaption>{_words(block.title)}</figcaption>\n</figure>\n"
            )
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    caption = _words(table.caption)
    # Whoever has no pointer scrolls a wide table with the keys.
    yield f'<div class="table" role="region" aria-label="{caption}" tabindex="0">\n<table>\n'
    yield f"<caption>{caption}</caption>\n<thead><tr>"
    for at, heading in enumerate(table.header):
        yield f'<th scope="col"{_number(table, at)}>{_words(heading)}</th>'
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows:
        first, *rest = map(_words, row)
        cells = "".join(f"<td{_number(table, at)}>{c}</td>" for at, c in enumerate(rest, start=1))
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
    yield "</tbody>\n</table>\n</div>\n"
    if table.note:
        yield f'<p class="note">{_words(table.note)}</p>\n'


def _number(table: Table, at: int) -> str:
    return ' class="number"' if at in table.numbers else ""
