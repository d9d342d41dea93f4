"""Clients that mean no good: slow, endless, huge, or taking nothing of what they asked for."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, field

from api.schemas.limits import ServiceLimits
from tests.api.chaos.connections import held_ports

HEAD = b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNK = b"10000\r\n" + b" " * 65536 + b"\r\n"
LATE_SECONDS = 5.0
"""After a deadline, for the clocks of both sides and what is still on its way."""
LINGER_SECONDS = 2.0
"""A refused client may go on sending so long."""
WORK_SECONDS = 60.0
"""In which a whole request must be answered, and its connection closed after."""
LOOK_SECONDS = 0.5
PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is attacked."""

    port: int
    limits: ServiceLimits
    large: str
    """Path of a large answer."""
    stream: str
    """Path of an event stream that does not end by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way to be hostile."""

    says: Callable[[Target], AsyncIterator[bytes]]
    seconds: float | None
    """Within which the service must have closed the connection; None: it may stay."""
    reads: bool = True


@dataclass(slots=True)
class Tally:
    """What became of the clients of one kind; `seconds` is the deadline."""

    seconds: float | None
    opened: int = 0
    closed: int = 0
    still_open: int = 0
    """Longer than the deadline, or at the end where there is none."""
    longest: float = 0.0
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def is_kept(self) -> bool:
        """Whether the service did what it promised."""
        if self.seconds is None:
            return True
        return self.still_open == 0 and self.longest <= self.seconds + LATE_SECONDS

    def line(self, name: str) -> str:
        """Return it for people."""
        promised = "none" if self.seconds is None else f"{self.seconds:g} s"
        return (
            f"{name:20} opened {self.opened:5}, closed {self.closed:5}, still open "
            f"{self.still_open:3}, longest {self.longest:5.1f} s of {promised:>6} {dict(self.answers)}"
        )


def kinds_of(limits: ServiceLimits) -> dict[str, Kind]:
    """Return every kind, with the deadline that the service publishes for it."""
    of = limits.connections
    head = of.head_seconds + LINGER_SECONDS
    body = of.body_seconds + LINGER_SECONDS
    answered = WORK_SECONDS + of.keep_alive_seconds
    return {
        "half-open": Kind(says=_nothing, seconds=head),
        "slow headers": Kind(says=_slow_headers, seconds=head),
        "huge headers": Kind(says=_huge_headers, seconds=head),
        "slow body": Kind(says=_slow_body, seconds=body),
        "almost a body": Kind(says=_almost_a_body, seconds=body),
        "endless body": Kind(says=_endless_body, seconds=body),
        "body beyond limit": Kind(says=_body_beyond_the_limit, seconds=body),
        "longer than told": Kind(says=_longer_than_told, seconds=answered),
        "deep JSON": Kind(says=_deep_json, seconds=answered),
        "long strings": Kind(says=_long_strings, seconds=answered),
        "large answer unread": Kind(says=_large_answer, seconds=of.unread_seconds, reads=False),
        # Ends too, after `stream_seconds`, which is longer than an attack.
        "stream unread": Kind(says=_stream, seconds=None, reads=False),
    }


async def attack(
    target: Target, clients: int, seconds: float, only: Collection[str] | None = None
) -> dict[str, Tally]:
    """Be hostile with so many connections at once for so long, then wait what becomes of them."""
    kinds = {k: v for k, v in kinds_of(target.limits).items() if only is None or k in only}
    tallies = {name: Tally(kind.seconds) for name, kind in kinds.items()}
    ends_at = time.monotonic() + seconds
    held: set[int] = set()
    looking = asyncio.create_task(_look(target.port, held))
    async with asyncio.TaskGroup() as group:
        for number in range(clients):
            name = list(kinds)[number % len(kinds)]
            group.create_task(_client(target, kinds[name], tallies[name], ends_at, held))
    looking.cancel()
    return tallies


async def _look(port: int, held: set[int]) -> None:
    while True:
        now = held_ports(port)
        held.clear()
        held.update(now)
        await asyncio.sleep(LOOK_SECONDS)


async def _client(target: Target, kind: Kind, tally: Tally, ends_at: float, held: set[int]) -> None:
    while time.monotonic() < ends_at:
        await _connection(target, kind, tally, ends_at, held)
        await asyncio.sleep(PAUSE_SECONDS)


