"""A programme begins from one sheet, and everything wrong with the sheet is told at once, at its field."""

from urllib.parse import urlencode

from tests.api.routes.service import Service
from tests.api.web.visitor import BROWSER, Page, visit

FORM = {"Content-Type": "application/x-www-form-urlencoded", **BROWSER}
SHEET = {
    "name": "We leave",
    "supplier": "Supplier Ltd",
    "plan_from": "2026-01-05",
    "end_date": "2027-09-30",
    "services": "Network\nCouncil payroll; Payroll; payroll",
    "meetings": "2026-02-03, 2026-03-03",
    "managers": "2",
}


def send(service: Service, sheet: dict[str, str]) -> tuple[int, str]:
    answer = service.client.post("/programmes/new", content=urlencode(sheet), headers=FORM)
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_a_sheet_becomes_a_programme_with_everything_else_unconfirmed(service: Service) -> None:
    assert "/programmes/new" in {a.attributes["href"] for a in visit(service, "/").all("a")}
    status, place = send(service, SHEET)
    assert status == 303, place
    page = visit(service, place)
    assert "We leave" in page.text
    assert "2 services in 2 service groups" in page.text
    stored = service.client.get(f"/v1{place}").json()
    assert [dates["dates"] for dates in stored["date_sets"] if "dates" in dates] == [
        ["2026-02-03", "2026-03-03"]
    ]


def test_everything_wrong_is_told_at_its_field_and_nothing_given_is_lost(
    service_on_sqlite: Service,
) -> None:
    given = {**SHEET, "name": "", "end_date": "2026-03-01", "services": "A;;x\nB", "managers": "no"}
    status, html = send(service_on_sqlite, {**given, "meetings": "tomorrow"})
    assert status == 422
    page = Page(html)
    wrong = {tag.attributes["id"] for tag in page.tags if "aria-invalid" in tag.attributes}
    assert wrong == {"name", "end_date", "services", "meetings", "managers"}
    assert "Line 1: x is no kind" in page.text
    (text,) = [tag for tag in page.all("textarea") if tag.attributes["id"] == "services"]
    assert text.text == "A;;x B"
    assert service_on_sqlite.client.get("/v1/programmes").json()["programmes"] == []


def test_an_empty_sheet_is_told_what_it_needs(service_on_sqlite: Service) -> None:
    status, html = send(service_on_sqlite, {})
    assert status == 422
    assert "Write at least one service" in Page(html).text
