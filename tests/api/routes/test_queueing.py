"""What may be in the queue, what goes first in it, and trying again what failed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.settings import ServiceSettings
from tests.api.conftest import opened
from tests.api.programmes import JSON
from tests.api.routes.conftest import served
from tests.api.routes.service import Service
from tests.api.store.shelf import do

SETTINGS = ServiceSettings(queued_in_all=3)


@pytest.fixture
def narrow(sqlite_url: str) -> Iterator[Service]:
    """A service whose queue has three places."""
    with opened(sqlite_url) as database, served(database, SETTINGS) as found:
        yield found


def with_row(service: Service, most_queued: int) -> None:
    """Have the caller's tenant listed, with a figure of its own."""
    do(
        service.database,
        "INSERT INTO tenants (id, name, created_at, most_queued) VALUES ('default', 'D', 0, :most)",
        most=most_queued,
    )


def test_a_higher_priority_goes_ahead_of_ones_own(service: Service) -> None:
    programme = service.programme()
    first = service.ask(programme).json()
    low = service.ask(programme, {"priority": "low"}).json()
    high = service.ask(programme, {"priority": "high"}).json()
    assert [p["priority"] for p in (first, low, high)] == ["normal", "low", "high"]
    places = [service.read(p["id"])["queue_position"] for p in (first, low, high)]
    assert places == [2, 3, 1]
    listed = service.client.get("/v1/plans").json()["plans"]
    assert [p["priority"] for p in listed] == ["high", "low", "normal"]
    assert service.ask(programme, {"priority": "urgent"}).status_code == 422


def test_changes_and_analyses_have_priorities_too(service: Service) -> None:
    plan = service.planned()
    asked = service.client.post(
        f"/v1/plans/{plan}/analyses", json={"kind": "latest", "priority": "low"}
    ).json()
    assert asked["priority"] == "low"
    programme = service.read(plan)["programme"]
    made = service.client.post(
        f"/v1/programmes/{programme}/changes",
        json={"title": "A name", "merge": {"name": "Other"}, "solve": {"priority": "high"}},
        headers={"If-Match": "*", **JSON},
    )
    assert made.status_code == 202, made.text
    assert made.json()["plan"]["priority"] == "high"
    assert service.read_analysis(asked["id"])["queue_position"] == 2


def test_who_has_enough_in_the_queue_is_told_when_to_ask_again(service: Service) -> None:
    with_row(service, most_queued=1)
    programme = service.programme()
    assert service.ask(programme).status_code == 202
    refused = service.ask(programme, headers={"Idempotency-Key": "k1"})
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_queued")
    assert refused.headers["Retry-After"] == "10"
    assert len(service.client.get("/v1/plans").json()["plans"]) == 1
    # What was refused was not remembered: the same request is stored when there is room.
    service.work(service.client.get("/v1/plans").json()["plans"][0]["id"])
    assert service.ask(programme, headers={"Idempotency-Key": "k1"}).status_code == 202


def test_a_reply_that_was_given_is_repeated_though_the_queue_is_full(narrow: Service) -> None:
    programme = narrow.programme()
    asked = [narrow.ask(programme, headers={"Idempotency-Key": f"k{n}"}) for n in range(4)]
    assert [a.status_code for a in asked] == [202, 202, 202, 503]
    assert (asked[3].json()["code"], asked[3].headers["Retry-After"]) == ("queue_full", "10")
    again = narrow.ask(programme, headers={"Idempotency-Key": "k0"})
    assert (again.status_code, again.json()["id"]) == (202, asked[0].json()["id"])


def test_a_change_that_is_refused_makes_no_revision(narrow: Service) -> None:
    programme = narrow.programme()
    for _ in range(3):
        narrow.ask(programme)
    refused = narrow.client.post(
        f"/v1/programmes/{programme}/changes",
        json={"title": "A name", "merge": {"name": "Other"}},
        headers={"If-Match": "*", **JSON},
    )
    assert refused.status_code == 503
    revisions = narrow.client.get(f"/v1/programmes/{programme}/revisions").json()["revisions"]
    assert len(revisions) == 1


def test_changes_and_plans_at_once_do_not_wait_for_one_another(either_service: Service) -> None:
    """Both enter the queue and note a deed; in one order, or the database would end some."""
    services = [either_service.programme() for _ in range(4)]

    def change(number: int) -> int:
        return either_service.client.post(
            f"/v1/programmes/{services[number % 4]}/changes",
            json={"title": "A name", "merge": {"name": f"Other {number}"}},
            headers={"If-Match": "*", **JSON},
        ).status_code

    def plan(number: int) -> int:
        return either_service.ask(services[number % 4]).status_code

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(each, n) for n in range(6) for each in (change, plan)]
        told = [each.result() for each in asked]
    # Changes of one programme at once may find that it has moved.
    assert set(told[1::2]) == {202}
    assert set(told[::2]) <= {202, 412}


def parked(service: Service, **wishes: Any) -> str:
    """Have a plan whose every attempt was lost, the first with a checked plan; return its id."""
    plan = service.plan({"seed": 7, **wishes})
    service.work(plan).find()
    for _ in range(SETTINGS.most_crashes - 1):
        service.work(plan)
    service.work_on_nothing(plan)
    return plan


def test_what_is_parked_can_be_found_and_has_kept_its_best(service: Service) -> None:
    plan = parked(service)
    service.work(service.plan()).fail()
    wanted = {"state": "failed", "failure_code": "parked"}
    (found,) = service.client.get("/v1/plans", params=wanted).json()["plans"]
    assert (found["id"], found["failure"]["code"]) == (plan, "parked")
    assert service.read(plan)["plan"] is not None
    service.work_on_nothing(plan)
    assert service.client.get("/v1/plans", params={"failure_code": "x"}).json()["plans"] == []
    assert service.client.get("/v1/plans", params={"failure_code": ""}).status_code == 422


@pytest.mark.parametrize("reproducible", [False, True])
def test_what_is_parked_is_tried_anew_under_a_new_id(service: Service, reproducible: bool) -> None:
    plan = parked(service, reproducible=reproducible, priority="high")
    before = service.read(plan)
    key = {"Idempotency-Key": "k1"}
    made = service.client.post(f"/v1/plans/{plan}/retry", headers=key)
    assert made.status_code == 202, made.text
    anew = made.json()
    assert made.headers["Location"] == f"/v1/plans/{anew['id']}"
    assert (anew["state"], anew["revision"], anew["priority"]) == ("queued", 1, "high")
    settings = {
        **before["settings"],
        # A reproducible plan is the one it would have been.
        "start_from": None if reproducible else plan,
        "gentle": True,
        "retry_of": plan,
    }
    assert (anew["id"] != plan, anew["settings"]) == (True, settings)
    assert service.read(plan) == before
    again = service.client.post(f"/v1/plans/{plan}/retry", headers=key)
    assert (again.json()["id"], again.headers["Idempotency-Replayed"]) == (anew["id"], "true")


def test_only_what_failed_is_tried_anew(service: Service) -> None:
    for plan in (service.plan(), service.planned()):
        refused = service.client.post(f"/v1/plans/{plan}/retry")
        assert (refused.status_code, refused.json()["code"]) == (409, "plan_not_failed")
    unknown = service.client.post("/v1/plans/pln_aaaaaaaaaaaaaaaaaaaa/retry")
    assert unknown.status_code == 404
