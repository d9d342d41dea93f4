"""What is logged tells what happened, and nothing of what people wrote."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from api.commands.logs import JsonLines, TextLines
from api.http.request_log import logged_id
from api.store.database import Database
from tests.api.programmes import JSON, SMALL
from tests.api.routes.conftest import served
from tests.api.routes.service import Service

MARK = "Quillfeather"
"""A name that stands nowhere else."""


@pytest.fixture(params=[JsonLines, TextLines], ids=["json", "text"])
def said(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything that is logged, in either form."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    root, ours = logging.getLogger(), logging.getLogger("api")
    before = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    yield written
    ours.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    with served(database) as found:
        yield found


def test_nothing_of_what_callers_write_is_logged(service: Service, said: io.StringIO) -> None:
    client = service.client
    document = json.loads(SMALL)
    document["name"] = document["description"] = f"The exit of {MARK}"
    headers = {
        **JSON,
        "X-Request-Id": f"{MARK}-1",
        "User-Agent": MARK,
        "Idempotency-Key": MARK,
        "Cookie": f"name={MARK}",
        "Referer": f"http://x/{MARK}",
        "Prefer": MARK,
    }
    body = json.dumps(document).encode()
    made = client.post("/v1/programmes", content=body, headers=headers)
    assert made.status_code == 201
    plan = service.ask(made.json()["id"], headers=headers).json()["id"]
    worker = service.work(plan)
    worker.find()
    worker.finish()
    client.get(f"/v1/plans/{plan}", headers=headers)
    for path in (f"/{MARK}", f"/v1/plans/{MARK}", f"/v1/plans?{MARK}={MARK}", f"/{MARK}%00"):
        client.get(path, headers=headers)
    client.post("/v1/validate", content=f'{{"{MARK}": "{MARK}"}}'.encode(), headers=headers)
    client.post("/v1/validate", content=f'{{"{MARK}'.encode(), headers=headers)
    client.request(MARK, "/v1/plans", headers=headers)
    with_key = {**headers, "Authorization": f"Bearer {MARK}"}
    assert client.get("/v1/plans", headers=with_key).status_code == 401
    told = said.getvalue()
    assert told.count("\n") >= 10
    assert MARK.lower() not in told.lower()


def test_nothing_of_what_errors_repeat_is_logged(said: io.StringIO) -> None:
    log = logging.getLogger("api.somewhere")
    try:
        _fail()
    except RuntimeError as error:
        log.exception("request %s", "8a1c04d1")
        log.warning("left: %s", error)
        logging.getLogger("asyncio").warning(f"never retrieved\nfuture: {error!r}")  # noqa: G004  # as asyncio does
        logging.getLogger("dbos").warning("lost %s", error)
    told = said.getvalue()
    assert MARK not in told
    assert told.count("\n") == 4
    assert "RuntimeError" in told
    assert "KeyError" in told
    assert ":_fail" in told
    assert "request 8a1c04d1" in told
    assert "lost %s" in told


def _fail() -> None:
    try:
        raise KeyError(MARK)  # noqa: TRY301  # the cause of another
    except KeyError as error:
        raise RuntimeError(MARK) from error


@pytest.mark.parametrize("said", [JsonLines], indirect=True)
def test_a_request_is_one_line_with_its_figures(service: Service, said: io.StringIO) -> None:
    plan = service.plan()
    said.truncate(0)
    said.seek(0)
    service.client.get(f"/v1/plans/{plan}?x=1", headers={"X-Request-Id": "8a1c04d1be0f8f3e"})
    (line,) = said.getvalue().splitlines()
    told: dict[str, Any] = json.loads(line)
    assert told.pop("at").endswith("Z")
    assert told.pop("ms") >= 0
    told.pop("tenant", None)
    assert told == {
        "level": "info",
        "logger": "api.requests",
        "message": "request",
        "event": "request",
        "request": "8a1c04d1be0f8f3e",
        "method": "GET",
        "route": "/v1/plans/{plan_id}",
        "status": "422",
        "problem": "malformed_parameter",
    }


def test_an_id_in_words_is_logged_as_a_digest() -> None:
    assert logged_id("8a1c04d1-be0f-8f3e") == "8a1c04d1-be0f-8f3e"
    assert logged_id("john.smith") == logged_id("john.smith") != logged_id("jane.smith")
    assert "smith" not in logged_id("john.smith")
