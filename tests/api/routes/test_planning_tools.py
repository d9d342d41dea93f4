"""Files of planning tools over HTTP: a plan goes out, comes back moved, and is checked."""

import icalendar
import pytest

from scheduler.exchange.formats import FORMATS, recognised
from scheduler.exchange.sheets.template import template_workbook
from scheduler.interchange.programme_json import programme_hash, read_programme
from tests.api.programmes import problem
from tests.api.routes.changing import in_force, name_plan, stayed_near
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service
from tests.api.web.visitor import visit

PROJECTS = ("mspdi", "xer", "pmxml")


def planned(service: Service) -> str:
    plan_id = service.plan()
    service.work(plan_id).find()
    return plan_id


def programme_of(service: Service, plan_id: str) -> str:
    found: str = service.client.get(f"/v1/plans/{plan_id}").json()["programme"]
    return found


@pytest.mark.parametrize("name", PROJECTS)
def test_a_plan_goes_to_a_planning_tool_and_comes_back(service: Service, name: str) -> None:
    plan_id = planned(service)
    sent = service.client.get(f"/v1/plans/{plan_id}/export?format={name}")
    assert sent.status_code == 200, sent.text
    assert sent.headers["Content-Type"].startswith(FORMATS[name].media_type)
    assert recognised(sent.content) == name
    answer = service.client.post(
        "/v1/imports",
        files={"file": ("plan", sent.content)},
        data={"programme_id": programme_of(service, plan_id)},
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["violations"] == []
    assert found["issues"] == []
    _, plan = small()
    dates = {
        name: (placed.start.isoformat(), placed.finish.isoformat())
        for name, placed in plan.placed.items()
    }
    assert {o["id"]: (o["start"], o["finish"]) for o in found["plan"]["activities"]} == dates


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_a_programme_goes_to_a_spreadsheet_and_comes_back(service: Service, name: str) -> None:
    programme = programme_of(service, planned(service))
    sent = service.client.get(f"/v1/programmes/{programme}/export?format={name}")
    assert sent.status_code == 200, sent.text
    answer = service.client.post("/v1/imports", files={"file": ("programme", sent.content)})
    assert answer.status_code == 200, answer.text
    assert answer.json()["issues"] == [
        i for i in answer.json()["issues"] if i["severity"] != "error"
    ]
    stored = service.client.post("/v1/programmes", json=answer.json()["programme"])
    assert stored.status_code == 201, stored.text
    before = service.client.get(f"/v1/programmes/{programme}").content
    assert stored.json()["hash"] == programme_hash(read_programme(before))


def test_a_problem_of_a_workbook_is_told_with_its_cell(service: Service) -> None:
    answer = service.client.post("/v1/imports", files={"file": ("empty", template_workbook())})
    assert answer.status_code == 200, answer.text
    found = {one["path"]: (one["cell"], one["column"]) for one in answer.json()["issues"]}
    assert found["/contract/supplier"] == ("Programme!B12", "contract: supplier")


def test_what_a_format_does_not_carry_is_told(service: Service) -> None:
    plan_id = planned(service)
    answer = service.client.get(f"/v1/plans/{plan_id}/export/losses?format=xer")
    assert answer.status_code == 200, answer.text
    assert "planning rule change_freeze" in {loss["field"] for loss in answer.json()["losses"]}


def test_the_calendar_is_that_of_the_plan_in_force(service: Service) -> None:
    programme, plan = in_force(service)
    address = f"/v1/programmes/{programme}/calendar.ics"
    problem(service.client.get(address), 404, "no_such_baseline")
    assert name_plan(service, programme, "in-force", plan).is_success
    sent = service.client.get(f"{address}?shown=all")
    assert sent.status_code == 200, sent.text
    assert sent.headers["Content-Type"].startswith("text/calendar")
    published = service.client.get(address)
    every, few = (icalendar.Calendar.from_ical(one.content) for one in (sent, published))
    assert len(every.walk("VEVENT")) > len(few.walk("VEVENT")) > 0


def test_a_file_of_no_format_is_refused(service: Service) -> None:
    answer = service.client.post("/v1/imports", files={"file": ("x", b"hello")})
    refused = problem(answer, 422, "import_rejected")
    assert "no format" in refused["detail"]


def test_a_wrong_mapping_is_refused_with_every_problem(service: Service) -> None:
    sent = service.client.get(f"/v1/plans/{planned(service)}/export?format=xer")
    answer = service.client.post(
        "/v1/imports",
        files={"file": ("x", sent.content)},
        data={"mapping": '{"contract_end": "soon", "supplyer": "x"}'},
    )
    refused = problem(answer, 422, "import_rejected")
    assert [issue["path"] for issue in refused["issues"]] == [
        "/mapping/contract_end",
        "/mapping/supplyer",
    ]


def test_what_a_task_list_does_not_say_is_asked_for(service: Service) -> None:
    sent = service.client.get(f"/v1/plans/{planned(service)}/export?format=xer")
    answer = service.client.post("/v1/imports", files={"file": ("x", sent.content)}).json()
    assert answer["programme"] is None
    assert {question["path"] for question in answer["questions"]} >= {"/supplier", "/services"}


@pytest.mark.parametrize(
    ("parts", "path"),
    [({"file": ("x", b"")}, "/file"), ({"file": ("x", b"y"), "format": (None, "doc")}, "/format")],
)
def test_a_form_that_is_none_is_refused(
    service: Service, parts: dict[str, tuple[str | None, bytes | str]], path: str
) -> None:
    answer = service.client.post("/v1/imports", files=parts)
    assert [issue["path"] for issue in problem(answer, 422, "body_rejected")["issues"]] == [path]


def test_a_calendar_can_be_read(service: Service) -> None:
    plan_id = planned(service)
    sent = service.client.get(f"/v1/plans/{plan_id}/export?format=ical")
    calendar = icalendar.Calendar.from_ical(sent.content)
    assert len(calendar.walk("VEVENT")) > 5
    same = service.client.get(
        f"/v1/plans/{plan_id}/export?format=ical", headers={"If-None-Match": sent.headers["ETag"]}
    )
    assert same.status_code == 304


@pytest.mark.parametrize(
    ("name", "begins"),
    [("board-html", b"<!doctype html>"), ("report-md", b"# "), ("board-pdf", b"%PDF-")],
)
def test_a_paper_is_made_of_a_finished_plan(service: Service, name: str, begins: bytes) -> None:
    _, plan = in_force(service)
    sent = service.client.get(f"/v1/plans/{plan}/paper?format={name}")
    assert sent.status_code == 200, sent.text
    assert sent.content.lower().startswith(begins.lower())
    public = service.client.get(f"/v1/plans/{plan}/paper?format={name}&audience=public")
    assert public.status_code == 200, public.text
    assert public.headers["ETag"] != sent.headers["ETag"]


def test_no_paper_is_made_of_a_plan_that_is_not_finished(service: Service) -> None:
    waits = service.client.get(f"/v1/plans/{planned(service)}/paper")
    problem(waits, 409, "plan_not_final")


def test_a_board_paper_tells_what_its_page_tells(service: Service) -> None:
    """One baseline by one name, and one trend, on the page and in every file of the paper."""
    programme, before, made = stayed_near(service)

    def told() -> tuple[str, str]:
        sent = service.client.get(f"/v1/plans/{made}/paper?format=board-md")
        assert sent.status_code == 200, sent.text
        return sent.text, sent.headers["ETag"]

    paper, tag = told()
    assert "Status against the plan in force" in paper
    assert "Since version 1: " in paper
    page = visit(service, f"/plans/{made}/board")
    trend = next(line for line in paper.splitlines() if "Since version 1: " in line)
    assert trend.strip("* ") in page.text
    name_plan(service, programme, "in-force", made)
    paper, later = told()
    assert later != tag
    assert "Status against the baseline of its own revision" in paper
    assert "the plan in force" not in paper
    assert "the baseline of its own revision" in visit(service, f"/plans/{made}/board").text
    first = service.client.get(f"/v1/plans/{before}/paper?format=board-md").text
    assert "Since version" not in first
    assert "The revision that it was planned for has no baseline to compare with." in first
    assert "Status of every service" in first
