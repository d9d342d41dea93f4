"""Plans made elsewhere are kept with what the check finds, and never taken for sound unseen."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from scheduler.exchange.exporting import export_plan
from scheduler.exchange.importing import import_file
from tests.api.programmes import problem
from tests.api.routes.changing import in_force, name_plan
from tests.api.routes.elsewhere import FILE, broken, keep, kept, written
from tests.api.routes.played_worker import later, small
from tests.api.routes.service import Service

MADE = datetime(2023, 1, 2, tzinfo=UTC)


def programme_of(service: Service) -> str:
    found: str = service.read(service.planned())["programme"]
    return found


def test_a_sound_one_is_a_plan_like_those_made_here(either_service: Service) -> None:
    service = either_service
    programme = programme_of(service)
    found = kept(service, programme, later())
    assert (found["state"], found["outcome"]) == ("completed", "plan")
    assert found["claim"] == "feasible_checked"
    assert found["settings"]["made_elsewhere"] == FILE
    assert found["rejected"] is None
    assert found["certificate"] is None
    assert found["attempts"] == 0
    assert found["plans_checked"] == 1
    assert {level["bound"] for level in found["objectives"]} == {None}
    assert len(found["objectives"]) == len(small()[0].document.objectives)
    assert found["summary"]["last_transfer"]
    dates = {one["id"]: one["start"] for one in found["plan"]["activities"]}
    assert dates == {id: at.start.isoformat() for id, at in later().placed.items()}
    check = service.client.post("/v1/check", json={"plan_id": found["id"]}).json()
    assert check["ok"]
    listed = service.client.get("/v1/plans").json()["plans"]
    assert found["id"] in {one["id"] for one in listed}
    assert name_plan(service, programme, "in-force", found["id"]).status_code == 201
    approved = service.client.post(
        f"/v1/plans/{found['id']}/decisions", json={"decision": "approved", "comment": ""}
    )
    assert approved.status_code == 201
    assert service.analyse(found["id"], "latest").status_code == 202
    for at in (
        "export?format=xer",
        "export?format=plan-xlsx",
        "paper?format=report-html",
        "gantt.svg",
    ):
        assert service.client.get(f"/v1/plans/{found['id']}/{at}").status_code == 200, at


def test_one_that_breaks_rules_stands_beside_what_it_breaks_and_is_never_taken_for_sound(
    either_service: Service,
) -> None:
    service = either_service
    programme, sound = in_force(service)
    found = kept(service, programme, broken())
    assert (found["state"], found["outcome"]) == ("completed", "breaks_rules")
    assert found["plan"] is None
    assert found["claim"] is None
    assert found["summary"] is None
    assert found["plans_checked"] == 0
    assert found["rejected"]["violations"]
    moved = {one["id"]: one["start"] for one in found["rejected"]["plan"]["activities"]}
    assert moved["NET.transfer"] == broken().placed["NET.transfer"].start.isoformat()
    id = found["id"]
    check = service.client.post("/v1/check", json={"plan_id": id}).json()
    assert check["violations"] == found["rejected"]["violations"]
    refused = [
        service.client.post(
            f"/v1/plans/{id}/decisions", json={"decision": "approved", "comment": ""}
        ),
        name_plan(service, programme, "in-force", id),
        service.analyse(id, "latest"),
        service.client.get(f"/v1/plans/{id}/paper?format=board-html"),
        service.client.get(f"/v1/plans/{id}/view"),
    ]
    for answer in refused:
        problem(answer, 409, "plan_breaks_rules")
    for at in ("gantt.svg", "heatmap.svg"):
        problem(service.client.get(f"/v1/plans/{id}/{at}"), 409, "no_plan")
    start = {"start_from": id}
    problem(service.client.post(f"/v1/programmes/{programme}/plans", json=start), 409, "no_plan")
    forth = service.client.get(f"/v1/plans/{id}/diff?against={sound}").json()
    assert forth["violations"] == found["rejected"]["violations"]
    assert forth["violations_before"] == []
    assert "NET.transfer" in json.dumps(forth)
    back = service.client.get(f"/v1/plans/{sound}/diff?against={id}").json()
    assert back["violations_before"] == found["rejected"]["violations"]
    churn = service.client.get(f"/v1/programmes/{programme}/churn").json()["plans"]
    assert id not in json.dumps(churn)


@pytest.mark.parametrize("format_id", ["mspdi", "xer", "pmxml", "ical", "plan-csv"])
def test_a_file_of_one_that_breaks_rules_says_so(service: Service, format_id: str) -> None:
    found = kept(service, programme_of(service), broken())
    sent = service.client.get(f"/v1/plans/{found['id']}/export?format={format_id}&shown=all")
    assert sent.status_code == 200, sent.text
    if format_id == "plan-csv":
        assert b"Broken rules.csv" in sent.content
    else:
        number = len(found["rejected"]["violations"])
        name = b"breaks 1 planning rule" if number == 1 else f"breaks {number} planning".encode()
        assert name in sent.content.replace(b"\r\n ", b"")


def test_a_workbook_of_one_names_the_rules_and_can_come_back(service: Service) -> None:
    found = kept(service, programme_of(service), broken())
    sent = service.client.get(f"/v1/plans/{found['id']}/export?format=plan-xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sent.content))
    told = [row[0] for row in book["Broken rules"].iter_rows(min_row=2, values_only=True)]
    assert told == [one["statement"] for one in found["rejected"]["violations"]]
    back = import_file(sent.content, None, small()[0])
    assert back.plan is not None
    assert [one.statement for one in back.violations] == told


def test_what_a_planning_tool_gives_back_can_be_kept_as_it_is(service: Service) -> None:
    programme, plan = small()
    file = export_plan(programme, plan, "mspdi", made=MADE).content
    at = programme_of(service)
    read = service.client.post(
        "/v1/imports", files={"file": ("theirs.xml", file)}, data={"programme_id": at}
    )
    assert read.json()["violations"] == []
    made = keep(service, at, read.json()["plan"])
    assert made.json()["outcome"] == "plan"


def test_what_a_file_says_against_its_own_dates_is_broken_too(service: Service) -> None:
    at = programme_of(service)
    sound = kept(service, at, small()[1])["plan"]
    name = next(iter(sound["services"]))
    other: dict[str, Any] = json.loads(json.dumps(sound))
    other["services"][name]["transfer"] = "2023-01-05"
    made = keep(service, at, other).json()
    assert made["outcome"] == "breaks_rules"
    assert len(made["rejected"]["violations"]) == 1


def test_sent_twice_it_is_kept_once(either_service: Service) -> None:
    service = either_service
    at = programme_of(service)
    first, again = (keep(service, at, written(small()[1]), "k1") for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(service.client.get(f"/v1/plans?programme={at}").json()["plans"]) == 2


def test_what_is_no_plan_of_the_programme_is_refused_and_nothing_is_kept(
    service: Service,
) -> None:
    at = programme_of(service)
    other = written(small()[1])
    other["activities"][0]["id"] = "not.there"
    found = problem(keep(service, at, other), 422, "plan_rejected")
    assert found["issues"][0]["path"].startswith("/plan/activities")
    problem(keep(service, at, {"activities": []}), 422, "plan_rejected")
    left_out = written(small()[1])
    del left_out["activities"][0]
    assert keep(service, at, left_out).json()["outcome"] == "breaks_rules"
    assert len(service.client.get(f"/v1/plans?programme={at}").json()["plans"]) == 2


def test_it_is_told_and_noted_and_goes_with_its_programme(either_service: Service) -> None:
    service = either_service
    at = programme_of(service)
    sound, unsound = (kept(service, at, one)["id"] for one in (small()[1], broken()))
    for id, numbers in ((sound, [1, 2]), (unsound, [1])):
        with service.client.stream("GET", f"/v1/plans/{id}/events") as events:
            lines = list(events.iter_lines())
        assert [int(line[4:]) for line in lines if line.startswith("id: ")] == numbers
    noted = service.client.get(f"/v1/audit?subject={sound}").json()["entries"]
    assert [one["action"] for one in noted] == ["plan.kept"]
    assert service.client.delete(f"/v1/programmes/{at}").status_code == 200
    problem(service.client.get(f"/v1/plans/{sound}"), 404, "no_such_plan")
