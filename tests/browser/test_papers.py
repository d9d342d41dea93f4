"""Papers as pages: nothing keeps people out (WCAG 2.2 AA, as far as axe can tell), nothing runs."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog

from scheduler.papers.board_paper import board_paper
from scheduler.papers.html import paper_html
from scheduler.papers.plan_report import plan_report
from tests.browser.test_accessible import violations
from tests.papers.test_writers import HOSTILE, paper
from tests.papers.worlds import in_force, lincolnshire


@pytest.mark.parametrize("width", [1280, 420])
@pytest.mark.parametrize("name", ["board", "public", "report"])
def test_a_paper_keeps_nobody_out(
    context: BrowserContext, tmp_path: Path, name: str, width: int
) -> None:
    case = lincolnshire()
    made = {
        "board": lambda: board_paper(case.programme, case.plan, in_force()),
        "public": lambda: board_paper(case.programme, case.plan, audience="public"),
        "report": lambda: plan_report(case.programme, case.plan, in_force()),
    }[name]()
    file = tmp_path / "paper.html"
    file.write_text(paper_html(made), encoding="utf-8")
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(file.as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_words_run_nothing(context: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "paper.html"
    file.write_text(paper_html(paper(" ".join(HOSTILE))), encoding="utf-8")
    page = context.new_page()
    opened: list[str] = []
    fetched: list[str] = []

    def noted(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", noted)
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(file.as_uri())
    assert opened == []
    assert fetched == [file.as_uri()]
