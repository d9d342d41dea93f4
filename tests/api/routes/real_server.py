"""The service behind a real server, and what it sends while it happens."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.routes.service import Service

PATIENCE = 120
"""Seconds after which something hangs, on any machine."""


@dataclass(frozen=True)
class Event:
    """One event as it came over the wire."""

    number: int
    type: str
    data: dict[str, Any]


@contextmanager
def serving(database: Database, settings: ServiceSettings | None = None) -> Iterator[Service]:
    """Serve a database by uvicorn on a free port of loopback."""
    app = create_app(settings or ServiceSettings(), database)
    config = uvicorn.Config(
        app, http="h11", log_config=None, lifespan="off", timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            yield Service(client, app.state.services)
    finally:
        app.state.services.streams.close()
        server.should_exit = True
        thread.join()
        listening.close()


def events_in(answer: httpx.Response) -> Iterator[Event]:
    """Yield events as they arrive; comments are passed over, as clients do."""
    said: dict[str, str] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            said[name] = value
        elif "data" in said:
            yield Event(int(said["id"]), said["event"], json.loads(said["data"]))
            said = {}


@contextmanager
def following(service: Service, id: str, after: int | None = None) -> Iterator[Iterator[Event]]:
    """Follow a plan or an analysis for a while, behind an event where one is named."""
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    kind = "analyses" if id.startswith("anl_") else "plans"
    address = f"/v1/{kind}/{id}/events"
    with service.client.stream("GET", address, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield events_in(answer)
