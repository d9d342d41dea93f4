"""A project of a planning tool becomes a programme by clicks alone; axe looks at each step."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from scheduler.exchange.sheets.template import template_workbook
from tests.api.web.guided import project_file
from tests.browser.conftest import Shelf
from tests.browser.test_accessible import violations

NARROW = {"width": 390, "height": 800}


def choose(page: Page, label: str, name: str, content: bytes) -> None:
    """Choose a file in a form."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label(label).set_input_files(file)  # type: ignore[arg-type]


def looked_at(page: Page) -> None:
    """Nothing keeps people out, and nothing overflows."""
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_project_becomes_a_programme_by_its_answers(
    page: Page, shelf: Shelf, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(shelf.at("/programmes/import"))
    choose(page, "Programme file", "exit.xml", project_file())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the file does not say")
    page.get_by_role("button", name="Go on").click()
    looked_at(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    focused = page.evaluate("document.activeElement.labels[0].innerText")
    assert focused == "Which supplier do the services leave?"
    page.keyboard.type("Serco")
    page.get_by_label("What is the last day of the contract?").fill("2024-03-31")
    page.get_by_role("group", name="What tells services apart").get_by_label("Level 1").check()
    page.get_by_role("group", name="What tells service groups").get_by_label("Level 1").check()
    page.get_by_role("button", name="Go on").click()
    looked_at(page)
    same = page.get_by_role("group", name="The same for every group")
    same.get_by_label("the council does it itself").check()
    page.get_by_label("Transfer of every service").select_option(
        label="the milestone Go live of each"
    )
    page.get_by_label("Criticality of every service").select_option("3")
    page.get_by_label("How critical is Network").select_option("5")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What comes of the file")
    looked_at(page)
    page.get_by_role("button", name="Store as a programme").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Leaving")
    assert page.get_by_text("Dates of Leaving").is_visible()


def test_a_workbook_with_problems_and_dates_that_come_back(page: Page, shelf: Shelf) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(shelf.at("/programmes/import"))
    choose(page, "Programme file", "empty.xlsx", template_workbook())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("problems in empty.xlsx")
    looked_at(page)
    file = httpx.get(shelf.at("/v1/plans/{plan}/export?format=mspdi"), timeout=100).content
    page.goto(shelf.at("/programmes/{programme}/dates"))
    choose(page, "File of the planning tool", "plan.xml", file)
    page.get_by_role("button", name="Look at these dates").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dates that came back")
    looked_at(page)
