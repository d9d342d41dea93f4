"""What people do on the pages, from the start to an approved plan, with mouse and with keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Shelf


def test_from_a_shipped_programme_to_a_plan_that_is_watched(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/"))
    page.get_by_role("button", name=re.compile("Store this programme.*Three")).click()
    page.get_by_role("button", name="Make a plan").click()
    expect(page.locator(".status")).to_contain_text("All services transferred by")
    expect(page.get_by_role("heading", name="Key figures")).to_be_visible()
    page.get_by_role("link", name="Timeline").first.click()
    expect(page.get_by_role("heading", name="Timeline", level=1)).to_be_visible()


def test_from_one_sheet_to_a_first_plan(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/"))
    page.get_by_role("link", name="Begin a programme from one sheet").click()
    page.get_by_label("Name of the programme").fill("We leave")
    page.get_by_label("Supplier whose contract ends").fill("Supplier Ltd")
    page.get_by_label("Plan from").fill("2026-01-05")
    page.get_by_label("Last day of the contract").fill("2027-09-30")
    page.get_by_label("Services that leave").fill("Network\nCouncil payroll; Payroll; payroll")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Make a plan").click()
    expect(page.locator(".status")).to_contain_text("All services transferred by")


def test_the_timeline_is_searched_opened_and_zoomed_and_its_address_tells_all(
    page: Page, shelf: Shelf
) -> None:
    page.goto(shelf.at("/plans/{plan}/timeline"))
    assert page.locator("a[data-activity]").count() == 0
    page.get_by_role("link", name="Open all services").click()
    everything = page.locator("a[data-activity]").count()
    page.get_by_role("navigation", name="Scale of time").get_by_role("link", name="Weeks").click()
    page.get_by_text("Search and filter").click()
    page.get_by_label("Search").fill("payroll")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#told")).to_contain_text("activities shown")
    some = page.locator("a[data-activity]").count()
    assert 0 < some < everything
    address = page.url
    assert "zoom=weeks" in address
    page.goto(address)
    assert page.locator("a[data-activity]").count() == some


def test_the_timeline_is_walked_with_the_keyboard_alone(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{plan}/timeline?open=all"))
    stops = page.locator('a[data-activity][tabindex="0"]')
    assert stops.count() == 1
    stops.focus()
    first = page.evaluate("document.activeElement.href.baseVal")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.href.baseVal")
    page.keyboard.press("ArrowRight")
    later = page.evaluate("document.activeElement.href.baseVal")
    assert len({first, second, later}) == 3
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.href.baseVal") == first
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Why not earlier")).to_be_visible()
    page.go_back()
    page.locator("[data-board]").focus()
    page.keyboard.press("+")
    page.wait_for_url(re.compile("zoom=quarters"))


@pytest.mark.slow  # a large programme, whose first plan comes late where much else goes on
def test_a_long_search_is_watched_and_stopped_and_its_best_plan_kept(
    page: Page, shelf: Shelf
) -> None:
    page.goto(shelf.at("/"))
    page.get_by_role("button", name=re.compile("Store this programme.*Lincolnshire County")).click()
    page.get_by_role("button", name="Make a plan").click()
    # Nobody loads the page again: it is told by the stream of events.
    expect(page.locator(".status")).to_contain_text("All services transferred by")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.locator(".status")).to_contain_text("All services transferred by")
    expect(page.get_by_role("heading", name="Key figures")).to_be_visible()


def test_no_plan_is_told_with_its_clash_and_a_way_out_is_taken(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{none}"))
    expect(page.locator(".status")).to_contain_text("No plan meets every planning rule")
    expect(page.locator("section[aria-labelledby=clash]")).to_contain_text("YEAR-END-FREEZE")
    page.get_by_role("button", name="Find ways to a plan").click()
    page.get_by_role("button", name="Take recovery option 1").click()
    expect(page.locator(".status")).to_contain_text("All services transferred by")


def test_why_leads_from_activity_to_activity(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{plan}/activities/PAY.transfer"))
    page.locator("section[aria-labelledby=earlier] a").first.click()
    expect(page.get_by_role("heading", name="Why not earlier")).to_be_visible()
    assert "PAY.transfer" not in page.url


def test_a_week_tells_which_changes_lie_behind_it(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{plan}/load"))
    page.locator(".drawn a").first.click()
    expect(page.locator("section[aria-labelledby=behind] li").first).to_be_visible()


def test_a_freeze_is_made_in_a_form_and_the_plan_near_the_old_one_accepted(
    page: Page, shelf: Shelf
) -> None:
    page.goto(shelf.at("/programmes/{programme}"))
    page.get_by_role("link", name="Something has changed").click()
    page.get_by_role("link", name="A change freeze", exact=True).click()
    page.get_by_label("What it is called").fill("Election")
    page.get_by_label("First day").fill("2023-05-01")
    page.get_by_label("Last day").fill("2023-05-07")
    page.get_by_label("Which services").select_option("all")
    page.get_by_label("Why, and who says so").fill("Returning officer")
    page.get_by_role("button", name="Change it and plan again").click()
    expect(page.locator(".status")).to_contain_text("At once:")
    page.get_by_role("button", name="Accept: make it the plan in force").click()
    expect(page.get_by_role("heading", name="This plan is in force")).to_be_visible()
    page.get_by_role("link", name="Compare").first.click()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()


def test_progress_is_told_on_one_page_and_the_rest_planned_again(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/"))
    page.get_by_role("button", name=re.compile("Store this programme.*Three")).click()
    page.get_by_role("button", name="Make a plan").click()
    expect(page.locator(".status")).to_contain_text("All services transferred by")
    page.get_by_role("link", name="Three services leave one supplier").click()
    page.get_by_role("link", name="Tell how far the work is").click()
    page.get_by_label("Up to the end of").fill("2022-11-04")
    page.get_by_role("button", name="Show what should have begun").click()
    begun = page.get_by_label(re.compile("began on"))
    assert begun.count() > 0
    page.get_by_role("button", name="Report it and plan the rest").click()
    expect(page.locator(".status")).to_contain_text("All services transferred by")


def test_a_plan_is_approved_with_name_and_role(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{plan}/hand-over"))
    page.get_by_label("Comment").fill("Programme board, 4 October")
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.locator("section[aria-labelledby=approval]")).to_contain_text("Approved by")
    expect(page.locator("section[aria-labelledby=history]")).to_contain_text("approved")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("/plans/{plan}", "gantt.png"),
        ("/plans/{plan}/timeline?open=all", "timeline.png"),
        ("/plans/{plan}/load", "change-load.png"),
        ("/plans/{plan}/hand-over", "gantt.png"),
        ("/plans/{plan}/public", "gantt.png"),
    ],
)
def test_pictures_are_saved_as_png(page: Page, shelf: Shelf, place: str, name: str) -> None:
    page.goto(shelf.at(place))
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save as PNG").first.click()
    assert saving.value.suggested_filename == name
    content = saving.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert width > 800
    assert height > 100


def test_everything_can_be_reached_by_the_tab_key(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{plan}"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.href || document.activeElement.textContent")
        )
    for name in ("/timeline", "/load", "/decisions", "/compare", "/hand-over"):
        assert any(str(place).endswith(name) for place in reached), name


def test_a_what_if_leads_into_a_form_that_is_filled_in(page: Page, shelf: Shelf) -> None:
    page.goto(shelf.at("/plans/{plan}/activities/CSC.cutover_1"))
    page.get_by_role("link", name=re.compile("^What if this took less long")).first.click()
    expect(page.get_by_label("Work")).not_to_have_value("")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_approved_plan_is_put_in_force_from_where_it_was_approved(
    page: Page, shelf: Shelf
) -> None:
    page.goto(shelf.at("/plans/{changed}/hand-over"))
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.locator("section[aria-labelledby=approval]")).to_contain_text(
        "It is approved, but it is not the plan in force."
    )
    page.get_by_role("button", name="Make it the plan in force").click()
    expect(page.get_by_role("heading", name="This plan is in force")).to_be_visible()
