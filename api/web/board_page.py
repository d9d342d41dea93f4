"""What a board looks at first: the status, its trend, decisions, risks and money, on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.web.choices import Choice
from api.web.paper_blocks import Part, parts_of
from scheduler.explaining.audience import Audience
from scheduler.papers.paper import Paper
from scheduler.papers.pdf import pdf_is_made
from scheduler.pictures.wording import long_date

_VERSIONS = {"exempt": "Exempt version", "public": "Public version"}
_FILES = (
    ("board-html", "The board paper to read and to print (HTML)"),
    ("board-pdf", "The board paper as an accessible PDF"),
    ("board-md", "The board paper as text to be worked on (Markdown)"),
)
_PDF = "board-pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """The whole board paper in one format."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The page."""

    plan: str
    name: str
    marking: str
    position: str
    """As of which day it speaks."""
    status: str
    parts: tuple[Part, ...]
    choices: tuple[Choice, ...]
    files: tuple[PaperFile, ...]
    missing: tuple[tuple[str, str], ...]
    """Analyses that would tell a board more and have not been made: kind and what it adds."""
    has_plan: bool


def board_page(
    plan: str,
    paper: Paper,
    audience: Audience,
    missing: tuple[tuple[str, str], ...],
    *,
    has_plan: bool,
) -> BoardPage:
    """Return what to show of an overview that was made for an audience."""
    return BoardPage(
        plan=plan,
        name=paper.title,
        marking=paper.marking,
        position=long_date(paper.dated),
        status=paper.lead,
        parts=parts_of(paper.sections),
        choices=tuple(_choices(plan, audience)),
        files=tuple(_files(plan, audience)),
        missing=missing,
        has_plan=has_plan,
    )


def _choices(plan: str, audience: Audience) -> Iterator[Choice]:
    for one, words in _VERSIONS.items():
        address = f"/plans/{plan}/board{'?audience=public' if one == 'public' else ''}"
        yield Choice(words=words, address=address, here=one == audience)


def _files(plan: str, audience: Audience) -> Iterator[PaperFile]:
    for name, words in _FILES:
        if name != _PDF or pdf_is_made():
            address = f"/v1/plans/{plan}/paper?format={name}&audience={audience}"
            yield PaperFile(words=words, address=address)
