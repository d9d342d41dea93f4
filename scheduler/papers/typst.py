"""A paper as the program and the data that the typesetter Typst makes a PDF of.

The program is always the same. What people have written goes beside it as data, and strings of data
are text to Typst whatever they hold; nothing evaluates them.

Source: typst.app/docs, sys.inputs and the accessibility guide; ISO 14289-1:2014.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, assert_never

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
from scheduler.pictures import look
from scheduler.pictures.wording import long_date

BODY_FONT = "Libertinus Serif"
"""Comes with the typesetter, as does the one for what it lacks."""
_LIKE = "'DejaVu Sans Mono', 'New Computer Modern'"

PROGRAM = r"""
#let paper = json(bytes(sys.inputs.at("paper")))
#let quiet = rgb("#47505c")
#let mark = rgb("#1f5c99")
#let hair = rgb("#ccd3da")
#let band = rgb("#eff2f5")
#let fonts = ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern") + paper.further_fonts

#set document(
  title: paper.title,
  description: paper.kind,
  date: datetime(year: paper.date.at(0), month: paper.date.at(1), day: paper.date.at(2)),
)
#set text(lang: paper.language, region: paper.region, font: fonts, size: 10pt, fill: rgb("#14181f"))
#set par(leading: 0.6em, spacing: 0.9em)
#set page(
  paper: "a4",
  margin: (x: 18mm, top: 18mm, bottom: 18mm),
  footer: context [
    #set text(size: 8pt, fill: quiet)
    #paper.marking #h(1fr) #paper.title #h(1fr)
    #counter(page).display() / #counter(page).final().first()
  ],
)
#show heading.where(level: 1): it => block(below: 0.7em, text(size: 21pt, weight: "bold", it.body))
#show heading.where(level: 2): it => block(
  above: 1.7em, below: 0.8em, width: 100%, inset: (top: 0.5em), stroke: (top: 1.5pt + mark),
  sticky: true, text(size: 13pt, weight: "bold", it.body),
)
#show figure: set block(breakable: true)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: it => block(width: 100%, below: 0.5em, align(left,
  text(size: 9pt, weight: if it.kind == table { "bold" } else { "regular" }, it.body)))
#set list(spacing: 0.6em)
#set enum(spacing: 0.6em)

#let shown-table(one) = {
  let count = one.header.len()
  let wide = one.widths.map(n => if n == 0 { auto } else { n * 1fr })
  figure(
    kind: table, supplement: none, numbering: none, outlined: false,
    caption: if one.caption != "" { text(one.caption) },
    {
      set text(size: 8.5pt)
      set par(leading: 0.45em)
      table(
        columns: wide,
        align: (at, row) => (
          (if one.numbers.contains(at) { right } else { left })
            + (if row == 0 { bottom } else { top })
        ),
        stroke: (_, row) => (bottom: if row == 0 { 1pt } else { 0.5pt + hair }),
        inset: (x: 4pt, y: 3.5pt),
        table.header(..one.header.map(words => strong(text(words)))),
        ..one.rows.flatten().map(words => text(words)),
      )
    },
  )
  if one.note != "" { block(text(size: 8.5pt, fill: quiet, one.note)) }
}

#let shown-picture(one) = figure(
  kind: image, supplement: none, numbering: none, outlined: false,
  caption: text(one.title),
  image(
    bytes(one.svg), format: "svg", alt: one.alternative,
    ..if one.tall { (height: 228mm, fit: "contain") } else { (width: 100%) },
  ),
)

#let shown-figures(one) = grid(
  columns: (1fr,) * calc.min(one.figures.len(), 4),
  gutter: 6pt,
  ..one.figures.map(each => grid.cell(
    inset: 7pt, breakable: false, stroke: (top: 3pt + mark, rest: 0.5pt + hair),
    {
      text(size: 8.5pt, fill: quiet, each.name)
      linebreak()
      text(size: 13pt, weight: "bold", each.value)
      if each.note != "" { linebreak(); text(size: 8.5pt, fill: quiet, each.note) }
    },
  )),
)

