import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from httpx import Client

from api.app import create_app
from api.http import bodies
from api.http.bodies import SMALL_BODY_BYTES, read_as
from api.http.problems import Problem
from api.settings import ServiceSettings
from api.store.database import Database
from scheduler.domain.values import WIRE
from scheduler.errors import FileRejected
from tests.api.in_process import client_of
from tests.api.programmes import JSON, SMALL, problem, stored


@pytest.fixture
def dialect() -> str:
    """Bodies are refused before any database is asked."""
    return "sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    __pydantic_config__ = WIRE

    count: int
    name: str = ""


def test_an_envelope_is_read() -> None:
    assert read_as(_Envelope, b'{"count": 3}') == _Envelope(count=3)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"count": "3"}', [("wrong_type", "/count")]),
        (b'{"count": 3.0}', [("wrong_type", "/count")]),
        (b'{"count": true}', [("wrong_type", "/count")]),
        (b"{}", [("missing_field", "/count")]),
        (b"[]", [("wrong_type", "")]),
        (b'{"count": 1, "nmae": ""}', [("unknown_field", "/nmae")]),
        (b'{"count": 1, "count": 2}', [("repeated_key", "/count")]),
        (rb'{"count": 1, "name": "\ud800"}', [("forbidden_character", "/name")]),
        (b'{"count": NaN}', [("number_not_finite", "/count")]),
        (
            b'{"name": 5, "other": 1}',
            [("wrong_type", "/name"), ("unknown_field", "/other"), ("missing_field", "/count")],
        ),
    ],
)
def test_everything_wrong_with_an_envelope_is_told(
    data: bytes, expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(Problem) as refused:
        read_as(_Envelope, data)
    assert refused.value.code == "body_rejected"
    assert [(issue.code, issue.path) for issue in refused.value.issues] == expected


def test_what_is_no_json_is_no_envelope() -> None:
    with pytest.raises(FileRejected):
        read_as(_Envelope, b"count: 3")


@pytest.mark.parametrize(
    "said",
    [
        "text/plain",
        "application/jsonp",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json, text/plain",
        "application/merge-patch+json",
        "json",
        "*/*",
        "",
        ";",
        "\xff/\xff",
        "a/b; " + "x" * 9000,
    ],
)
def test_a_body_of_another_media_type_is_refused(client: Client, said: str) -> None:
    header = (b"Content-Type", said.encode("latin-1"))
    response = client.post("/v1/programmes", content=SMALL, headers=[header])
    problem(response, 415, "unsupported_media_type")
    assert response.headers["Accept-Post"] == "application/json"


@pytest.mark.parametrize(
    "said",
    [
        "application/json",
        "Application/JSON",
        'application/json; charset="UTF-8"',
        "application/json;charset=utf8",
    ],
)
def test_json_may_be_said_in_several_ways(client: Client, said: str) -> None:
    response = client.post("/v1/programmes", content=SMALL, headers={"Content-Type": said})
    assert response.status_code == 201


def test_a_compressed_body_is_refused(client: Client) -> None:
    headers = {**JSON, "Content-Encoding": "gzip"}
    response = client.post("/v1/programmes", content=b"\x1f\x8b", headers=headers)
    problem(response, 415, "unsupported_media_type")
    assert response.headers["Accept-Encoding"] == "identity"


def test_a_body_may_be_as_long_as_the_limit_and_no_longer(database: Database) -> None:
    client = client_of(create_app(ServiceSettings(body_bytes=len(SMALL)), database))
    assert stored(client)
    response = client.post("/v1/programmes", content=SMALL + b" ", headers=JSON)
    assert problem(response, 413, "too_large")["allowed"] == len(SMALL)


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 202), (b" \t\r\n", 202), (b"\x0b", 400), (b" \x0c", 400)]
)
def test_no_body_is_what_json_passes_over(client: Client, data: bytes, status: int) -> None:
    """Python takes more for space than JSON does."""
    at = f"{stored(client)}/plans"
    assert client.post(at, content=data, headers=JSON).status_code == status


