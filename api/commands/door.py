"""The server's side of a connection: deadlines and limits that uvicorn leaves to others.

A client that sends nothing, or never ends what it began, holds its connection for seconds only.
What is refused before any route is asked is refused by a problem, as everything else is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import h11
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from api.http.crowding import CROWDED
from api.http.front import SECURITY_HEADERS, new_request_id
from api.http.large_answers import UNSENT
from api.http.problem_kinds import PROBLEMS
from api.http.problems import Problem, problem_response
from api.settings import DoorLimits

LINGER_SECONDS = 2.0
"""A refused client may go on sending so long: cut off at once, it might not see why."""

PIECE_BYTES = 32 * 1024
"""Read of a connection at once; of so much that nobody has asked for yet it is not read on."""

OnRefusal = Callable[[str, str], None]
"""Told the code of the problem and the id of the request."""


class _Reading(h11.Connection):
    """Reads requests, of limited size; remembers why it refused one."""

    def __init__(self, limits: DoorLimits) -> None:
        super().__init__(h11.SERVER, limits.header_bytes + limits.address_bytes)
        self._limits = limits
        self.refused_as = "malformed_request"

    def next_event(self) -> Any:  # noqa: ANN401  # a union that h11 keeps to itself
        try:
            event = super().next_event()
        except h11.RemoteProtocolError as error:
            self.refused_as = self._why(error.error_status_hint)
            raise
        if isinstance(event, h11.Request):
            self._measure(event)
        return event

    def _why(self, status: int) -> str:
        if status == HTTPStatus.NOT_IMPLEMENTED:
            return "unknown_transfer_coding"
        if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
            ended_line = b"\n" in self.trailing_data[0]
            return "headers_too_large" if ended_line else "address_too_long"
        return "malformed_request"

    def _measure(self, request: h11.Request) -> None:
        headers = list(request.headers)
        size = sum(len(name) + len(value) + len(": \r\n") for name, value in headers)
        if request.http_version not in {b"1.0", b"1.1"}:
            self.refused_as = "malformed_request"
        elif len(request.target) > self._limits.address_bytes:
            self.refused_as = "address_too_long"
        elif len(headers) > self._limits.headers or size > self._limits.header_bytes:
            self.refused_as = "headers_too_large"
        else:
            return
        raise h11.RemoteProtocolError(self.refused_as)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Orders:
    """What a door goes by."""

    limits: DoorLimits
    on_refusal: OnRefusal
    buffer: memoryview
    """What is read last, of whatever connection: one buffer, as each is emptied at once."""


class Door(H11Protocol, asyncio.BufferedProtocol):
    """One connection."""

    orders: ClassVar[_Orders]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Wait for a client."""
        super().__init__(config, server_state, app_state, _loop)
        self.limits = self.orders.limits
        self.conn = self._reading = _Reading(self.limits)
        self._deadline: asyncio.TimerHandle | None = None
        self._waits_for: str | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._refused = False
        self._quiet_since = 0.0

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        return self._refused or self.cycle is None or self.cycle.response_complete

    @property
    def in_file(self) -> int:
        """How many bytes of an answer wait in a file to be taken."""
        kept: int = 0 if self.cycle is None else self.cycle.scope["state"].get(UNSENT, 0)
        return kept

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Take a client, unless there are too many."""
        super().connection_made(transport)
        self._quiet_since = self.loop.time()
        excess = len(self.connections) - self.limits.connections
        if excess > 0 and not self._make_room():
            if excess > self.limits.spare_connections:
                self._refuse("too_many_connections")
                return
            self.app_state = {**self.app_state, CROWDED: True}
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a client."""
        self._cancel_deadline()
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Say where to read to."""
        del sizehint
        return self.orders.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read."""
        self.data_received(bytes(self.orders.buffer[:nbytes]))

    def data_received(self, data: bytes) -> None:
        """Take what a client sends."""
        if self._refused:
            return
        super().data_received(data)
        if self.cycle is not None and len(self.cycle.body) >= PIECE_BYTES:
            # Sooner than uvicorn would: hundreds of connections hold as much each.
            self.flow.pause_reading()
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._quiet_since = self.loop.time()
        super().on_response_complete()
        self._watch()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, or too large a one."""
        del msg
        self._refuse(self._reading.refused_as)

    def shutdown(self) -> None:
        """End the connection once its request is answered."""
        if self._refused:
            self.transport.close()
        else:
            super().shutdown()

    def pause_writing(self) -> None:
        """Give a client a while to take what it asked for."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self.limits.unread_seconds, self.transport.abort)
            self._drop_unread()

    def resume_writing(self) -> None:
        """Go on: the client takes what it is sent."""
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _drop_unread(self) -> None:
        """Where too much waits to be taken, close those that have taken nothing for longest."""
        waiting: list[tuple[float, Door]] = [
            (other._unread.when(), other)  # noqa: SLF001  # of the same class
            for other in self.connections
            if isinstance(other, Door) and other._unread is not None  # noqa: SLF001  # as above
        ]
        held = sum(other.transport.get_write_buffer_size() for _, other in waiting)
        in_files = sum(other.in_file for _, other in waiting)
        for _, other in sorted(waiting, key=lambda one: one[0])[:-1]:
            if held <= self.limits.unread_bytes and in_files <= self.limits.unread_file_bytes:
                return
            held -= other.transport.get_write_buffer_size()
            in_files -= other.in_file
            other.transport.abort()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: whoever asks for another protocol is answered in this one."""

    def _watch(self) -> None:
        """Set the deadline of what the client has to send next."""
        waits_for = self._next_needed()
        if waits_for == self._waits_for or self._refused:
            return
        self._cancel_deadline()
        self._waits_for = waits_for
        if waits_for == "head":
            self._deadline = self.loop.call_later(self.limits.head_seconds, self._late_head)
        elif waits_for == "body":
            self._deadline = self.loop.call_later(self.limits.request_seconds, self._late_body)

    def _next_needed(self) -> str | None:
        if self.conn.their_state is h11.SEND_BODY:
            return "body"
        if self.conn.their_state is not h11.IDLE:
            return None
        # Between requests the time is that of keep-alive, until something arrives.
        begun = self.cycle is None or bool(self.conn.trailing_data[0])
        return "head" if begun else None

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _late_head(self) -> None:
        if self.conn.trailing_data[0]:
            self._refuse("request_too_slow")
        else:
            self.transport.close()

    def _late_body(self) -> None:
        # Whoever reads the body has refused it by now; here nobody did.
        self.transport.abort()

    def _make_room(self) -> bool:
        """Close the connection that has asked nothing for longest, if there is one."""
        idle = [
            other
            for other in self.connections
            if isinstance(other, Door) and other is not self and other.is_idle
        ]
        if not idle:
            return False
        # At once, so that it counts no more when the next client comes.
        longest = min(idle, key=lambda other: other._quiet_since)  # noqa: SLF001  # of the same class
        self.connections.discard(longest)
        longest.transport.abort()
        return True

    def _refuse(self, code: str) -> None:
        """Answer with a problem, and close the connection once the client may have read it."""
        self._refused = True
        self._cancel_deadline()
        self._unset_keepalive_if_required()
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering:
            # Nothing that a route still says may follow.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if answering and self.cycle.response_started:
            self.transport.close()
            return
        self.transport.write(_as_bytes(*_refusal(code, self.orders.on_refusal)))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._deadline = self.loop.call_later(LINGER_SECONDS, self.transport.close)


def door(limits: DoorLimits, on_refusal: OnRefusal) -> type[Door]:
    """Return the protocol of a server with limits; `on_refusal` hears of what no route sees."""
    orders = _Orders(
        limits=limits, on_refusal=on_refusal, buffer=memoryview(bytearray(PIECE_BYTES))
    )
    return type("DoorWithLimits", (Door,), {"orders": orders})


def _refusal(code: str, on_refusal: OnRefusal) -> tuple[Response, str]:
    request = new_request_id()
    on_refusal(code, request)
    scope = {"type": "http", "path": "/", "headers": [], "state": {"request_id": request}}
    return problem_response(Problem(code, PROBLEMS[code].meaning), Request(scope)), request


def _as_bytes(response: Response, request: str) -> bytes:
    phrase = HTTPStatus(response.status_code).phrase
    own = {**SECURITY_HEADERS, "X-Request-Id": request, "Connection": "close"}
    head = f"HTTP/1.1 {response.status_code} {phrase}\r\n".encode("ascii")
    lines = [name + b": " + value + b"\r\n" for name, value in response.raw_headers]
    lines += [f"{name}: {value}\r\n".encode("ascii") for name, value in own.items()]
    return b"".join((head, *lines, b"\r\n", bytes(response.body)))
