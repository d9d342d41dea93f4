"""Analyses of plans over HTTP: asked for, read, listed, stopped, each of the plan's revision."""

import threading
import time
from typing import Any

import pytest

from scheduler.analyses.by_kind import ANALYSES
from tests.api.programmes import problem
from tests.api.routes.service import Service

NO_PLAN = "pln_" + "a" * 20
NO_ANALYSIS = "anl_" + "a" * 20
DOCUMENT = {"feasible": True, "decisions": [], "options": [], "givens": [], "calendar": []}


def test_asking_stores_an_analysis_that_waits(either_service: Service) -> None:
    plan = either_service.planned()
    answer = either_service.analyse(plan)
    assert answer.status_code == 202
    made = answer.json()
    assert answer.headers["Location"] == f"/v1/analyses/{made['id']}"
    assert answer.headers["Retry-After"] == "1"
    assert (made["kind"], made["plan"], made["state"]) == ("latest", plan, "queued")
    assert (made["queue_position"], made["rows"], made["document"]) == (1, [], None)
    assert made["settings"]["time_limit_seconds"] == 600
    assert either_service.read_analysis(made["id"]) == made
    # What stands in lists is the same, and a plan's list is its own.
    listed = either_service.client.get(f"/v1/plans/{plan}/analyses").json()["analyses"]
    assert listed == [{k: made[k] for k in listed[0]}]
    other = either_service.client.get(f"/v1/plans/{either_service.planned()}/analyses")
    assert other.json() == {"analyses": [], "next": None}


@pytest.mark.parametrize("kind", ANALYSES)
def test_every_kind_of_analysis_can_be_asked_for(service: Service, kind: str) -> None:
    answer = service.analyse(service.planned(), kind)
    assert (answer.status_code, answer.json()["kind"]) == (202, kind)


def test_plans_and_analyses_wait_in_one_queue(service: Service) -> None:
    planned = service.planned()
    first, between, last = service.plan(), service.analyse(planned).json(), service.plan()
    assert between["queue_position"] == 2
    assert service.read(last)["queue_position"] == 3
    service.work(first)
    assert service.read_analysis(between["id"])["queue_position"] == 1
    assert service.client.get("/readyz").json()["queued"] == 2


def test_an_analysis_from_its_rows_to_its_document(either_service: Service) -> None:
    analysis = either_service.analysis()
    worker = either_service.work(analysis)
    worker.tell_row("D1", "2023-05-01")
    worker.tell("progress", {"questions": 3, "rows": 1, "seconds": 0.5})
    running = either_service.read_analysis(analysis)
    assert (running["state"], running["outcome"]) == ("running", None)
    assert running["rows"] == [{"row": "latest_date", "id": "D1", "latest": "2023-05-01"}]
    assert running["progress"]["questions"] == 3
    worker.know(DOCUMENT)
    found = either_service.read_analysis(analysis)
    assert (found["state"], found["outcome"], found["stopped_by"]) == (
        "completed",
        "complete",
        None,
    )
    assert found["document"] == DOCUMENT


def test_a_worker_that_takes_it_up_again_doubles_no_row(service: Service) -> None:
    analysis = service.analysis()
    first = service.work(analysis)
    first.tell_row("D1", "2023-05-01")
    first.tell_row("D2", "2023-06-01")
    service.work(analysis).tell_row("D1", "2023-05-01")
    found = service.read_analysis(analysis)
    assert [row["id"] for row in found["rows"]] == ["D2", "D1"]
    assert found["attempts"] == 2


def test_a_stopped_analysis_keeps_what_is_known(either_service: Service) -> None:
    analysis = either_service.analysis()
    worker = either_service.work(analysis)
    worker.tell_row("D1", "2023-05-01")
    address = f"/v1/analyses/{analysis}/cancel"
    stopping = either_service.client.post(address)
    assert (stopping.status_code, stopping.json()["state"]) == (202, "stopping")
    worker.know(DOCUMENT, "cancelled")
    again = either_service.client.post(address)
    assert again.status_code == 200
    found = again.json()
    assert (found["state"], found["outcome"], found["stopped_by"]) == (
        "cancelled",
        "partial",
        "request",
    )
    assert (found["document"], len(found["rows"])) == (DOCUMENT, 1)


def test_one_that_waits_is_stopped_at_once(service: Service) -> None:
    analysis = service.analysis()
    found = service.client.post(f"/v1/analyses/{analysis}/cancel")
    assert found.status_code == 200
    assert (found.json()["state"], found.json()["document"]) == ("cancelled", None)