def test_a_body_of_a_few_settings_is_small(client: Client) -> None:
    at = f"{stored(client)}/plans"
    response = client.post(at, content=b" " * (SMALL_BODY_BYTES + 1), headers=JSON)
    assert problem(response, 413, "too_large")["allowed"] == SMALL_BODY_BYTES


@pytest.mark.parametrize("length", [None, b"5", b"-1", b"x", b"9" * 5000, "٣".encode()])
def test_bytes_are_counted_whatever_the_header_says(
    database: Database, length: bytes | None
) -> None:
    app = create_app(ServiceSettings(body_bytes=1000), database)
    sent = 0

    class Parts(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            nonlocal sent
            while sent < 10_000_000:
                sent += 600
                yield b" " * 600

    async def send() -> httpx.Response:
        headers = [(b"content-type", b"application/json"), (b"host", b"service")]
        if length is not None:
            headers.append((b"content-length", length))
        request = httpx.Request(
            "POST", "http://service/v1/validate", headers=headers, stream=Parts()
        )
        return await httpx.ASGITransport(app).handle_async_request(request)

    response = asyncio.run(send())
    assert response.status_code == 413
    assert sent <= 1200


def test_a_body_that_stalls_is_given_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    app = create_app(ServiceSettings(), database)

    class Stalled(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{"
            await asyncio.sleep(3600)

    async def send() -> httpx.Response:
        headers = {"Content-Type": "application/json", "Host": "service"}
        request = httpx.Request(
            "POST", "http://service/v1/validate", headers=headers, stream=Stalled()
        )
        return await httpx.ASGITransport(app).handle_async_request(request)

    assert asyncio.run(send()).status_code == 408


def test_a_great_many_errors_are_counted_and_not_all_listed(client: Client) -> None:
    data = b'{"services": [' + b",".join([b"5"] * 3000) + b"]}"
    told = problem(
        client.post("/v1/programmes", content=data, headers=JSON), 422, "programme_rejected"
    )
    assert len(told["issues"]) == 1000
    assert told["issues_found"] > 3000
    validated = client.post("/v1/validate", content=data, headers=JSON).json()
    assert len(validated["issues"]) == 1000
    assert validated["issues_found"] == told["issues_found"]


def test_a_long_value_is_cut_where_it_is_repeated(client: Client) -> None:
    data = b'{"name": {"x": "' + b"y" * 60_000 + b'"}}'
    response = client.post("/v1/programmes", content=data, headers=JSON)
    (value,) = [i["value"] for i in response.json()["issues"] if i["path"] == "/name"]
    assert value.startswith('{"x":"yyy')
    assert value.endswith("…")
    assert len(value) == 500


HEADERS = [
    *(
        ("Idempotency-Key", value)
        for value in ("\x01", "\xff\xfe", "a b", "", "x" * 256, "\u00e9", "a\tb")
    ),
    *(("Prefer", value) for value in ("wait=1e9", "wait=\x00", "\xff" * 1000, "," * 5000)),
]


@pytest.mark.parametrize(("name", "value"), HEADERS)
def test_no_header_makes_the_service_fail(client: Client, name: str, value: str) -> None:
    headers = [(b"Content-Type", b"application/json"), (name.encode(), value.encode("latin-1"))]
    response = client.post("/v1/programmes", content=SMALL, headers=headers)
    if name == "Prefer":
        assert response.status_code == 201
    else:
        problem(response, 422, "malformed_parameter")
        assert response.json()["issues"][0]["path"] == "header/Idempotency-Key"


def test_one_key_is_enough(client: Client) -> None:
    headers = [("Content-Type", "application/json"), *[("Idempotency-Key", "a")] * 2]
    response = client.post("/v1/programmes", content=SMALL, headers=headers)
    problem(response, 422, "malformed_parameter")
