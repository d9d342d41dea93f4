"""One request is one trace over all processes, holds nothing that people wrote, and delays nobody."""

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import Database
from api.store.tables import plans
from api.telemetry.tracing import ENDPOINT, tracing_from
from scheduler.errors import InputError
from tests.api.in_process import client_of
from tests.api.jobs.yard import until
from tests.api.postgres import Postgres
from tests.api.programmes import JSON, SMALL
from tests.api.routes.service import Service
from tests.api.serving import serving
from tests.api.telemetry.collector import Collected, Collector, collecting

MARK = "Quillfeather"
"""A name that stands nowhere else."""
CALLERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{CALLERS_TRACE}-00f067aa0ba902b7-01"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")


@contextmanager
def traced(database: Database, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Serve a database whose spans somebody collects; all are sent at the end."""
    monkeypatch.setenv(ENDPOINT, endpoint)
    tracing = tracing_from({ENDPOINT: endpoint}, "api")
    assert tracing is not None
    app = create_app(ServiceSettings(), database, tracing)
    with client_of(app) as client:
        yield Service(client, app.state.services)
    tracing.close()


def marked_programme() -> bytes:
    document = json.loads(SMALL)
    document["name"] = document["description"] = f"The exit of {MARK}"
    return json.dumps(document).encode()


def wait_for(collector: Collector, wanted: set[str]) -> list[Collected]:
    until(lambda: wanted <= {one.span.name for one in collector.spans}, lambda: "no spans came")
    return collector.spans


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_request_to_plan_is_one_trace_over_api_and_worker(
    dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    url = None
    if dialect == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.url(server.create())
    with collecting() as collector:
        monkeypatch.setenv(ENDPOINT, collector.endpoint)
        with serving(tmp_path, url) as address, httpx.Client(base_url=address) as client:
            headers = {**JSON, "User-Agent": MARK, "tracestate": f"x={MARK}", "baggage": MARK}
            body = marked_programme()
            made = client.post("/v1/programmes", content=body, headers=headers).json()
            path = f"/v1/programmes/{made['id']}/plans"
            asked = {"time_limit_seconds": 5, "compare": False}
            headers |= {"Prefer": "wait=60", "traceparent": TRACEPARENT}
            plan = client.post(path, json=asked, headers=headers, timeout=90).json()
            assert plan["state"] == "completed"
            assert "traceparent" not in plan["settings"]
            spans = wait_for(collector, {"attempt plan"})
        spans = collector.spans
    posted = [one for one in spans if one.span.name == "POST /v1/programmes/{programme_id}/plans"]
    attempts = [one for one in spans if one.span.name == "attempt plan"]
    ((posting,), (attempt,)) = posted, attempts
    assert posting.service == "phased-exit-api"
    assert attempt.service == "phased-exit-worker"
    assert posting.span.trace_id.hex() == attempt.span.trace_id.hex() == CALLERS_TRACE
    assert posting.span.parent_span_id.hex() == "00f067aa0ba902b7"
    assert attempt.span.parent_span_id == posting.span.span_id
    assert posting.facts["http.response.status_code"] == 200
    assert attempt.facts == {
        "phased_exit.job": plan["id"],
        "phased_exit.attempt": 1,
        "phased_exit.state": "completed",
        "phased_exit.outcome": plan["outcome"],
        "phased_exit.ending": "ended",
    }
    assert set(collector.paths) == {"/v1/traces"}
    assert not any(MARK.lower().encode() in body.lower() for body in collector.bodies)


def test_nothing_of_what_callers_write_is_in_a_span(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as collector:
        with traced(database, collector.endpoint, monkeypatch) as service:
            client = service.client
            headers = {
                **JSON,
                "X-Request-Id": f"{MARK}-1",
                "User-Agent": MARK,
                "Idempotency-Key": MARK,
                "Cookie": f"name={MARK}",
                "Referer": f"http://x/{MARK}",
                "tracestate": f"x={MARK}",
                "traceparent": MARK,
                "baggage": f"name={MARK}",
            }
            made = client.post("/v1/programmes", content=marked_programme(), headers=headers)
            assert made.status_code == 201
            plan = service.ask(made.json()["id"], headers=headers).json()["id"]
            for path in (f"/{MARK}", f"/v1/plans/{MARK}", f"/v1/plans?{MARK}={MARK}"):
                client.get(path, headers=headers)
            client.get("/v1/rules", headers={"Authorization": f"Bearer {MARK}"})
            client.post("/v1/validate", content=f'{{"{MARK}": 1}}'.encode(), headers=headers)
            client.request(MARK, "/v1/plans", headers=headers)
            client.get(f"/v1/plans/{plan}?a=b")
        spans = collector.spans
    assert not any(MARK.lower().encode() in body.lower() for body in collector.bodies)
    names = [one.span.name for one in spans]
    assert sorted(names) == sorted(
        [
            "POST /v1/programmes",
            "POST /v1/programmes/{programme_id}/plans",
            "GET",
            "GET /v1/plans/{plan_id}",
            "GET /v1/plans",
            "GET /v1/rules",
            "POST /v1/validate",
            "_OTHER /v1/plans",
            "GET /v1/plans/{plan_id}",
        ]
    )
    known = {
        "http.request.method",
        "http.route",
        "http.response.status_code",
        "phased_exit.request",
        "phased_exit.problem",
    }
    assert all(set(one.facts) <= known for one in spans)


def test_faults_alone_are_marked(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting() as collector:
        with traced(database, collector.endpoint, monkeypatch) as service:
            service.client.get("/v1/plans/nothing")
            # Asked every few seconds, and of no interest.
            service.client.get("/healthz")
            database.close()
            monkeypatch.setattr(Database, "reading", _broken)
            assert service.client.get("/v1/plans").status_code == 500
        spans = collector.spans
    found = {one.facts["http.response.status_code"]: one.span.status.code for one in spans}
    assert found == {404: 0, 500: 2}
    assert all(not one.span.events and not one.span.status.message for one in spans)


def _broken(_: Database) -> Any:
    raise RuntimeError(MARK)


def test_a_plan_shows_nothing_of_its_trace_and_repetitions_are_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as collector, traced(database, collector.endpoint, monkeypatch) as service:
        programme = service.programme()
        key = {"Idempotency-Key": "k1"}
        first = service.ask(programme, headers={**key, "traceparent": TRACEPARENT})
        again = service.ask(programme, headers=key)
        assert first.content == again.content
        plan = first.json()["id"]
        assert again.headers["Idempotency-Replayed"] == "true"
        with database.reading() as connection:
            (stored,) = connection.execute(select(plans.c.settings)).scalars()
        assert CALLERS_TRACE in stored
        shown = [first.json(), service.read(plan), service.client.get("/v1/plans").json()]
        shown.append(service.client.get("/v1/audit").json())
        assert CALLERS_TRACE not in json.dumps(shown)
        worker = service.work(plan)
        assert "traceparent" not in worker.attempt.settings
        assert worker.attempt.traceparent is not None
        assert worker.attempt.traceparent.split("-")[1] == CALLERS_TRACE
        worker.fail("solver_failed")
        retried = service.client.post(f"/v1/plans/{plan}/retry").json()
        # A trace of its own: another request has asked for it.
        assert service.work(retried["id"]).attempt.traceparent not in (None, TRACEPARENT)
        assert CALLERS_TRACE not in str(service.work(service.plan()).attempt.traceparent)


def test_the_digest_in_the_audit_is_that_of_the_settings_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    untraced = client_of(create_app(ServiceSettings(), database))
    with collecting() as collector, traced(database, collector.endpoint, monkeypatch) as service:
        programme = service.programme()
        service.ask(programme)
        untraced.post(f"/v1/programmes/{programme}/plans")
        entries = service.client.get("/v1/audit").json()["entries"]
    digests = [e["detail"]["settings"] for e in entries if e["action"] == "plan.submitted"]
    assert len(digests) == 2
    assert len(set(digests)) == 1


@pytest.mark.parametrize("how", ["away", "slow"])
def test_a_receiver_that_is_away_or_slow_delays_nobody(
    how: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A receiver that never answers would delay whoever waited for it for ever, not for a while.
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", "4")
    monkeypatch.setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2")
    with collecting(slowly=True) as collector, closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        endpoint = collector.endpoint if how == "slow" else closed
        with traced(database, endpoint, monkeypatch) as service:
            statuses = {service.client.get("/v1/plans").status_code for _ in range(20)}
            assert statuses == {200}
            service.plan()
        # Closed above, though nothing was ever answered.
        assert not collector.may_answer.is_set()
        assert len(collector.bodies) <= 2


def test_nobody_collects_unless_an_endpoint_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tracing_from({}, "api") is None
    assert tracing_from({ENDPOINT: ""}, "worker") is None
    # As where the extra is not installed.
    monkeypatch.delitem(sys.modules, "api.telemetry.exporting", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(InputError, match=r"phased-exit\[telemetry\]"):
        tracing_from({ENDPOINT: "http://localhost:1"}, "api")


def test_spans_of_threads_are_of_their_own_requests(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as collector, traced(database, collector.endpoint, monkeypatch) as service:
        programme = service.programme()

        def ask(number: int) -> None:
            trace = f"{number:032x}"
            headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
            plan = service.ask(programme, headers=headers).json()["id"]
            attempt = service.work(plan).attempt
            assert attempt.traceparent is not None
            found[number] = attempt.traceparent.split("-")[1] == trace

        found: dict[int, bool] = {}
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(1, 7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == dict.fromkeys(range(1, 7), True)