async def _connection(
    target: Target, kind: Kind, tally: Tally, ends_at: float, held: set[int]
) -> None:
    loop = asyncio.get_running_loop()
    with socket.socket() as client:
        client.setblocking(False)
        if not kind.reads:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            await loop.sock_connect(client, ("127.0.0.1", target.port))
        except OSError as error:
            tally.answers[type(error).__name__] += 1
            return
        tally.opened += 1
        began = time.monotonic()
        if kind.seconds is None:
            until = max(ends_at, began + 1)
        else:
            until = began + kind.seconds + 2 * LATE_SECONDS
        saying = asyncio.create_task(_say(client, kind.says(target)))
        try:
            async with asyncio.timeout(until - began):
                if kind.reads:
                    tally.answers[await _status(client)] += 1
                else:
                    await _dropped(client.getsockname()[1], held)
            tally.closed += 1
        except TimeoutError:
            tally.still_open += 1
        finally:
            saying.cancel()
            await asyncio.gather(saying, return_exceptions=True)
        tally.longest = max(tally.longest, time.monotonic() - began)


async def _say(client: socket.socket, parts: AsyncIterator[bytes]) -> None:
    loop = asyncio.get_running_loop()
    try:
        async for part in parts:
            await loop.sock_sendall(client, part)
    except OSError:
        return


async def _status(client: socket.socket) -> str:
    """Read until the other side ends; return the first status that it said."""
    loop = asyncio.get_running_loop()
    first = b""
    try:
        while part := await loop.sock_recv(client, 65536):
            first = first or part
    except OSError:
        pass
    return first[9:12].decode("latin-1") or "closed"


async def _dropped(port: int, held: set[int]) -> None:
    """Wait until the server holds a connection no more: who reads nothing is not told."""
    await asyncio.sleep(2 * LOOK_SECONDS)
    while port in held:  # noqa: ASYNC110  # the kernel wakes nobody
        await asyncio.sleep(LOOK_SECONDS / 2)


async def _nothing(_: Target) -> AsyncIterator[bytes]:
    yield b""


async def _slow_headers(_: Target) -> AsyncIterator[bytes]:
    yield b"GET /v1/plans HTTP/1.1\r\nHost: x\r\nX-Slow: "
    async for part in _drip(b"x"):
        yield part


async def _huge_headers(_: Target) -> AsyncIterator[bytes]:
    yield b"GET /v1/plans HTTP/1.1\r\nHost: x\r\n" + b"X-Huge: " + b"x" * 1_000_000


async def _slow_body(_: Target) -> AsyncIterator[bytes]:
    yield HEAD + b"Content-Length: 100000\r\n\r\n"
    async for part in _drip(b" "):
        yield part


async def _almost_a_body(target: Target) -> AsyncIterator[bytes]:
    size = target.limits.bodies.body_bytes
    yield HEAD + b"Content-Length: %d\r\n\r\n" % size
    for _ in range(size // 65536 - 1):
        yield b" " * 65536
    async for part in _drip(b" "):
        yield part


async def _endless_body(_: Target) -> AsyncIterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    while True:
        yield CHUNK


async def _body_beyond_the_limit(target: Target) -> AsyncIterator[bytes]:
    size = 20 * target.limits.bodies.body_bytes
    yield HEAD + b"Content-Length: %d\r\n\r\n" % size
    for _ in range(size // 65536):
        yield b" " * 65536


async def _longer_than_told(_: Target) -> AsyncIterator[bytes]:
    yield HEAD + b"Content-Length: 10\r\n\r\n" + b"{}" + b" " * 100_000


async def _deep_json(target: Target) -> AsyncIterator[bytes]:
    size = target.limits.bodies.body_bytes // 2
    yield _whole(b"[" * size + b"]" * size)


async def _long_strings(target: Target) -> AsyncIterator[bytes]:
    text = "x" * (target.limits.bodies.body_bytes - 100)
    yield _whole(json.dumps({"name": text}).encode())


async def _large_answer(target: Target) -> AsyncIterator[bytes]:
    yield f"GET {target.large} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


async def _stream(target: Target) -> AsyncIterator[bytes]:
    yield f"GET {target.stream} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def _whole(body: bytes) -> bytes:
    return HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def _drip(letter: bytes) -> AsyncIterator[bytes]:
    while True:
        yield letter
        await asyncio.sleep(LOOK_SECONDS)
