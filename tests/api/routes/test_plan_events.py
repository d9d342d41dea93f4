"""Following a plan over a real connection: in order, without gaps, resumed after a cut."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.conftest import opened
from tests.api.programmes import problem
from tests.api.routes.real_server import PATIENCE, Event, events_in, following, serving
from tests.api.routes.service import Service

UNKNOWN = "pln_" + "a" * 20


@pytest.fixture
def served(sqlite_url: str) -> Iterator[Service]:
    """The service behind a real server, on SQLite."""
    with opened(sqlite_url) as database, serving(database) as found:
        yield found


@pytest.fixture
def either_served(database: Database) -> Iterator[Service]:
    """The service behind a real server, on either kind of database."""
    with serving(database) as found:
        yield found


def _until(condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_plan_is_followed_from_the_queue_to_its_end(either_served: Service) -> None:
    plan_id = either_served.plan()
    with following(either_served, plan_id) as events:
        assert next(events).type == "queued"
        worker = either_served.work(plan_id)
        assert next(events).type == "started"
        worker.find()
        found = next(events)
        assert found.type == "plan"
        assert found.data["summary"]["concessions"] == 0
        assert found.data["at"].endswith("Z")
        worker.progress(60, 64)
        assert next(events).data["gap"] == 4
        worker.finish()
        last = next(events)
        assert (last.number, last.type) == (5, "finished")
        assert last.data["outcome"] == "plan"
        assert next(events, None) is None


def test_cut_connections_go_on_where_they_were(served: Service) -> None:
    plan_id = served.plan()
    worker = served.work(plan_id)
    total = 300

    def tell() -> None:
        for number in range(total):
            worker.progress(number, total)
            time.sleep(0.002)
        worker.find()
        worker.finish()

    telling = threading.Thread(target=tell)
    telling.start()
    heard: list[Event] = []
    cuts = 0
    while not heard or heard[-1].type != "finished":
        after = heard[-1].number if heard else None
        with following(served, plan_id, after) as events:
            # A client that goes away in the middle, more than once.
            for event in events:
                heard.append(event)
                if len(heard) % 40 == 0:
                    cuts += 1
                    break
    telling.join()
    assert cuts >= 5
    assert [event.number for event in heard] == list(range(1, total + 5))
    values = [event.data["value"] for event in heard if event.type == "progress"]
    assert values == list(range(total))
    _until(lambda: served.services.streams.open == 0)


def test_after_the_end_nothing_is_left(served: Service) -> None:
    plan_id = served.plan()
    served.work(plan_id).find_none()
    address = f"/v1/plans/{plan_id}/events"
    last = served.read(plan_id)
    assert last["state"] == "completed"
    with following(served, plan_id) as events:
        numbers = [event.number for event in events]
    assert numbers == [1, 2, 3]
    for answer in (
        served.client.get(address, headers={"Last-Event-ID": "3"}),
        served.client.get(f"{address}?after=3"),
    ):
        assert (answer.status_code, answer.content) == (204, b"")
    _until(lambda: served.services.streams.open == 0)


def test_the_header_counts_before_the_address(served: Service) -> None:
    plan_id = served.plan()
    served.work(plan_id).find_none()
    address = f"/v1/plans/{plan_id}/events?after=1"
    assert [e.number for e in events_in(served.client.get(address))] == [2, 3]
    later = served.client.get(address, headers={"Last-Event-ID": "2"})
    assert [e.number for e in events_in(later)] == [3]


@pytest.mark.parametrize("number", ["x", "-1", "1.0", "1,2", "٣", "9" * 400, "0x1", "01"])
def test_what_is_no_number_of_an_event_is_refused(served: Service, number: str) -> None:
    plan_id = served.plan()
    address = f"/v1/plans/{plan_id}/events"
    headers = {b"Last-Event-ID": number.encode()}
    problem(served.client.get(address, headers=headers), 422, "malformed_parameter")
    answer = served.client.get(address, params={"after": number})
    problem(answer, 422, "malformed_parameter")


def test_what_cannot_be_followed_is_told_before_the_stream(served: Service) -> None:
    problem(served.client.get(f"/v1/plans/{UNKNOWN}/events"), 404, "no_such_plan")
    plan_id = served.plan()
    ahead = served.client.get(f"/v1/plans/{plan_id}/events?after=2")
    problem(ahead, 409, "no_such_event")


def test_clients_that_go_away_leave_their_places(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        settings = ServiceSettings(open_streams=2)
        with serving(database, settings) as service:
            plan_id = service.plan()
            service.work(plan_id)
            address = f"/v1/plans/{plan_id}/events"
            with following(service, plan_id) as one, following(service, plan_id) as two:
                assert next(one).type == next(two).type == "queued"
                full = service.client.get(address)
                assert problem(full, 503, "too_many_streams")["allowed"] == 2
                assert full.headers["Retry-After"] == "5"
            _until(lambda: service.services.streams.open == 0)
            with following(service, plan_id) as again:
                assert next(again).type == "queued"


def test_head_does_not_open_a_stream(served: Service) -> None:
    plan_id = served.plan()
    answer = served.client.head(f"/v1/plans/{plan_id}/events")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    _until(lambda: served.services.streams.open == 0)


def test_streams_end_with_the_process(served: Service) -> None:
    plan_id = served.plan()
    with following(served, plan_id) as events:
        assert next(events).type == "queued"
        served.services.streams.close()
        assert next(events, None) is None


def test_a_stream_has_an_end_and_is_taken_up_behind_it(sqlite_url: str) -> None:
    settings = ServiceSettings(stream_seconds=0.2)
    with opened(sqlite_url) as database, serving(database, settings) as service:
        plan_id = service.plan()
        with following(service, plan_id) as events:
            assert [event.type for event in events] == ["queued"]
        _until(lambda: service.services.streams.open == 0)
        worker = service.work(plan_id)
        worker.find()
        worker.finish()
        with following(service, plan_id, after=1) as events:
            assert [event.number for event in events] == [2, 3, 4]


def test_silence_is_kept_alive(served: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.1)
    plan_id = served.plan()
    with served.client.stream("GET", f"/v1/plans/{plan_id}/events") as answer:
        lines = (line for line in answer.iter_lines() if line.startswith(":"))
        assert next(lines) == ": ping"


def test_a_client_that_stops_waiting_ends_the_waiting(served: Service) -> None:
    programme = served.programme()
    looks: list[float] = []
    pause = served.services.streams.pause

    async def noted(seconds: float) -> bool:
        looks.append(time.monotonic())
        return await pause(seconds)

    served.services.streams.pause = noted  # type: ignore[method-assign]
    with pytest.raises(httpx.ReadTimeout):
        served.client.post(
            f"/v1/programmes/{programme}/plans", headers={"Prefer": "wait=60"}, timeout=2
        )
    _until(lambda: looks and time.monotonic() - looks[-1] > 1)
    plans = served.client.get("/v1/plans").json()["plans"]
    assert [plan["state"] for plan in plans] == ["queued"]
