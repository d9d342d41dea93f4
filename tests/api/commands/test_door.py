"""Clients that begin and never end, or send what is no request: closed, while others are answered."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from api.commands.door import PIECE_BYTES, Door
from api.routes.found import no_such_programme
from api.settings import DoorLimits, ServiceSettings
from api.store.database import Database
from tests.api.commands.doors import ALIVE, Running, answers, running
from tests.api.jobs.yard import HANG_GUARD_SECONDS, until

SLOW = DoorLimits(head_seconds=0.3, request_seconds=0.3, unread_seconds=0.3)


@pytest.fixture
def dialect() -> str:
    """The database plays no part here."""
    return "sqlite"


@pytest.fixture
def served(database: Database) -> Iterator[Running]:
    """A server with little patience."""
    with running(database, ServiceSettings(door=SLOW)) as found:
        yield found


@pytest.mark.parametrize(
    ("beginning", "codes"),
    [
        (b"", []),
        (b"G", ["request_too_slow"]),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", ["request_too_slow"]),
        (ALIVE + b"GET /", ["", "request_too_slow"]),
    ],
    ids=["nothing", "a letter", "half a head", "half a second request"],
)
def test_a_request_that_does_not_go_on_is_ended(
    served: Running, beginning: bytes, codes: list[str]
) -> None:
    with served.connect() as connection:
        connection.sendall(beginning)
        assert served.lives()
        found = answers(connection)
    assert [answer.code if answer.status != 200 else "" for answer in found] == codes


def test_a_header_that_comes_letter_by_letter_is_ended(served: Running) -> None:
    with served.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
        _drip(connection, b"x")
        (answer,) = answers(connection)
    assert (answer.status, answer.code) == (408, "request_too_slow")
    assert served.refusals("request_too_slow") == 1


@pytest.mark.parametrize("path", [b"/healthz", b"/v1/programmes", b"/nothing"])
def test_a_body_that_comes_letter_by_letter_is_ended(served: Running, path: bytes) -> None:
    with served.connect() as connection:
        head = b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        connection.sendall(head + b"Content-Length: 1000\r\n\r\n")
        _drip(connection, b" ")
    assert served.lives()


def _drip(connection: socket.socket, letter: bytes) -> None:
    """Send letter after letter until the other side has ended the connection."""
    try:
        while True:
            connection.sendall(letter)
            time.sleep(0.02)
    except OSError:
        return


def test_who_takes_nothing_of_what_was_asked_for_is_ended(served: Running) -> None:
    with served.connect() as connection:
        _ask_until(connection, lambda: _unread(served))
        while served.server.server_state.connections:
            time.sleep(0.01)
    assert served.lives()


def test_where_too_much_waits_to_be_taken_who_waits_longest_is_ended(database: Database) -> None:
    settings = ServiceSettings(door=DoorLimits(unread_bytes=1))
    with running(database, settings) as served, served.connect() as first:
        _ask_until(first, lambda: _unread(served))
        until(lambda: _unread(served))
        with served.connect() as second:
            until(lambda: len(served.server.server_state.connections) == 2)
            _ask_until(second, lambda: len(served.server.server_state.connections) < 2)
            until(lambda: len(served.server.server_state.connections) < 2)
            (left,) = served.server.server_state.connections
            assert isinstance(left, Door)
            assert left.client is not None
            assert left.client[1] == second.getsockname()[1]


def _ask_until(connection: socket.socket, enough: Callable[[], bool]) -> None:
    """Ask and read nothing, until the buffers of both sides are full and the server waits."""
    connection.settimeout(0.05)
    sent = 0
    while sent < 100_000 and not enough():
        try:
            connection.sendall(b"GET /v1/rules HTTP/1.1\r\nHost: x\r\n\r\n")
        except OSError:
            break
        sent += 1


def _unread(served: Running) -> bool:
    return any(c.flow.write_paused for c in list(served.server.server_state.connections))  # type: ignore[union-attr]  # one kind of protocol is used


def test_of_a_body_that_nobody_asks_for_little_is_read(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()

    def held_up(*_: object, **__: object) -> None:
        may_end.wait(HANG_GUARD_SECONDS)
        raise no_such_programme("x")

    monkeypatch.setattr("api.routes.programmes.found_revision", held_up)
    head = b"GET /v1/programmes/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"
    with running(database, ServiceSettings()) as served, served.connect() as connection:
        connection.setblocking(False)
        connection.sendall(head)
        with suppress(BlockingIOError):
            connection.sendall(b" " * 9_000_000)
        until(lambda: [door.flow.read_paused for door in _doors(served)] == [True])
        (door,) = _doors(served)
        assert PIECE_BYTES <= len(door.cycle.body) < 2 * PIECE_BYTES
        may_end.set()
        connection.settimeout(HANG_GUARD_SECONDS)
        assert connection.recv(65536).startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"\r\n\r\n\r\nrubbish\r\n\r\n", 400, "malformed_request"),
        (b"GET /healthz\r\n\r\n", 400, "malformed_request"),
        (b"GET /healthz HTTP/1.1\r\n\r\n", 400, "malformed_request"),
        (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed_request"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "malformed_request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, "malformed_request"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "malformed_request"),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400, "malformed_request"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n", 400, "malformed_request"),
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
            "malformed_request",
        ),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400, "malformed_request"),
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
            501,
            "unknown_transfer_coding",
        ),
        (b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "address_too_long"),
        (b"GET /" + b"x" * 400_000, 414, "address_too_long"),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
            431,
            "headers_too_large",
        ),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 1_000_000, 431, "headers_too_large"),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 100 + b"\r\n",
            431,
            "headers_too_large",
        ),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else None,
)
def test_what_is_no_request_is_refused_by_a_problem(
    served: Running, data: bytes, status: int, code: str
) -> None:
    (answer,) = served.says(data)
    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["connection"] == "close"
    assert served.refusals(code) == 1
    assert served.lives()


def test_as_much_as_is_published_is_taken(served: Running) -> None:
    head = b"GET /healthz?" + b"x" * (SLOW.address_bytes - len(b"/healthz?")) + b" HTTP/1.1\r\n"
    headers = b"Host: x\r\nConnection: close\r\n" + b"X: y\r\n" * (SLOW.headers - 2)
    (answer,) = served.says(head + headers + b"\r\n")
    # The query is unknown: a route has seen it.
    assert answer.code == "malformed_parameter"


def test_rubbish_behind_a_request_does_not_spoil_its_answer(served: Running) -> None:
    first, second = served.says(ALIVE + b"rubbish\r\n\r\n")
    assert (first.status, second.code) == (200, "malformed_request")


def test_rubbish_within_a_body_is_refused(served: Running) -> None:
    head = b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    (answer,) = served.says(head + b"Transfer-Encoding: chunked\r\n\r\nrubbish\r\n")
    assert answer.code == "malformed_request"
    assert served.lives()


def test_requests_behind_each_other_are_answered_in_turn(served: Running) -> None:
    found = served.says(ALIVE * 20 + b"rubbish\r\n\r\n")
    assert [answer.status for answer in found] == [200] * 20 + [400]


def test_two_hundred_idle_connections_keep_nobody_out(served: Running) -> None:
    idle = [served.connect() for _ in range(200)]
    assert served.lives()
    assert [answers(connection) for connection in idle] == [[]] * 200
    for connection in idle:
        connection.close()
    assert served.lives()


def test_at_the_limit_who_asks_nothing_makes_room(database: Database) -> None:
    limits = DoorLimits(connections=5)
    with running(database, ServiceSettings(door=limits)) as served:
        idle = [served.connect() for _ in range(12)]
        assert served.lives()
        assert len(served.server.server_state.connections) <= 5
        # The longest idle were the first to go.
        assert [answers(connection) for connection in idle[:7]] == [[]] * 7
        idle[-1].sendall(ALIVE.replace(b"Host: x", b"Host: x\r\nConnection: close"))
        assert [answer.status for answer in answers(idle[-1])] == [200]
        for connection in idle:
            connection.close()


def test_at_the_limit_who_is_being_answered_stays(database: Database) -> None:
    limits = DoorLimits(connections=2, spare_connections=1)
    body = b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    body += b"Content-Length: 2\r\nConnection: close\r\n\r\n{"
    with running(database, ServiceSettings(door=limits)) as served:
        busy = [served.connect() for _ in range(2)]
        for connection in busy:
            connection.sendall(body)
        while sum(not c.is_idle for c in _doors(served)) < 2:
            time.sleep(0.01)
        (refused,) = served.says(ALIVE.replace(b"healthz", b"v1/limits"))
        assert (refused.status, refused.code) == (503, "too_many_connections")
        assert int(refused.headers["retry-after"]) > 0
        assert served.lives()
        with served.connect() as third:
            while len(_doors(served)) < 3:
                time.sleep(0.01)
            # More than the spare ones: that one is idle, and makes room.
            assert served.lives()
            assert answers(third) == []
        for connection in busy:
            connection.sendall(b"}")
            (answer,) = answers(connection)
            assert answer.status == 200, answer.body
            connection.close()


def _doors(served: Running) -> list:  # type: ignore[type-arg]  # connections of our own kind
    return list(served.server.server_state.connections)