def test_a_caller_may_wait_for_it(service: Service) -> None:
    plan = service.planned()

    def work() -> None:
        while not (found := service.client.get(f"/v1/plans/{plan}/analyses").json()["analyses"]):
            time.sleep(0.01)
        service.work(found[0]["id"]).know(DOCUMENT)

    worker = threading.Thread(target=work)
    worker.start()
    answer = service.analyse(plan, headers={"Prefer": "wait=60"})
    worker.join()
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=60"
    assert answer.json()["document"] == DOCUMENT
    unchanged = service.client.get(
        answer.headers["Location"], headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert unchanged.status_code == 304


def test_the_same_key_asks_once(service: Service) -> None:
    plan, key = service.planned(), {"Idempotency-Key": "k"}
    first, second = service.analyse(plan, headers=key), service.analyse(plan, headers=key)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.json() == first.json()
    problem(service.analyse(plan, "options", headers=key), 422, "idempotency_key_reused")


def test_a_plan_that_is_not_final_is_not_analysed_yet(service: Service) -> None:
    plan = service.plan()
    waiting = service.analyse(plan)
    assert problem(waiting, 409, "plan_not_final")["state"] == "queued"
    assert waiting.headers["Retry-After"] == "1"
    worker = service.work(plan)
    worker.find()
    assert problem(service.analyse(plan), 409, "plan_not_final")["state"] == "running"
    worker.finish("completed")
    assert service.analyse(plan).status_code == 202


@pytest.mark.parametrize("ending", ["find_none", "fail"])
def test_one_without_a_plan_may_be_asked_about_all_the_same(service: Service, ending: str) -> None:
    plan = service.plan()
    getattr(service.work(plan), ending)()
    assert service.analyse(plan, "explanation").status_code == 202


@pytest.mark.parametrize(
    ("body", "code", "path", "value"),
    [
        ({"kind": "magic"}, "value_not_allowed", "/kind", "magic"),
        ({}, "missing_field", "/kind", None),
        ({"kind": "latest", "time_limit_seconds": 1801}, "value_out_of_range", None, 1801),
        ({"kind": "latest", "workers": 0}, "value_out_of_range", "/workers", 0),
        ({"kind": "latest", "limit": 3}, "unknown_field", "/limit", None),
    ],
)
def test_what_is_wrong_with_a_request_is_told_with_its_place(
    service: Service, body: dict[str, Any], code: str, path: str | None, value: Any
) -> None:
    answer = service.client.post(f"/v1/plans/{service.planned()}/analyses", json=body)
    (issue,) = problem(answer, 422, "body_rejected")["issues"]
    assert issue["code"] == code
    assert issue["path"] == (path or "/time_limit_seconds")
    if value is not None:
        assert issue["value"] == value


def test_what_is_not_there_is_not_found(service: Service) -> None:
    plan, analysis = service.planned(), service.analysis()
    problem(service.analyse(NO_PLAN), 404, "no_such_plan")
    problem(service.analyse(analysis), 404, "no_such_plan")
    for id in (NO_ANALYSIS, plan):
        problem(service.client.get(f"/v1/analyses/{id}"), 404, "no_such_analysis")
        problem(service.client.post(f"/v1/analyses/{id}/cancel"), 404, "no_such_analysis")
        problem(service.client.get(f"/v1/analyses/{id}/events"), 404, "no_such_analysis")
    # And an analysis is no plan.
    problem(service.client.get(f"/v1/plans/{analysis}"), 404, "no_such_plan")
    assert analysis not in service.client.get("/v1/plans").text
    page = f"/v1/plans/{plan}/analyses"
    problem(service.client.get(f"{page}?after=x"), 422, "malformed_parameter")
    problem(service.client.get(f"{page}?after={NO_ANALYSIS}"), 404, "no_such_analysis")


def test_a_long_list_comes_in_pages(service: Service) -> None:
    plan = service.planned()
    made = [service.analyse(plan).json()["id"] for _ in range(3)]
    address = f"/v1/plans/{plan}/analyses"
    first = service.client.get(f"{address}?limit=2").json()
    second = service.client.get(f"{address}?limit=2&after={first['next']}").json()
    assert [a["id"] for a in first["analyses"] + second["analyses"]] == made[::-1]
    assert second["next"] is None


def test_an_analysis_is_of_the_revision_that_the_plan_was_made_of(service: Service) -> None:
    plan = service.planned()
    programme = service.read(plan)["programme"]
    patched = service.client.patch(
        f"/v1/programmes/{programme}",
        content=b'{"name": "Another"}',
        headers={"Content-Type": "application/merge-patch+json", "If-Match": '"1"'},
    )
    assert patched.json()["revision"] == 2
    analysis = service.analyse(plan).json()
    assert analysis["revision"] == 1
    document = service.work(analysis["id"]).attempt.document
    assert '"Another"' not in document
