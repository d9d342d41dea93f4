"""One request to an address outside: looked up once, judged, connected to where it was found.

No name is looked up a second time, so what the judgement saw is what is spoken to. Nothing is
followed, no proxy is asked, and whatever the receiver does ends within the time given.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from api.outside import Address, Outside, Target, judged, target_of

SECONDS = 10.0
"""For all of one request, from the look-up to the status of the answer."""
DRAIN_SECONDS = 1.0
"""For what stands behind the status, which nobody reads: a courtesy to the receiver."""
MOST_BYTES = 64 * 1024
MOST_HEAD_BYTES = 32 * 1024
MOST_ADDRESSES = 4
"""Of one host that are tried."""

Resolver = Callable[[str, int], list[str]]


class NoAnswer(Exception):
    """The receiver gave no answer; the message says how far it came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answered, as far as it is read."""

    status: int
    retry_after: str | None


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses that a host has now, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allowed: Outside,
    tls: ssl.SSLContext,
    resolve: Resolver = resolved,
    seconds: float = SECONDS,
) -> Answer:
    """Send a body to an address and return its answer.

    Raises RefusedAddress where it does not lead outside; NoAnswer.
    """
    until = time.monotonic() + seconds
    target = target_of(url, allowed)
    try:
        addresses = _addresses(target, allowed, resolve, until)
        return _exchanged(addresses, target, _request(target, body, headers), tls, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_said(error)) from error


def _exchanged(
    addresses: list[Address], target: Target, request: bytes, tls: ssl.SSLContext, until: float
) -> Answer:
    with ExitStack() as stack:
        connection = stack.enter_context(_connected(addresses, target.port, until))
        connection.settimeout(_left(until))
        if target.tls:
            # The name of the address as it was given, not that of the machine it led to.
            connection = stack.enter_context(
                tls.wrap_socket(connection, server_hostname=target.host)
            )
            connection.settimeout(_left(until))
        connection.sendall(request)
        return _answer(connection, until)


def _addresses(target: Target, allowed: Outside, resolve: Resolver, until: float) -> list[Address]:
    found = _looked_up(target, resolve, until)
    if not found:
        raise NoAnswer("the host has no address")
    # One bad address among good ones is enough: no receiver outside has it by mistake.
    return [judged(each, target, allowed) for each in found][:MOST_ADDRESSES]


def _looked_up(target: Target, resolve: Resolver, until: float) -> list[str]:
    """Return what a host is resolved to, in a thread that may be left behind: it has no limit."""
    answers: queue.Queue[list[str] | OSError] = queue.Queue()

    def look() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=look, name="look-up", daemon=True).start()
    try:
        found = answers.get(timeout=_left(until))
    except queue.Empty:
        raise NoAnswer("the host was not found in time") from None
    if isinstance(found, OSError):
        raise NoAnswer(f"the host was not found: {found}") from found
    return found


def _connected(addresses: list[Address], port: int, until: float) -> socket.socket:
    last: OSError | None = None
    for index, address in enumerate(addresses):
        share = _left(until) / (len(addresses) - index)
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004 - IP version
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(share)
            connection.connect((str(address), port))
        except OSError as error:
            connection.close()
            last = error
        else:
            return connection
    raise NoAnswer(f"no connection: {_said(last)}") from last


def _request(target: Target, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = [f"POST {target.path} HTTP/1.1", f"Host: {target.host_header}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode("ascii") + body


def _answer(connection: socket.socket, until: float) -> Answer:
    told = _Told(connection, until)
    response = http.client.HTTPResponse(_Readable(told), method="POST")  # type: ignore[arg-type]  # all it asks of a socket is makefile
    try:
        response.begin()
        told.go_on(MOST_BYTES, time.monotonic() + DRAIN_SECONDS)
        with suppress(OSError, http.client.HTTPException, ValueError):
            response.read(MOST_BYTES)
        return Answer(status=response.status, retry_after=response.getheader("Retry-After"))
    finally:
        response.close()


class _Told(io.RawIOBase):
    """What arrives on a connection, until enough has or the time is over."""

    def __init__(self, connection: socket.socket, until: float) -> None:
        super().__init__()
        self._connection = connection
        self._until = until
        self._most = MOST_HEAD_BYTES

    def go_on(self, most: int, until: float) -> None:
        """Allow more bytes, and until when."""
        self._most = most
        self._until = min(self._until, until)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what BufferedReader hands over
        if self._most <= 0:
            raise OSError("the answer is too long")
        self._connection.settimeout(_left(self._until))
        count = self._connection.recv_into(buffer[: self._most])
        self._most -= count
        return count


@dataclass(frozen=True, slots=True)
class _Readable:
    """The part of a socket that reading an answer needs."""

    told: _Told

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.told)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def _said(error: BaseException | None) -> str:
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    text = str(error) or type(error).__name__
    return text[:200]
