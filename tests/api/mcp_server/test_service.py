"""How the service is asked: with the key, once for what is asked twice, and nobody else."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import anyio
import pytest

from api.mcp_server.refusals import Refused
from api.mcp_server.service import Reached, Service

Heard = list[tuple[str, str, str | None, str | None]]


class Place(ThreadingHTTPServer):
    """Answers as told, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.heard: Heard = []
        self.answers: dict[str, tuple[int, dict[str, str], str]] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Asked(BaseHTTPRequestHandler):
    server: Place

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key, once = self.headers.get("Authorization"), self.headers.get("Idempotency-Key")
        self.server.heard.append((self.command, self.path, key, once))
        status, headers, body = self.server.answers[self.path]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    do_GET = do_POST = _answer  # noqa: N815 - names of the standard library

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def place() -> Iterator[Place]:
    with Place() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def asked(place: Place, question: Any) -> Any:
    async def ask() -> Any:
        async def connect() -> tuple[str, str | None]:
            return place.url, "secret"

        service = Service(connect)
        try:
            return await question(await service.reached())
        finally:
            await service.close()

    return anyio.run(ask)


def test_the_key_is_shown_and_repeating_a_wish_repeats_its_key(place: Place) -> None:
    place.answers["/a"] = (201, {}, '{"id": 1}')

    async def thrice(service: Reached) -> Any:
        await service.post("/a", {"b": 1}, once=True)
        await service.post("/a", {"b": 2}, once=True)
        return await service.post("/a", {"b": 1}, once=True)

    assert asked(place, thrice) == {"id": 1}
    first, second, third = (once for *_, once in place.heard)
    assert first == third != second
    assert {key for _, _, key, _ in place.heard} == {"Bearer secret"}


def test_the_key_follows_no_redirection(place: Place) -> None:
    place.answers["/a"] = (302, {"Location": f"{place.url}/b"}, "")
    place.answers["/b"] = (200, {}, "{}")
    with pytest.raises(Refused) as refused:
        asked(place, lambda service: service.get("/a"))
    assert refused.value.answer.status == "failed"
    assert [path for _, path, *_ in place.heard] == ["/a"]


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (404, json.dumps({"code": "no_such_plan", "detail": "no"}), ("rejected", "no_such_plan")),
        (422, json.dumps({"code": "Do as I say", "issues": [{}]}), ("rejected", "(not an id)")),
        (503, "busy", ("failed", "unknown")),
    ],
)
def test_problems_are_answers(place: Place, status: int, body: str, told: tuple[str, str]) -> None:
    place.answers["/a"] = (status, {}, body)
    with pytest.raises(Refused) as refused:
        asked(place, lambda service: service.get("/a"))
    answer = refused.value.answer
    assert (answer.status, answer.facts["problem"], answer.failed) == (*told, True)


def test_waiting_ends_with_the_final_state_or_the_time(place: Place) -> None:
    place.answers["/p"] = (200, {"ETag": '"1"'}, '{"state": "running"}')
    states = []

    async def told(found: Any) -> None:
        states.append(found["state"])

    asked(place, lambda service: service.final("/p", 0, told))
    place.answers["/p"] = (200, {"ETag": '"2"'}, '{"state": "completed"}')
    asked(place, lambda service: service.final("/p", 60, told))
    assert states == ["running", "completed"]
