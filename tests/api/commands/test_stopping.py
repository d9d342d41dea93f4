"""What is answered while a server ends: no at `/readyz`, all else for a while, then only a problem."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from api.app import create_app
from api.commands import server as module
from api.commands.server import Server, listening_socket
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.jobs.yard import until
from tests.api.programmes import problem

FOREVER = 3600.0


@pytest.fixture
def dialect() -> str:
    """The database plays no part here."""
    return "sqlite"


@contextmanager
def served(
    database: Database, drain: float, hanging: threading.Event | None = None
) -> Iterator[tuple[Server, httpx.Client, threading.Thread]]:
    app = create_app(ServiceSettings(drain_seconds=drain), database)

    @app.get("/hangs")
    async def hang() -> None:
        assert hanging is not None
        hanging.set()
        await asyncio.sleep(FOREVER)

    listening = listening_socket("127.0.0.1", 0)
    server = Server(app, lambda: None)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    until(lambda: server.started)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        with httpx.Client(base_url=address, timeout=60) as client:
            yield server, client, thread
    finally:
        server.ask_to_stop()
        server.ask_to_stop(impatiently=True)
        thread.join()
        listening.close()


def test_a_server_that_drains_says_no_and_goes_on_answering(database: Database) -> None:
    with served(database, FOREVER) as (server, client, thread):
        assert client.get("/readyz").status_code == 200
        server.ask_to_stop()
        answer = client.get("/readyz")
        problem(answer, 503, "stopping")
        assert int(answer.headers["Retry-After"]) > 0
        assert client.get("/healthz").status_code == 200
        # On a connection of its own, as new clients come until they are sent elsewhere.
        with httpx.Client(base_url=client.base_url) as another:
            assert another.get("/v1/plans").status_code == 200
        assert thread.is_alive()
        # Asked again, it does not drain any longer.
        server.ask_to_stop()
        thread.join(60)
        assert not thread.is_alive()


def test_a_drain_ends_by_itself(database: Database) -> None:
    with served(database, 0.01) as (server, _, thread):
        server.ask_to_stop()
        thread.join(60)
        assert not thread.is_alive()


def test_without_a_drain_and_where_somebody_is_impatient_the_end_comes_at_once(
    database: Database,
) -> None:
    for drain, impatiently in ((0.0, False), (FOREVER, True)):
        with served(database, drain) as (server, _, thread):
            server.ask_to_stop(impatiently=impatiently)
            assert not server.force_exit
            thread.join(60)
            assert not thread.is_alive()


def test_a_request_that_is_given_up_is_answered_by_a_problem(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 1)
    hanging = threading.Event()
    found: list[httpx.Response] = []
    with served(database, 0.0, hanging) as (server, client, _):
        asking = threading.Thread(target=lambda: found.append(client.get("/hangs")))
        asking.start()
        assert hanging.wait(60)
        server.ask_to_stop()
        asking.join(60)
    (answer,) = found
    problem(answer, 503, "stopping")
    assert answer.headers["Connection"] == "close"
    assert json.loads(answer.content)["status"] == 503
    assert answer.headers["X-Request-Id"]
