"""The server of `serve` in a thread, with a door of one's own, and raw connections to it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from api.app import create_app
from api.commands.server import Server, listening_socket
from api.http.state import Services
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.jobs.yard import HANG_GUARD_SECONDS

ALIVE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """One response as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The code of a problem, which must be one in all it carries."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.headers["x-content-type-options"] == "nosniff"
        told: dict[str, Any] = json.loads(self.body)
        assert told["status"] == self.status
        assert told["request_id"] == self.headers["x-request-id"]
        return str(told["code"])


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    port: int
    server: Server
    services: Services

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=HANG_GUARD_SECONDS)

    def says(self, data: bytes) -> list[Answer]:
        """Send bytes on a connection of their own; return every answer until its end."""
        with self.connect() as connection:
            connection.sendall(data)
            return answers(connection)

    def lives(self) -> bool:
        """Whether another client is answered."""
        with self.connect() as connection:
            connection.sendall(ALIVE.replace(b"Host: x", b"Host: x\r\nConnection: close"))
            return [answer.status for answer in answers(connection)] == [200]

    def refusals(self, code: str) -> float:
        """Return how often the server has refused for a reason."""
        registry = self.services.metrics.registry
        return registry.get_sample_value("phased_exit_refusals_total", {"code": code}) or 0.0


@contextmanager
def running(database: Database, settings: ServiceSettings) -> Iterator[Running]:
    """Serve a database for a while."""
    app = create_app(settings, database)
    listening = listening_socket("127.0.0.1", 0)
    port = listening.getsockname()[1]
    server = Server(app, lambda: None)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Running(port, server, app.state.services)
    finally:
        server.ask_to_stop()
        thread.join()


def answers(connection: socket.socket) -> list[Answer]:
    """Return every answer on a connection until the server ends it, in whatever way."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    found = []
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        length = int(headers["content-length"])
        found.append(Answer(int(status.split()[1]), headers, rest[:length]))
        received = rest[length:]
    return found
