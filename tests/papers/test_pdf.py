"""PDFs are PDF/UA-1: by the typesetter's own checks, and by ours where a reader is installed."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest
import typst

from scheduler.errors import FileRejected
from scheduler.papers import pdf
from scheduler.papers.board_paper import board_paper
from scheduler.papers.paper import Paper, with_words
from scheduler.papers.pdf import paper_pdf
from scheduler.papers.plan_report import plan_report
from scheduler.papers.typst import paper_data
from tests.papers.pdf_structure import Checked
from tests.papers.test_writers import HOSTILE, paper
from tests.papers.worlds import in_force, lincolnshire, small


def checked(data: bytes) -> Checked:
    return Checked(pytest.importorskip("pikepdf"), data)


def papers() -> dict[str, Paper]:
    case, three = lincolnshire(), small()
    return {
        "board": board_paper(case.programme, case.plan, in_force()),
        "board, public": board_paper(case.programme, case.plan, audience="public"),
        "report": plan_report(case.programme, case.plan, in_force()),
        "report, public": plan_report(three.programme, three.plan, audience="public"),
    }


@pytest.mark.parametrize("name", ["board", "board, public", "report", "report, public"])
def test_nothing_keeps_a_screen_reader_out(name: str) -> None:
    made = checked(paper_pdf(papers()[name]))
    assert made.problems() == []
    kinds = made.kinds()
    assert kinds.count("H1") == 1
    assert kinds.count("Table") > 1
    assert kinds.count("Figure") > 1


def test_a_board_paper_of_the_case_is_short() -> None:
    data = paper_pdf(papers()["board"])
    pages = checked(data).pdf.pages
    assert 3 <= len(pages) <= 5


def test_the_check_sees_what_is_missing() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    plain = typst.compile(b"= One\n=== Three\nWords", format="pdf", pdf_tags=True)
    found = Checked(pikepdf, plain).problems()
    assert "it does not say that it is PDF/UA-1" in found
    assert "a heading of level 3 follows one of level 1" in found


@pytest.mark.parametrize("words", HOSTILE)
def test_a_pdf_is_made_of_hostile_words(words: str) -> None:
    assert paper_pdf(paper(words)).startswith(b"%PDF-1.7")


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert paper_pdf(paper("Words")) == paper_pdf(paper("Words"))


def test_a_character_that_no_font_has_is_written_as_its_code_point(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []
    write = pdf._written

    def noted(typesetter: Any, data: str, made: Paper, **_: bool) -> bytes:
        tried.append(data)
        # Some system may have a font for it.
        return write(typesetter, data, made, alone=True)

    monkeypatch.setattr(pdf, "_written", noted)
    assert paper_pdf(paper("Payroll \u670d")).startswith(b"%PDF")
    assert len(tried) == 3
    assert "Payroll [U+670D]" in tried[-1]


def test_without_the_extra_a_pdf_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(FileRejected, match="extra `pdf`"):
        paper_pdf(paper("Words"))


def test_fonts_come_with_the_typesetter() -> None:
    families = set(typst.Fonts(include_system_fonts=False).families())
    assert {"Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"} <= families
    made = papers()["board"]
    assert "system-ui" not in paper_data(made)
    assert paper_data(with_words(made, lambda text: text)) == paper_data(made)
    assert paper_data(replace(made, lead="Other")) != paper_data(made)