#let shown(one) = {
  if one.block == "paragraph" {
    if one.strong { block(sticky: true, strong(text(one.text))) } else { par(text(one.text)) }
  }
  else if one.block == "items" {
    if one.numbered { enum(..one.items.map(words => text(words))) }
    else { list(..one.items.map(words => text(words))) }
  }
  else if one.block == "figures" { shown-figures(one) }
  else if one.block == "table" { shown-table(one) }
  else if one.block == "picture" { shown-picture(one) }
}

#box(stroke: 1.2pt, inset: (x: 5pt, y: 3.5pt), text(size: 9pt, weight: "bold", paper.marking))
#heading(level: 1, paper.title)
#text(fill: quiet, paper.kind + ". Position on " + paper.dated + ".")
#block(
  width: 100%, fill: band, inset: 9pt, stroke: (left: 4pt + mark), breakable: false,
  text(size: 12pt, paper.lead),
)
#for section in paper.sections {
  if section.blocks.len() > 0 and section.blocks.first().at("tall", default: false) {
    pagebreak(weak: true)
  }
  heading(level: 2, section.title)
  for one in section.blocks { shown(one) }
}
"""

Told = Callable[[str], str]


def paper_data(
    paper: Paper, *, told: Told = lambda words: words, further_fonts: tuple[str, ...] = ()
) -> str:
    """Return what the program reads as `sys.inputs.paper`: JSON.

    `told` is applied to every text last, such as to write characters otherwise that no font has.
    """

    def line(text: str) -> str:
        return told(one_line(text))

    language, _, region = paper.language.partition("-")
    return json.dumps(
        {
            "title": line(paper.title),
            "kind": line(paper.kind),
            "marking": line(paper.marking),
            "dated": long_date(paper.dated),
            "date": [paper.dated.year, paper.dated.month, paper.dated.day],
            "lead": line(paper.lead),
            "language": language,
            "region": region or None,
            "further_fonts": further_fonts,
            "sections": [
                {
                    "title": line(section.title),
                    "blocks": [_block(block, line, told) for block in section.blocks],
                }
                for section in paper.sections
            ],
        }
    )


def _block(block: Block, line: Told, told: Told) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"block": "paragraph", "text": line(block.text), "strong": block.strong}
        case Items():
            items = [line(item) for item in block.items]
            return {"block": "items", "items": items, "numbered": block.numbered}
        case Figures():
            figures = [
                {"name": line(one.name), "value": line(one.value), "note": line(one.note)}
                for one in block.figures
            ]
            return {"block": "figures", "figures": figures}
        case Table():
            return {
                "block": "table",
                "caption": line(block.caption),
                "header": [line(words) for words in block.header],
                "rows": [[line(words) for words in row] for row in block.rows],
                "numbers": sorted(block.numbers),
                "widths": _widths(block),
                "note": line(block.note),
            }
        case Picture():
            return {
                "block": "picture",
                "title": line(block.title),
                "svg": told(block.svg.replace(_font_of(look.FONT), _font_of(_FONTS))),
                "alternative": line(block.alternative),
                "tall": block.tall,
            }
        case _:
            assert_never(block)


_FONTS = f"'{BODY_FONT}', {_LIKE}"
_SHORT = 14
"""Characters up to which a column is as wide as its words."""
_MOST_SHARE = 60


def _font_of(family: str) -> str:
    return f'font-family="{family}"'


def _widths(table: Table) -> list[int]:
    """Return the share of each column in what is left of the width; 0 for as wide as its words."""
    found = []
    for at, heading in enumerate(table.header):
        lengths = [len(row[at]) for row in table.rows]
        longest = max(lengths, default=0)
        if at in table.numbers or max(longest, len(heading)) <= _SHORT:
            found.append(0)
        else:
            mean = sum(lengths) // max(1, len(lengths))
            found.append(max(_SHORT, len(heading) // 2, min(_MOST_SHARE, (longest + mean) // 2)))
    return found if any(found) else [1, *found[1:]]
