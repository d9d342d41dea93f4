"""Asking for plans: 202 with an address, waiting for the end, only validating, repeating."""

import json
import threading
import time
from typing import Any

import pytest

from tests.api.programmes import JSON, SMALL, problem, small
from tests.api.routes.service import Service

NO_PLAN = "pln_" + "a" * 20


def test_asking_stores_a_plan_that_waits(either_service: Service) -> None:
    programme = either_service.programme()
    answer = either_service.ask(programme)
    assert answer.status_code == 202
    plan = answer.json()
    assert answer.headers["Location"] == f"/v1/plans/{plan['id']}"
    assert answer.headers["Retry-After"] == "1"
    assert "Preference-Applied" not in answer.headers
    assert (plan["state"], plan["queue_position"], plan["revision"]) == ("queued", 1, 1)
    assert plan["programme"] == programme
    assert plan["settings"]["time_limit_seconds"] == 120
    assert plan["outcome"] is None
    assert plan["plan"] is None
    assert either_service.read(plan["id"]) == plan


def test_a_body_may_be_left_out_empty_or_say_everything(service: Service) -> None:
    programme = service.programme()
    address = f"/v1/programmes/{programme}/plans"
    assert service.client.post(address).status_code == 202
    assert service.client.post(address, content=b"{}", headers=JSON).status_code == 202
    said = {
        "revision": 1,
        "durations": "min",
        "profile": "calmest",
        "time_limit_seconds": 7.5,
        "seed": 3,
        "reproducible": True,
        "compare": False,
    }
    settings = service.ask(programme, said).json()["settings"]
    assert settings == {k: v for k, v in said.items() if k != "revision"} | {"start_from": None}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"time_limit": 10}, "/time_limit"),
        ({"time_limit_seconds": 901}, "/time_limit_seconds"),
        ({"time_limit_seconds": "10"}, "/time_limit_seconds"),
        ({"seed": -1}, "/seed"),
        ({"seed": 1.5}, "/seed"),
        ({"seed": 1e300}, "/seed"),
        ({"seed": True}, "/seed"),
        ({"reproducible": "yes"}, "/reproducible"),
        ({"durations": "longest"}, "/durations"),
        ({"profile": "slowest"}, "/profile"),
        ({"operation": "guess"}, "/operation"),
        ({"start_from": "pln_1"}, "/start_from"),
    ],
)
def test_a_body_is_read_strictly(service: Service, body: dict[str, Any], path: str) -> None:
    answer = service.ask(service.programme(), body)
    problem(answer, 422, "body_rejected")
    assert [issue["path"] for issue in answer.json()["issues"]] == [path]
    assert service.client.get("/v1/plans").json()["plans"] == []


def test_whole_numbers_may_be_written_with_a_point(service: Service) -> None:
    plan = service.ask(service.programme(), {"seed": 7.0, "revision": 1.0}).json()
    assert (plan["settings"]["seed"], plan["revision"]) == (7, 1)


def test_what_is_not_there_cannot_be_planned(service: Service) -> None:
    programme = service.programme()
    problem(service.ask("prg_" + "a" * 20), 404, "no_such_programme")
    problem(service.ask("x"), 404, "no_such_programme")
    problem(service.ask(programme, {"revision": 2}), 404, "no_such_revision")
    problem(service.ask(programme, {"start_from": NO_PLAN}), 404, "no_such_plan")


def test_the_latest_revision_is_planned_unless_another_is_named(service: Service) -> None:
    programme = service.programme()
    changed = service.client.put(
        f"/v1/programmes/{programme}",
        content=small(name="Another name"),
        headers={**JSON, "If-Match": '"1"'},
    )
    assert changed.status_code in {200, 201}, changed.text
    assert service.ask(programme).json()["revision"] == 2
    assert service.ask(programme, {"revision": 1}).json()["revision"] == 1


def test_a_plan_to_start_from_is_a_checked_one_of_the_same_programme(service: Service) -> None:
    programme = service.programme()
    first = service.ask(programme).json()["id"]
    problem(service.ask(programme, {"start_from": first}), 409, "no_plan")
    service.work(first).find()
    assert service.ask(programme, {"start_from": first}).status_code == 202
    other = service.programme()
    problem(service.ask(other, {"start_from": first}), 404, "no_such_plan")


def test_validating_looks_at_the_durations_asked_for(service: Service) -> None:
    document = json.loads(SMALL)
    document["service_groups"][0]["options"][0]["durations"]["procure"]["max"] = 200
    programme = service.programme(json.dumps(document).encode())
    likely = service.ask(programme, {"operation": "validate"}).json()
    longest = service.ask(programme, {"operation": "validate", "durations": "max"}).json()
    assert likely["issues"] == []
    assert longest["valid"]
    assert {issue["code"] for issue in longest["issues"]} == {"longer_than_horizon"}
    assert longest["hash"] != likely["hash"]


def test_validating_stores_nothing(service: Service) -> None:
    programme = service.programme()
    answer = service.ask(programme, {"operation": "validate"}, {"Prefer": "wait=5"})
    assert answer.status_code == 200
    revision = service.client.get(f"/v1/programmes/{programme}/revisions").json()["revisions"][0]
    told = answer.json()
    assert told.pop("issues") == []
    assert told == {"valid": True, "hash": revision["hash"]}
    assert service.client.get("/v1/plans").json()["plans"] == []


def test_repeating_with_a_key_makes_one_plan(either_service: Service) -> None:
    programme = either_service.programme()
    key = {"Idempotency-Key": "k-1"}
    first = either_service.ask(programme, {"seed": 2}, key)
    again = either_service.ask(programme, {"seed": 2}, key)
    assert again.status_code == 202
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    other = either_service.ask(programme, {"seed": 3}, key)
    problem(other, 422, "idempotency_key_reused")
    assert len(either_service.client.get("/v1/plans").json()["plans"]) == 1


def test_waiting_gives_the_finished_plan(either_service: Service) -> None:
    programme = either_service.programme()

    def work() -> None:
        plans: list[Any] = []
        while not plans:
            time.sleep(0.02)
            plans = either_service.client.get("/v1/plans?state=queued").json()["plans"]
        worker = either_service.work(plans[0]["id"])
        worker.find()
        worker.finish()

    worker = threading.Thread(target=work)
    worker.start()
    answer = either_service.ask(programme, headers={"Prefer": "wait=60"})
    worker.join()
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=60"
    plan = answer.json()
    assert answer.headers["Location"] == f"/v1/plans/{plan['id']}"
    assert (plan["state"], plan["outcome"]) == ("completed", "plan")
    assert plan == either_service.read(plan["id"])


def test_waiting_in_vain_gives_the_address(service: Service) -> None:
    answer = service.ask(service.programme(), headers={"Prefer": "respond-async, wait=0"})
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "wait=0"
    assert answer.json()["state"] == "queued"


def test_a_repeated_request_may_wait_for_the_plan_of_the_first(service: Service) -> None:
    programme = service.programme()
    key = {"Idempotency-Key": "k-2"}
    first = service.ask(programme, headers=key).json()["id"]
    worker = service.work(first)
    worker.find()
    worker.finish()
    answer = service.ask(programme, headers={**key, "Prefer": "wait=5"})
    assert answer.status_code == 200
    assert answer.json()["id"] == first
    assert answer.headers["Idempotency-Replayed"] == "true"


def test_waits_end_with_the_process(service: Service) -> None:
    threading.Timer(0.3, service.services.streams.close).start()
    began = time.monotonic()
    answer = service.ask(service.programme(), headers={"Prefer": "wait=60"})
    assert answer.status_code == 202
    assert time.monotonic() - began < 60
