"""What only a real server shows: bodies cut off while they arrive, broken requests, large headers."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import Database

LIMIT = 1_000_000


@pytest.fixture
def dialect() -> str:
    """The database plays no part here."""
    return "sqlite"


@pytest.fixture
def port(database: Database) -> Iterator[int]:
    """Port of a real server with a small limit on bodies."""
    app = create_app(ServiceSettings(body_bytes=LIMIT), database)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http="h11", lifespan="off", log_level="critical"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    running.join()


def _answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    received = b""
    while part := connection.recv(65536):
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(status.split()[1]), headers, body


def _head(path: str, *headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def test_a_body_without_an_end_is_refused_while_it_arrives(port: int) -> None:
    chunk = b"%x\r\n" % LIMIT + b" " * LIMIT + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(_head("/v1/validate", "Transfer-Encoding: chunked"))
        connection.sendall(chunk)
        # One byte more, which is read at once: a server that closes on what it has not read resets
        # the connection, and its answer may be lost. The door of `serve` reads on for a while.
        connection.sendall(b"1\r\n \r\n")
        status, headers, body = _answer(connection)
    assert status == 413
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    assert json.loads(body)["code"] == "too_large"


def test_a_long_body_is_refused_before_it_arrives(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(_head("/v1/validate", f"Content-Length: {LIMIT + 1}"))
        status, _, body = _answer(connection)
    assert status == 413
    assert json.loads(body)["allowed"] == LIMIT


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/programmes/%00", 404),
        ("/v1/programmes/%ED%A0%80", 404),
        ("/v1/programmes/%FF%FE", 404),
        ("/v1/programmes/%", 404),
        ("/v1/programmes%0A", 404),
        ("/%2F%2F", 404),
        ("*", 404),
        ("http://other/v1/programmes", 404),
    ],
)
def test_odd_addresses_are_not_found(port: int, path: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        found, headers, body = _answer(connection)
    assert found == status
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize(
    "header",
    [
        "Idempotency-Key: \xff\xfe",
        "Idempotency-Key: " + "k" * 300,
        "If-None-Match: \x80",
        "X-Request-Id: \xff",
        "Accept: \xff",
        "Host: \xff",
        "Cookie: \xff=\xff",
    ],
)
def test_odd_headers_make_no_failure(port: int, header: str) -> None:
    body = b"{}"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        head = _head("/v1/programmes", header, f"Content-Length: {len(body)}", "Connection: close")
        connection.sendall(head + body)
        status, _, _ = _answer(connection)
    assert 400 <= status < 500
