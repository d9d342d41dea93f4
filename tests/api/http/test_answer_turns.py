"""Of large answers only a few are put together at once, and one that nobody takes holds no turn."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.http.state import TURNS
from api.routes.found import found_revision
from tests.api.conftest import opened
from tests.api.routes.real_server import serving
from tests.api.routes.service import Service

ASKED = 3 * TURNS + 1


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

    def slowly(*given: Any) -> Any:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.1)
        found = really(*given)
        with lock:
            at_work -= 1
        return found

    monkeypatch.setattr("api.routes.programmes.found_revision", slowly)
    with ThreadPoolExecutor(ASKED) as pool:
        asked = [
            pool.submit(served.client.get, f"/v1/programmes/{programme}") for _ in range(ASKED)
        ]
        assert [one.result().status_code for one in asked] == [200] * ASKED
    assert most == TURNS
    assert not served.services.turns.locked()


def test_an_answer_that_is_refused_gives_its_turn_back(served: Service) -> None:
    for _ in range(TURNS + 1):
        assert served.client.get("/v1/programmes/prg_" + "a" * 20).status_code == 404
    assert served.client.get(f"/v1/programmes/{served.programme()}").status_code == 200
