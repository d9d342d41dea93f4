"""Of large answers only a few are put together at once, and one that nobody takes holds no turn."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.http.body_room import LARGE_BYTES
from api.http.passing_files import whole
from api.routes.found import found_revision
from tests.api.conftest import opened
from tests.api.jobs.yard import HANG_GUARD_SECONDS, until
from tests.api.programmes import JSON
from tests.api.routes.real_server import serving
from tests.api.routes.service import Service

ASKED = 5


@pytest.fixture
def served(sqlite_url: str) -> Iterator[Service]:
    """The service behind a real server."""
    with opened(sqlite_url) as database, serving(database) as found:
        yield found


def test_no_more_are_made_at_once_than_there_are_turns(
    served: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = served.programme()
    really, lock = found_revision, threading.Lock()
    at_work, most = 0, 0

    def slowly(*given: Any, **named: Any) -> Any:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.1)
        found = really(*given, **named)
        with lock:
            at_work -= 1
        return found

    monkeypatch.setattr("api.routes.programmes.found_revision", slowly)
    with ThreadPoolExecutor(ASKED) as pool:
        asked = [
            pool.submit(served.client.get, f"/v1/programmes/{programme}") for _ in range(ASKED)
        ]
        assert [one.result().status_code for one in asked] == [200] * ASKED
    assert most == 1
    assert not served.services.bodies.alone.locked()


def test_a_large_body_waits_for_a_document_and_a_plan_for_neither(
    served: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme, plan = served.programme(), served.plan()
    really, begun, may_end = found_revision, threading.Event(), threading.Event()
    loaded: list[object] = []

    def held_up(*given: Any, **named: Any) -> Any:
        begun.set()
        assert may_end.wait(HANG_GUARD_SECONDS)
        return really(*given, **named)

    def noted(file: Any) -> bytes:
        loaded.append(file)
        return whole(file)

    monkeypatch.setattr("api.routes.programmes.found_revision", held_up)
    monkeypatch.setattr("api.http.bodies.whole", noted)
    with ThreadPoolExecutor(2) as pool:
        document = pool.submit(served.client.get, f"/v1/programmes/{programme}")
        assert begun.wait(HANG_GUARD_SECONDS)
        large = b"{}" + b" " * LARGE_BYTES
        body = pool.submit(served.client.post, "/v1/validate", content=large, headers=JSON)
        until(lambda: served.services.bodies.held > LARGE_BYTES)
        assert served.client.get(f"/v1/plans/{plan}").status_code == 200
        assert (loaded, body.done(), document.done()) == ([], False, False)
        may_end.set()
        assert [one.result().status_code for one in (document, body)] == [200, 200]
    assert len(loaded) == 1


def test_an_answer_that_is_refused_gives_its_turn_back(served: Service) -> None:
    for _ in range(ASKED):
        assert served.client.get("/v1/programmes/prg_" + "a" * 20).status_code == 404
    assert served.client.get(f"/v1/programmes/{served.programme()}").status_code == 200
