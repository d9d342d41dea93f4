"""A paper as a PDF that a screen reader reads as it is meant: PDF/UA-1.

The typesetter refuses to write one that its own checks find lacking. Fonts are those that come with
it; only where these lack a character are the system's tried too, and what none has is written as
its code point, so that nothing is left out unseen.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from importlib.util import find_spec
from types import ModuleType

from scheduler.errors import FileRejected
from scheduler.papers.paper import Paper
from scheduler.papers.typst import PROGRAM, paper_data

NOT_INSTALLED = "PDF needs the package typst: install phased-exit with its extra `pdf`"
_LAST_LATIN = "\u024f"
_ALSO_KNOWN = "–—‘’“”…•£€×≤≥−→←↑↓■▲△◆◇○●✓"
"""Beyond Latin, in the fonts that come with the typesetter."""


def pdf_is_made() -> bool:
    """Tell whether the typesetter is installed; it is not loaded for this."""
    return find_spec("typst") is not None


def paper_pdf(paper: Paper) -> bytes:
    """Return a paper as PDF/UA-1; the same paper gives the same bytes where the fonts are.

    Raises: FileRejected where the typesetter is not installed.
    """
    typst = _typesetter()
    try:
        return _written(typst, paper_data(paper), paper, alone=True)
    except typst.TypstError:
        # No font has some character. Which one is only told in prose.
        pass
    fonts = tuple(typst.Fonts(include_system_fonts=True).families())
    try:
        return _written(typst, paper_data(paper, further_fonts=fonts), paper, alone=False)
    except typst.TypstError:
        return _written(typst, paper_data(paper, told=_by_code_point), paper, alone=True)


def _typesetter() -> ModuleType:
    try:
        import typst  # noqa: PLC0415  # an extra
    except ImportError:
        raise FileRejected(NOT_INSTALLED, reason="not_installed") from None
    return typst


def _written(typst: ModuleType, data: str, paper: Paper, *, alone: bool) -> bytes:
    made: bytes = typst.compile(
        PROGRAM.encode(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"paper": data},
        ignore_system_fonts=alone,
        timestamp=datetime.combine(paper.dated, time(), UTC),
    )
    return made


def _by_code_point(text: str) -> str:
    """Return a text with characters that no font is known to have written as `[U+1F600]`."""
    return "".join(c if c <= _LAST_LATIN or c in _ALSO_KNOWN else f"[U+{ord(c):04X}]" for c in text)
