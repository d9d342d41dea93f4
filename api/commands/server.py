"""The HTTP server of `serve`: uvicorn, which says when it listens and ends when it is told to."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

from api.commands.door import door
from api.http.state import Services

GRACE_SECONDS = 20
"""For requests at work when the end is asked for."""
BACKLOG = 2048


class Server(uvicorn.Server):
    """An HTTP server whose end is asked for by a method, not by signals of its own."""

    def __init__(self, app: FastAPI, when_ready: Callable[[], None]) -> None:
        """Keep what to serve, and whom to tell when the server listens."""
        self._services: Services = app.state.services
        limits = self._services.settings.door
        super().__init__(
            uvicorn.Config(
                app,
                http=door(limits, self._services.metrics.count_refusal),
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_keep_alive=limits.keep_alive_seconds,
                timeout_graceful_shutdown=GRACE_SECONDS,
                backlog=BACKLOG,
            )
        )
        self._when_ready = when_ready
        self._ends_at: float | None = None

    def ask_to_stop(self, *, impatiently: bool = False) -> None:
        """Say no at `/readyz`, answer for the drain, then finish what is at work and end.

        Impatiently, or asked again, there is no drain; both, what is at work is not waited for.
        """
        drain = self._services.settings.drain_seconds
        self._services.streams.close()
        self.force_exit = impatiently and self.should_exit
        if drain and self._ends_at is None and not impatiently:
            self._ends_at = time.monotonic() + drain
        else:
            self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Tell, some times a second, whether to end."""
        if self._ends_at is not None and time.monotonic() >= self._ends_at:
            self.should_exit = True
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._when_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the command."""
        yield


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket on an address, which nobody else may have.

    Raises OSError.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        # An address that was in use a moment ago is free.
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    made.set_inheritable(False)
    return made
