"""Dates of a plan come back from a planning tool: compared, checked, and kept where they hold."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from scheduler.domain.plan import Plan
from scheduler.exchange.exporting import export_plan
from tests.api.programmes import UNKNOWN
from tests.api.routes.elsewhere import broken
from tests.api.routes.played_worker import later, small
from tests.api.routes.service import Service
from tests.api.web.guided import OURS, exported_plan, fields_of, import_here, send_file
from tests.api.web.visitor import Page, press, visit

MADE = datetime(2023, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process but where that matters."""
    if "process_of_its_own" not in request.node.name:
        monkeypatch.setattr("api.web.importing.dates_routes.import_in_child", import_here)


def file_of(plan: Plan, format_id: str = "mspdi") -> bytes:
    return export_plan(small()[0], plan, format_id, made=MADE).content


def do(service: Service, page: Page, at: str, do: str, level: str = "draft") -> httpx.Response:
    """Press a button of the page."""
    sent = {**fields_of(page), "do": do, "level": level}
    files = {name: (None, value) for name, value in sent.items()}
    return service.client.post(at, files=files, headers=OURS)


def came_back(service: Service, plan: Plan, format_id: str = "mspdi") -> tuple[str, Page]:
    at, _ = exported_plan(service)
    answer = send_file(service, file_of(plan, format_id), at=at, revision="1")
    assert answer.status_code == 200, answer.text
    return at, Page(answer.text)


@pytest.mark.parametrize("format_id", ["mspdi", "xer", "pmxml", "plan-xlsx"])
def test_a_plan_that_nobody_changed_moves_and_breaks_nothing(
    service_on_sqlite: Service, format_id: str
) -> None:
    _, page = came_back(service_on_sqlite, small()[1], format_id)
    assert "Compared with: Plan of" in page.text
    assert "they break no planning rule" in page.text
    assert not [one for one in page.all("caption") if "other dates" in one.text]


def test_it_is_read_in_a_process_of_its_own(service_on_sqlite: Service) -> None:
    _, page = came_back(service_on_sqlite, later())
    assert "they break no planning rule" in page.text


def test_what_moved_is_told_and_can_be_kept_as_the_baseline(service: Service) -> None:
    at, page = came_back(service, later())
    (moved,) = [row.text for row in page.all("tr") if row.text.startswith("Network: acceptance")]
    # Two weeks later, in working days.
    assert re.search(r"2024 10 -$", moved)
    kept = do(service, page, at, "baseline")
    assert kept.status_code == 303, kept.text
    document = service.client.get(f"/v1{at.removesuffix('/dates')}").json()
    dates = document["baseline"]["dates"]["NET.acceptance"]
    assert dates["start"] == later().placed["NET.acceptance"].start.isoformat()
    late = do(service, page, at, "baseline")
    assert late.status_code == 422
    assert "was changed meanwhile" in Page(late.text).text


def test_which_revision_dates_are_checked_against_is_told(service_on_sqlite: Service) -> None:
    at, page = came_back(service_on_sqlite, later())
    assert "are checked against" not in page.text
    do(service_on_sqlite, page, at, "baseline")
    answer = send_file(service_on_sqlite, file_of(later()), at=at, revision="2")
    said = "are of revision 1, the file's dates are checked against the latest, revision 2."
    assert said in Page(answer.text).text


def test_transfers_can_be_promised_once(service_on_sqlite: Service) -> None:
    at, page = came_back(service_on_sqlite, later())
    made = do(service_on_sqlite, page, at, "promise", "published")
    assert made.status_code == 303, made.text
    document = service_on_sqlite.client.get(f"/v1{at.removesuffix('/dates')}").json()
    found = {
        one["activity"]: (one["level"], one["start"])
        for one in document["commitments"]
        if one["source"] == "ours.xml"
    }
    transfers = {id for id in later().placed if id.endswith(".transfer")}
    assert set(found) <= transfers
    assert found["NET.transfer"] == (
        "published",
        later().placed["NET.transfer"].start.isoformat(),
    )
    again = send_file(service_on_sqlite, file_of(later()), at=at, revision="2")
    assert "Promise these transfers" not in Page(again.text).text


def test_the_plan_can_be_downloaded_and_checked(service_on_sqlite: Service) -> None:
    at, page = came_back(service_on_sqlite, broken())
    sent = do(service_on_sqlite, page, at, "download")
    assert sent.status_code == 200
    assert "attachment" in sent.headers["Content-Disposition"]
    body = {"plan": sent.json(), "programme_id": at.split("/")[2]}
    assert service_on_sqlite.client.post("/v1/check", json=body).json()["ok"] is False


def test_dates_that_break_rules_are_told_in_their_words_and_not_kept(
    service_on_sqlite: Service,
) -> None:
    at, page = came_back(service_on_sqlite, broken())
    (table,) = [one for one in page.all("table") if "file's dates break" in one.text]
    assert "Network" in table.text
    assert "Keep these dates" not in page.text
    for wanted in ("baseline", "promise"):
        assert do(service_on_sqlite, page, at, wanted).status_code == 422
    assert service_on_sqlite.client.get(f"/v1{at.removesuffix('/dates')}").headers["ETag"] == '"1"'


