"""What is published as a limit is one, and what waiting helps against says how long."""

import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.http.front import Front
from api.http.problem_kinds import PROBLEMS
from api.http.problems import Problem, install
from api.settings import ServiceSettings
from tests.api.conftest import opened
from tests.api.in_process import client_of
from tests.api.programmes import JSON, SMALL, problem
from tests.api.routes.conftest import served
from tests.api.routes.service import Service


@pytest.fixture
def limits(service: Service) -> dict[str, Any]:
    answer = service.client.get("/v1/limits")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_limits_are_those_of_the_settings(sqlite_url: str) -> None:
    settings = ServiceSettings(body_bytes=1000)
    with opened(sqlite_url) as database, served(database, settings) as service:
        told = service.client.get("/v1/limits").json()
        assert told["bodies"]["body_bytes"] == told["bodies"]["settings_body_bytes"] == 1000
        problem(_validate(service, b" " * 1001), 413, "too_large")
        assert _validate(service, b"{}" + b" " * 998).status_code == 200


def test_the_queue_is_full_where_it_is_said(sqlite_url: str) -> None:
    settings = ServiceSettings(queued_per_tenant=7, running_per_tenant=3, queued_in_all=2)
    with opened(sqlite_url) as database, served(database, settings) as service:
        work = service.client.get("/v1/limits").json()["work"]
        assert (work["queued_per_tenant"], work["running_per_tenant"]) == (7, 3)
        programme = service.programme()
        for _ in range(work["queued_in_all"]):
            assert service.ask(programme).status_code == 202
        problem(service.ask(programme), 503, "queue_full")


def _validate(service: Service, body: bytes) -> httpx.Response:
    return service.client.post("/v1/validate", content=body, headers=JSON)


def test_bodies_are_refused_where_it_is_said(service: Service, limits: dict[str, Any]) -> None:
    bodies = limits["bodies"]
    most = {
        "nested": b"[" * bodies["json_depth"] + b"]" * bodies["json_depth"],
        "text": json.dumps(["x" * bodies["text_bytes"]]).encode(),
        "entries": json.dumps([0] * bodies["entries"]).encode(),
    }
    more = {
        "nested": b"[" + most["nested"] + b"]",
        "text": json.dumps(["x" * (bodies["text_bytes"] + 1)]).encode(),
        "entries": json.dumps([0] * (bodies["entries"] + 1)).encode(),
    }
    for body in most.values():
        assert _validate(service, body).status_code == 200
    for body in more.values():
        problem(_validate(service, body), 400, "file_rejected")


def test_settings_are_refused_where_it_is_said(service: Service, limits: dict[str, Any]) -> None:
    address = f"/v1/programmes/{service.programme()}/plans"
    body = b"{}" + b" " * (limits["bodies"]["settings_body_bytes"] - 1)
    problem(service.client.post(address, content=body, headers=JSON), 413, "too_large")
    assert service.client.post(address, content=body[:-1], headers=JSON).status_code == 202


def test_pages_and_searches_are_refused_where_it_is_said(
    service: Service, limits: dict[str, Any]
) -> None:
    work = limits["work"]
    most = work["page_entries"]
    for path in ("/v1/programmes", "/v1/plans"):
        assert service.client.get(path, params={"limit": most}).status_code == 200
        answer = service.client.get(path, params={"limit": most + 1})
        problem(answer, 422, "malformed_parameter")
    programme = service.programme()
    longest = work["longest_search_seconds"]
    assert service.ask(programme, {"time_limit_seconds": longest}).status_code == 202
    problem(service.ask(programme, {"time_limit_seconds": longest + 1}), 422, "body_rejected")


@pytest.mark.parametrize("code", PROBLEMS)
def test_what_waiting_helps_against_says_how_long(code: str) -> None:
    app = FastAPI(openapi_url=None)
    install(app)

    @app.get("/")
    def refuse() -> None:
        raise Problem(code, "because")

    app.add_middleware(Front)
    answer = client_of(app).get("/")
    kind = PROBLEMS[code]
    problem(answer, kind.status, code)
    waits = kind.status in {429, 503}
    assert ("Retry-After" in answer.headers) == waits
    assert not waits or int(answer.headers["Retry-After"]) > 0


def test_a_list_is_read_page_by_page_while_it_grows(either_service: Service) -> None:
    """Every list goes on behind an entry, not behind a count: nothing is told twice or left out."""
    service = either_service
    programme = service.programme()
    plans = [service.ask(programme).json()["id"] for _ in range(5)]
    for path, name, ids in (
        ("/v1/plans", "plans", plans),
        (f"/v1/programmes/{programme}/revisions", "revisions", None),
        ("/v1/programmes", "programmes", None),
    ):
        found: list[Any] = []
        after = None
        while True:
            params = {"limit": "2"} if after is None else {"limit": "2", "after": after}
            page = service.client.get(path, params=params).json()
            found += page[name]
            after = page["next"]
            if after is None:
                break
            # Somebody adds to the list meanwhile.
            service.ask(programme)
            service.programme(SMALL)
            if len(found) > 40:
                pytest.fail(f"{path} has no end")
        keys = [json.dumps(entry, sort_keys=True) for entry in found]
        assert len(keys) == len(set(keys))
        if ids is not None:
            assert set(ids) <= {entry["id"] for entry in found}
