"""For those who run the service: alive, ready, figures."""

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.http import gaps
from api.settings import ServiceSettings
from api.store import attempts, workers
from api.store.database import open_database
from tests.api.conftest import opened
from tests.api.in_process import client_of
from tests.api.programmes import problem
from tests.api.routes.service import Service


def _figures(service: Service) -> dict[tuple[str, ...], float]:
    """Return every figure by its name and the values of its labels."""
    answer = service.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_process_that_lives_says_so_without_a_database(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    client = client_of(create_app(ServiceSettings(), database))
    assert client.get("/healthz").json() == {"status": "alive"}
    problem(client.get("/readyz"), 503, "not_ready")
    database.close()


def test_a_database_that_is_away_is_told(tmp_path: Path, sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        client = client_of(create_app(ServiceSettings(), database))
        assert client.get("/readyz").status_code == 200
        database.close()
        file = tmp_path / "phased-exit.db"
        file.rename(tmp_path / "elsewhere.db")
        file.mkdir()
        assert client.get("/healthz").status_code == 200
        problem(client.get("/readyz"), 503, "database_unavailable")
        metrics = client.get("/metrics")
        assert metrics.status_code == 200
        assert "phased_exit_database_up 0.0" in metrics.text


def test_a_service_that_is_ready_counts_its_workers(either_service: Service) -> None:
    assert either_service.client.get("/readyz").json() == {
        "status": "ready",
        "workers": 0,
        "queued": 0,
    }
    either_service.plan()
    with either_service.database.writing() as connection:
        workers.register(connection, "w1", "host", 1)
    answer = either_service.client.get("/readyz").json()
    assert (answer["workers"], answer["queued"]) == (1, 1)


def test_figures_tell_of_plans_and_workers(either_service: Service) -> None:
    ids = [either_service.plan() for _ in range(4)]
    worker = either_service.work(ids[0])
    worker.find()
    worker.finish()
    either_service.work(ids[1]).find_none()
    either_service.work(ids[2]).fail("unsound_plan")
    figures = _figures(either_service)
    assert figures["phased_exit_plans", "queued"] == 1
    assert figures["phased_exit_plans", "completed"] == 2
    assert figures["phased_exit_plans", "failed"] == 1
    assert figures["phased_exit_plans_finished", "plan"] == 1
    assert figures["phased_exit_plans_finished", "infeasible"] == 1
    assert figures["phased_exit_plans_finished", "none"] == 1
    assert figures["phased_exit_plans_refused_by_checker",] == 1
    assert figures["phased_exit_checked_plans",] == 1
    assert figures["phased_exit_oldest_wait_seconds",] > 0
    assert figures["phased_exit_workers_alive",] == 0
    assert figures["phased_exit_database_up",] == 1
    assert figures["phased_exit_queue_length",] == 1
    assert figures["phased_exit_attempts", "finished"] == 3
    assert figures["phased_exit_attempts", "lost"] == 0
    assert figures["phased_exit_webhook_deliveries", "waiting"] == 0
    assert figures["phased_exit_waited_lately_seconds_bucket", "plan", "+Inf"] == 3
    assert figures["phased_exit_worked_lately_seconds_bucket", "plan", "+Inf"] == 3
    assert figures["phased_exit_worked_lately_seconds_bucket", "analysis", "+Inf"] == 0
    # Played in moments.
    assert figures["phased_exit_worked_lately_seconds_bucket", "plan", "3600"] == 3


def test_gaps_are_those_of_stored_answers(
    either_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels = [
        [_level(100, 100, proved=True)],
        # The first that is not proved counts: 4 of 200.
        [_level(9, 9, proved=True), _level(200, 196), _level(10, 0)],
        [_level(100, None)],
    ]
    for objectives in levels:
        worker = either_service.work(either_service.plan())
        worker.find()
        with either_service.database.writing() as c:
            document = json.dumps({"outcome": "plan", "objectives": objectives})
            attempts.finish(c, worker.attempt, state="completed", answer=document, outcome="plan")
    # A plan that does not exist has no gap.
    either_service.work(either_service.plan()).find_none()
    figures = _figures(either_service)
    name = "phased_exit_gap_lately_bucket"
    found = {key[1]: value for key, value in figures.items() if key[0] == name}
    assert (found["0"], found["0.01"], found["0.02"], found["1"], found["+Inf"]) == (1, 1, 2, 2, 3)
    # Answers do not change, and are not read again.
    monkeypatch.setattr(gaps, "answers_of", None)
    assert _figures(either_service)[name, "+Inf"] == 3


def _level(value: int, bound: int | None, *, proved: bool = False) -> dict[str, object]:
    return {"name": "x", "value": value, "bound": bound, "proved": proved}


def test_requests_are_counted_by_route_and_never_by_what_callers_invent(service: Service) -> None:
    plan_id = service.plan()
    client = service.client
    client.get(f"/v1/plans/{plan_id}")
    client.head(f"/v1/plans/{plan_id}")
    client.get("/v1/plans/nothing")
    client.get("/invented/1")
    client.get("/invented/2")
    client.request("INVENT", "/v1/plans")
    client.request("INVENTED", "/v1/plans")
    figures = _figures(service)
    counted = {
        key[1:]: value for key, value in figures.items() if key[0] == "phased_exit_requests_total"
    }
    assert counted["GET", "/v1/plans/{plan_id}", "200"] == 2
    assert counted["GET", "/v1/plans/{plan_id}", "404"] == 1
    assert counted["GET", "none", "404"] == 2
    assert sum(value for key, value in counted.items() if key[0] == "other") == 2
    text = client.get("/metrics").text
    assert re.search("(?i)invent|nothing|pln_", text) is None
    key = ("phased_exit_request_seconds_count", "GET", "/v1/plans/{plan_id}")
    assert figures[key] == 3


def test_two_applications_count_apart(service: Service, sqlite_url: str) -> None:
    service.client.get("/healthz")
    with opened(sqlite_url) as database:
        other = client_of(create_app(ServiceSettings(), database))
        assert 'route="/healthz"' not in other.get("/metrics").text
    assert 'route="/healthz"' in service.client.get("/metrics").text
