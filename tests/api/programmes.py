"""Programmes for the service's tests, stored and changed the way a client does it."""

import json
from pathlib import Path
from typing import Any

from httpx import Client, Response

ROOT = Path(__file__).parents[2]
SMALL = (ROOT / "fixtures/programmes/small.json").read_bytes()
JSON = {"Content-Type": "application/json"}
MERGE_PATCH = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
UNKNOWN = "prg_" + "a" * 20
PROBLEM = "application/problem+json"


def small(**fields: object) -> bytes:
    """Return the small programme with some fields set."""
    return json.dumps({**json.loads(SMALL), **fields}).encode()


def stored(client: Client, data: bytes = SMALL) -> str:
    """Store a programme; return its address."""
    response = client.post("/v1/programmes", content=data, headers=JSON)
    assert response.status_code == 201, response.text
    return str(response.headers["Location"])


def put(client: Client, at: str, data: bytes, match: str) -> Response:
    """Replace a programme."""
    return client.put(at, content=data, headers={**JSON, "If-Match": match})


def merge(client: Client, at: str, patch: object, match: str) -> Response:
    """Change a programme by a merge patch."""
    return _patch(client, at, patch, match, MERGE_PATCH)


def patch(client: Client, at: str, operations: object, match: str) -> Response:
    """Change a programme by a JSON Patch."""
    return _patch(client, at, operations, match, JSON_PATCH)


def problem(response: Response, status: int, code: str) -> dict[str, Any]:
    """Return a problem, looked at as every problem must be."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == PROBLEM
    document: dict[str, Any] = json.loads(response.content.decode("utf-8"))
    assert document["code"] == code
    assert document["status"] == status
    assert document["type"] == f"/docs/problems#{code}"
    assert document["title"]
    assert document["detail"]
    assert document["request_id"] == response.headers["X-Request-Id"]
    return document


def issues(response: Response) -> list[tuple[str, str]]:
    """Return code and path of every issue."""
    return [(issue["code"], issue["path"]) for issue in response.json()["issues"]]


def _patch(client: Client, at: str, body: object, match: str, media_type: str) -> Response:
    headers = {"Content-Type": media_type, "If-Match": match}
    return client.patch(at, content=json.dumps(body).encode(), headers=headers)