def test_dates_that_break_nothing_can_be_kept_as_a_plan(service: Service) -> None:
    at, page = came_back(service, later())
    made = do(service, page, at, "keep")
    assert made.status_code == 303, made.text
    assert do(service, page, at, "keep").headers["Location"] == made.headers["Location"]
    shown = visit(service, made.headers["Location"])
    assert "made elsewhere, brought here from ours.xml" in shown.text
    assert "Made elsewhere, checked" in shown.text
    assert "Every hard planning rule is met" in shown.text
    assert "better plan" in shown.text
    lines = visit(service, at.removesuffix("/dates")).text
    assert "from ours.xml" in lines
    over = visit(service, f"{made.headers['Location']}/hand-over")
    assert "Approve this plan" in over.html
    assert "brought here" in over.text
    assert "board-html" in over.html


def test_dates_that_break_rules_can_be_kept_and_are_never_shown_without_what_they_break(
    service_on_sqlite: Service,
) -> None:
    service = service_on_sqlite
    at, page = came_back(service, broken())
    made = do(service, page, at, "keep")
    assert made.status_code == 303, made.text
    place = made.headers["Location"]
    shown = visit(service, place)
    (table,) = [one for one in shown.all("table") if "that this plan breaks" in one.text]
    assert "Network" in table.text
    assert "Made elsewhere, breaks rules" in shown.text
    assert "Approve" not in shown.html
    for further in ("/board", "/timeline", "/load", "/decisions", "/public"):
        visit(service, f"{place}{further}", 409)
    assert service.client.get(f"{place}/hand-over").headers["Location"] == place
    for act in ("accept", "decisions"):
        assert press(service, f"{place}/{act}", None, decision="approved").status_code == 409
    (other,) = [
        one["id"]
        for one in service.client.get("/v1/plans").json()["plans"]
        if one["outcome"] == "plan"
    ]
    for address in (
        f"{place}/compare?with={other}",
        f"/plans/{other}/compare?with={place.removeprefix('/plans/')}",
    ):
        compared = visit(service, address)
        named = "the plan from ours.xml" + " (this one)" * address.startswith(place)
        assert f"Planning rules that {named} breaks" in compared.text
        assert "Side by side" in compared.text
        assert re.search(r"Is there a better plan\? .*breaks \d+ planning rule", compared.text)
    for link in [a.attributes["href"] for a in shown.all("a") if "/export?" in str(a.attributes)]:
        assert service.client.get(link).status_code == 200, link
    assert "paper" not in shown.html
    visit(service, f"{place}/not-carried?format=xer")
    start = visit(service, at.removesuffix("/dates"))
    assert "Made elsewhere, breaks rules" in start.text


def test_what_is_no_whole_plan_is_told(service_on_sqlite: Service) -> None:
    plan = small()[1]
    some = {id: placed for id, placed in plan.placed.items() if not id.startswith("NET.")}
    _, page = came_back(service_on_sqlite, replace(plan, placed=some))
    assert "no whole plan" in page.text
    assert "NET." in page.text


@pytest.mark.parametrize("file", [b"", b"\x89PNG no plan"])
def test_what_is_no_file_of_a_planning_tool_is_refused(
    service_on_sqlite: Service, file: bytes
) -> None:
    at, _ = exported_plan(service_on_sqlite)
    answer = send_file(service_on_sqlite, file, at=at)
    assert answer.status_code == 422
    (field,) = [tag for tag in Page(answer.text).all("input") if tag.attributes.get("id") == "file"]
    assert field.attributes["aria-invalid"] == "true"


def test_the_way_there_and_the_unknown(service_on_sqlite: Service) -> None:
    at, _ = exported_plan(service_on_sqlite)
    page = visit(service_on_sqlite, at.removesuffix("/dates"))
    assert at in {a.attributes["href"] for a in page.all("a")}
    visit(service_on_sqlite, f"/programmes/{UNKNOWN}/dates", 404)


def test_every_file_to_take_away_is_one_and_says_what_it_does_not_carry(
    service_on_sqlite: Service,
) -> None:
    plan = service_on_sqlite.planned()
    page = visit(service_on_sqlite, f"/plans/{plan}/hand-over")
    links = [a.attributes["href"] for a in page.all("a") if "td" in a.inside or "th" in a.inside]
    files = [link for link in links if link.startswith("/v1/")]
    for link in files:
        sent = service_on_sqlite.client.get(link)
        assert sent.status_code == 200, link
        assert sent.content
    assert {link.partition("format=")[2].partition("&")[0] for link in files} >= {
        "mspdi",
        "xer",
        "pmxml",
        "xlsx",
        "plan-xlsx",
        "ical",
        "board-html",
        "board-pdf",
        "report-pdf",
        "report-md",
    }
    losses = visit(service_on_sqlite, f"/plans/{plan}/not-carried?format=xer")
    assert "planning rule change_freeze" in losses.text
    assert "calendar.ics" not in page.text
    service_on_sqlite.client.put(
        f"/v1/programmes/{service_on_sqlite.read(plan)['programme']}/baselines/in-force",
        json={"plan": plan},
    )
    page = visit(service_on_sqlite, f"/plans/{plan}/hand-over")
    assert re.search(r"http://service/v1/programmes/prg_\w+/calendar.ics", page.text)
    early = service_on_sqlite.plan()
    visit(service_on_sqlite, f"/plans/{early}/not-carried", 409)
