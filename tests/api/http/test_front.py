import asyncio
import json
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message

from api.errors import DatabaseUnavailable, UnsafeDatabase
from api.http.front import SECURITY_HEADERS, Front
from api.http.problems import install
from scheduler.errors import SolverFailed
from tests.api.in_process import client_of
from tests.api.programmes import problem

INTERNAL = "what nobody outside may read"


def _app() -> FastAPI:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    install(app)

    @app.get("/plain")
    async def plain() -> Response:
        return Response("body", headers={"Cache-Control": "max-age=60"})

    @app.post("/plain")
    async def post_plain() -> Response:
        return Response("posted")

    @app.get("/endless")
    async def endless() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            while True:
                yield b"x"
                await asyncio.sleep(0)

        return StreamingResponse(parts())

    @app.get("/fails/{how}")
    def fails(how: str) -> Response:
        errors = {
            "unforeseen": RuntimeError(INTERNAL),
            "defect": SolverFailed(INTERNAL),
            "unsafe": UnsafeDatabase(INTERNAL),
            "unavailable": DatabaseUnavailable(INTERNAL),
            "group": ExceptionGroup(INTERNAL, [ValueError()]),
        }
        raise errors[how]

    @app.get("/half")
    async def half() -> Response:
        async def parts() -> AsyncIterator[bytes]:
            yield b"x"
            raise RuntimeError(INTERNAL)

        return StreamingResponse(parts())

    app.add_middleware(Front)
    return app


@pytest.fixture
def service() -> httpx.Client:
    return client_of(_app())


def test_every_response_carries_the_security_headers(service: httpx.Client) -> None:
    for path in ("/nothing", "/fails/unforeseen", "/plain", "/a%00b"):
        headers = service.get(path).headers
        for name, value in SECURITY_HEADERS.items():
            if (path, name) != ("/plain", "Cache-Control"):
                assert headers[name] == value, path
    assert service.get("/plain").headers.get_list("Cache-Control") == ["max-age=60"]


def test_a_request_id_is_given_back(service: httpx.Client) -> None:
    response = service.get("/nothing", headers={"X-Request-Id": "trace-7:a.b_c"})
    assert response.headers["X-Request-Id"] == "trace-7:a.b_c"
    assert response.json()["request_id"] == "trace-7:a.b_c"


@pytest.mark.parametrize("given", ["", "a b", "a\tb", "x" * 101, "\xff", "<script>", '"'])
def test_an_ill_formed_request_id_is_replaced(service: httpx.Client, given: str) -> None:
    header = (b"X-Request-Id", given.encode("latin-1"))
    one, other = (service.get("/plain", headers=[header]).headers["X-Request-Id"] for _ in "12")
    assert one != other
    assert len(one) == 16


@pytest.mark.parametrize("how", ["unforeseen", "defect", "unsafe", "group"])
def test_a_failure_tells_nothing_but_its_request_id(
    service: httpx.Client, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "api"):
        response = service.get(f"/fails/{how}")
    told = problem(response, 500, "defect")
    assert INTERNAL not in response.text
    assert told["request_id"] in caplog.text
    assert INTERNAL in caplog.text


def test_a_busy_database_is_no_failure(service: httpx.Client) -> None:
    response = service.get("/fails/unavailable")
    problem(response, 503, "database_unavailable")
    assert response.headers["Retry-After"] == "1"
    assert INTERNAL not in response.text


def test_half_an_answer_is_cut_off(service: httpx.Client) -> None:
    with pytest.raises(RuntimeError):
        service.get("/half")


def test_other_methods_and_addresses_are_problems(service: httpx.Client) -> None:
    response = service.delete("/plain")
    problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, POST"
    for method in ("OPTIONS", "TRACE", "QUERY", "BREW"):
        problem(service.request(method, "/plain"), 405, "method_not_allowed")
    for path in ("/", "/plain/", "/plain/x", "//plain", "/%2e%2e/etc", "/plain%0A", "/pl\ud7ffain"):
        problem(service.get(path), 404, "not_found")


def test_what_a_problem_repeats_is_plain_text(service: httpx.Client) -> None:
    told = problem(service.get("/<script>%C3%A9%22" + "x" * 1000), 404, "not_found")
    assert told["instance"].startswith("/%3Cscript%3E%C3%A9%22x")
    assert len(told["instance"]) == 300


def test_head_is_answered_where_get_is(service: httpx.Client) -> None:
    response = service.head("/plain")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Length"] == "4"
    problem_ = service.head("/nothing")
    assert (problem_.status_code, problem_.content) == (404, b"")


def test_head_does_not_wait_for_an_endless_stream(service: httpx.Client) -> None:
    assert service.head("/endless").status_code == 200


def test_a_path_with_bytes_that_are_no_text_is_no_failure() -> None:
    # A server decodes paths leniently, so that anything may arrive; here as the worst of it.
    for path in ("/\ud800", "/\udcff", "/a\x00", "/\ufffd"):
        status, body = asyncio.run(_ask(_app(), path))
        assert status == 404
        assert json.loads(body.decode("utf-8"))["code"] == "not_found"


async def _ask(app: FastAPI, path: str) -> tuple[int, bytes]:
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    scope: dict[str, object] = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": [],
        "client": None,
        "server": None,
    }
    await app(scope, receive, send)
    assert Request(scope).method == "GET"
    return said[0]["status"], b"".join(m.get("body", b"") for m in said[1:])
