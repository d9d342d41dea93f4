"""Nothing on any page keeps people out (WCAG 2.2 AA, as far as axe can tell), and nothing overflows."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Shelf

PLACES = {
    "start": "/",
    "programme": "/programmes/{programme}",
    "plan": "/plans/{plan}",
    "changed plan": "/plans/{changed}",
    "timeline": "/plans/{plan}/timeline",
    "timeline opened": "/plans/{plan}/timeline?open=all&zoom=months&links=all",
    "timeline filtered": "/plans/{plan}/timeline?q=payroll&as=table",
    "timeline of nothing": "/plans/{plan}/timeline?q=nothing-at-all",
    "timeline beside": "/plans/{changed}/timeline?open=all&beside={plan}",
    "activity": "/plans/{plan}/activities/PAY.transfer",
    "load": "/plans/{plan}/load?users=OFF&week=2023-08-02",
    "decisions": "/plans/{plan}/decisions",
    "compare": "/plans/{changed}/compare?with={plan}",
    "compare without a plan": "/plans/{none}/compare",
    "hand-over": "/plans/{plan}/hand-over",
    "public": "/plans/{plan}/public?steps=shown",
    "exempt": "/plans/{plan}/exempt",
    "weigh": "/plans/{plan}/weigh",
    "ask for a target": "/plans/{plan}/ask/hold",
    "ask what slips": "/plans/{plan}/ask/slip",
    "board": "/plans/{changed}/board",
    "board in public": "/plans/{changed}/board?audience=public",
    "board without a plan": "/plans/{none}/board",
    "no plan": "/plans/{none}",
    "made elsewhere": "/plans/{brought}",
    "made elsewhere on the timeline": "/plans/{brought}/timeline",
    "made elsewhere, breaking rules": "/plans/{broken}",
    "compare with one that breaks rules": "/plans/{broken}/compare?with={brought}",
    "changes": "/programmes/{programme}/change",
    "change": "/programmes/{programme}/change/freeze",
    "change of days": "/programmes/{programme}/change/bank-holidays",
    "change filled in": "/programmes/{programme}/change/team-more?team=PM&people=1",
    "activity with what-ifs": "/plans/{plan}/activities/CSC.cutover_1",
    "progress": "/programmes/{programme}/progress?day=2023-06-01",
    "contents": "/programmes/{programme}/contents",
    "sheet": "/programmes/new",
    "file": "/programmes/import",
    "file of a programme": "/programmes/{programme}/import",
    "calendar": "/programmes/{programme}/calendar",
    "dates": "/programmes/{programme}/dates",
    "not carried": "/plans/{plan}/not-carried?format=xer",
    "reference": "/docs",
    "sign in": "/sign-in",
    "nowhere": "/plans/pln_aaaaaaaaaaaaaaaaaaaa",
}
IN_THE_DARK_TOO = ("plan", "timeline opened", "change")
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """Return what axe has against a page."""
    found = Axe().run(page, options=LEVELS).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found
        for node in one["nodes"]
    ]


LOOKS = [
    pytest.param(
        name,
        scheme,
        # The reference is the longest page of all; a dark scheme changes colours alone.
        marks=pytest.mark.slow
        if name == "reference" or (scheme == "dark" and name not in IN_THE_DARK_TOO)
        else (),
    )
    for name in PLACES
    for scheme in ("light", "dark")
]


@pytest.mark.parametrize(("name", "scheme"), LOOKS)
def test_axe_has_nothing_against_it(page: Page, shelf: Shelf, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(shelf.at(PLACES[name]))
    assert violations(page) == []


def test_an_empty_form_tells_what_is_missing_at_its_fields(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/programmes/{programme}/change/freeze"))
    page.get_by_role("button", name="Change it and plan again").click()
    assert page.get_by_role("alert").is_visible()
    # It has the keyboard, and is first.
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.evaluate("document.querySelector('main').firstElementChild.className") == "errors"
    assert violations(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "name"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_file_is_shown_with_its_problems(page: Page, shelf: Shelf, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(shelf.at("/programmes/import"))
    document = {"name": "x" * 200, "services": [{"nam": n} for n in range(20)]}
    page.get_by_label("Programme file").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}
    )
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("The other").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("alert").get_by_role("link").last.click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)").startswith(
        "problem"
    )


@pytest.mark.parametrize("name", PLACES)
def test_a_telephone_and_twice_the_size_need_no_scrolling_sideways(
    browser: Browser, shelf: Shelf, name: str
) -> None:
    # 1280 pixels at 400 % are 320: WCAG 2.2, 1.4.10.
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(shelf.at(PLACES[name]))
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 320


@pytest.mark.slow
@pytest.mark.parametrize("name", PLACES)
def test_it_can_be_read_without_scripts(browser: Browser, shelf: Shelf, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(shelf.at(PLACES[name]))
    assert answer is not None
    assert page.locator("h1").inner_text()
    assert page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_telephone_shows_bars_at_first_and_a_bar_opens_its_row(
    browser: Browser, shelf: Shelf, *, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(shelf.at("/plans/{plan}/timeline"))
    bar = page.locator("a[data-bar]").first
    bar.scroll_into_view_if_needed()
    names, board = page.locator(".names").bounding_box(), page.locator(".board").bounding_box()
    assert names is not None
    assert board is not None
    assert names["width"] < board["width"] / 2
    begin = page.locator("a[data-bar] rect").first.bounding_box()
    assert begin is not None
    assert names["x"] + names["width"] <= begin["x"] + 1 < board["x"] + board["width"]
    assert page.locator("a[data-activity]").count() == 0
    assert page.locator(".wide").first.is_hidden()
    page.locator("a[data-bar] rect").first.click()
    page.wait_for_url("**open=*")
    assert page.locator("a[data-activity]").count() > 0
    row = page.locator(f'[id="{page.url.partition("#")[2]}"]').bounding_box()
    assert row is not None
    assert 0 <= row["y"] < 844
    context.close()


@pytest.mark.parametrize(
    "name", ["plan", "decisions", "hand-over", "made elsewhere, breaking rules"]
)
def test_tables_hide_nothing_on_a_telephone(browser: Browser, shelf: Shelf, name: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(shelf.at(PLACES[name]))
    hidden = page.evaluate(
        """[...document.querySelectorAll('td, tbody th')].filter((cell) => {
          const box = cell.getBoundingClientRect();
          return box.right > innerWidth || box.left < 0;
        }).map((cell) => cell.textContent)"""
    )
    told = page.locator("td[data-heading]").count()
    context.close()
    assert hidden == []
    assert told > 0
