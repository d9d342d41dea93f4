"""The page of a plan that does not exist: what can be out in time, and the ways to a plan by buttons."""

from tests.api.routes.service import Service
from tests.api.web.analysed import PARTIAL, WAYS_OUT, WHY_NONE
from tests.api.web.visitor import Page, pressed, visit


def without_plan(service: Service) -> str:
    plan = service.plan()
    service.work(plan).find_none()
    return f"/plans/{plan}"


def forms(page: Page) -> list[str]:
    return [form.attributes["action"] for form in page.all("form")]


def test_ways_are_asked_for_worked_out_shown_and_one_is_taken(service: Service) -> None:
    place = without_plan(service)
    ask = f"{place}/analyses?kind=explanation"
    page = visit(service, place)
    assert "Find ways to a plan" in page.text
    analysis = pressed(service, ask)
    page = visit(service, place)
    assert "is being worked out" in page.text
    assert ask not in forms(page)
    service.work(analysis.removeprefix("/analyses/")).know(WAYS_OUT)
    page = visit(service, place)
    assert "2 of 3 services can be out in time and 1 service would stay" in page.text
    rows = [tag.text for tag in page.all("tr")]
    supplier = "stays with Example Outsourcing Ltd for 50 days after the contract end at least"
    assert f"Network no 20 May 2024 {supplier}" in rows
    first = rows.index("Customer service centre yes 2 Oct 2023")
    assert rows[first + 1] == "Council payroll yes 1 Jan 2024"
    taken = f"{analysis}/options/1"
    assert forms(page).count(taken) == 1
    assert ask not in forms(page)
    assert "phased-exit adjust" not in page.text
    assert pressed(service, taken).startswith("/plans/")
    # It was worked out for the programme as it was.
    page = visit(service, place)
    assert taken not in forms(page)
    assert "The programme has changed since these were found" in page.text


def test_where_nothing_was_found_it_can_be_looked_for_again(service_on_sqlite: Service) -> None:
    service = service_on_sqlite
    place = without_plan(service)
    ask = f"{place}/analyses?kind=explanation"
    service.work(pressed(service, ask).removeprefix("/analyses/")).know(WHY_NONE, "cancelled")
    page = visit(service, place)
    assert "Look again" in page.text
    assert ask in forms(page)


def test_in_public_those_that_stay_are_named_and_nothing_can_be_taken(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    place = without_plan(service)
    analysis = pressed(service, f"{place}/analyses?kind=explanation")
    service.work(analysis.removeprefix("/analyses/")).know(WAYS_OUT)
    page = visit(service, f"{analysis}?audience=public")
    rows = [tag.text for tag in page.all("tr")]
    assert any(row.startswith("Network no 20 May 2024") for row in rows)
    assert not any("Council payroll" in row for row in rows)
    assert forms(page) == []
    assert "Four weeks" not in page.text


def test_of_a_partial_plan_whose_size_is_not_known_that_is_said(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    place = without_plan(service)
    analysis = pressed(service, f"{place}/analyses?kind=explanation")
    kept = [{**PARTIAL["kept_back"][0], "earliest_transfer": None, "calendar_days_after_end": None}]
    partial = {**PARTIAL, "kept_back": kept, "fewest": False}
    told = {**WAYS_OUT, "partial_plan": partial}
    service.work(analysis.removeprefix("/analyses/")).know(told)
    page = visit(service, place)
    assert "whether fewer would do is not known" in page.text
    assert "for how long was not found" in page.text
