"""Spoil requests at random (bodies, headers, paths, queries) and look at every answer.

    python -m tests.api.fuzz.mutated [--requests 10000] [--seed 1]

Exit code 0 when every refusal was a problem document and nothing was answered 5xx.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from urllib.parse import quote

import httpx

from api.app import ROUTERS, create_app
from api.settings import ServiceSettings
from api.store.database import migrate, open_database
from tests.api.http.hostile import VALUES, WHOLE
from tests.api.in_process import client_of
from tests.api.programmes import PROBLEM, SMALL, stored

BODIES = (
    SMALL,
    b'{"time_limit_seconds": 5, "compare": false}',
    b'{"kind": "latest"}',
    b'[{"op": "replace", "path": "/name", "value": "x"}]',
    b'{"decision": "approved"}',
    b'{"name": "n", "role": "viewer"}',
    b'{"url": "https://example.com/hook", "events": ["plan.finished"]}',
    b'{"patch": [], "plan": "pln_aaaaaaaaaaaaaaaaaaaa"}',
)
TYPES = (
    "application/json",
    "application/merge-patch+json",
    "application/json-patch+json",
    "text/x",
)
HEADERS = (
    *("Accept", "Authorization", "Content-Type", "Content-Length", "If-Match", "If-None-Match"),
    *("Idempotency-Key", "Prefer", "Last-Event-ID", "X-Request-Id", "Cookie", "Origin", "Range"),
)
SCRAPS = (
    "",
    "0",
    "-1",
    "*",
    "%",
    "%00",
    "..",
    "../",
    "'",
    '"',
    "<",
    "\x7f",
    "ü",
    "x" * 300,
    "\u2028",
)
QUERIES = ("limit", "after", "state", "audience", "against", "wait", "detail", "groups", "subject")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")


def main() -> int:
    """Do it and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        statuses, wrong = spoiled(Path(folder), arguments.requests, arguments.seed)
    for one in wrong[:20]:
        sys.stdout.write(f"{one}\n")
    told = dict(sorted(statuses.items()))
    sys.stdout.write(f"requests {arguments.requests}, wrong {len(wrong)}, {told}\n")
    return 1 if wrong else 0


def spoiled(folder: Path, requests: int, seed: int) -> tuple[Counter[int], list[str]]:
    """Return the statuses of so many spoiled requests, and what was wrong with their answers."""
    random = Random(seed)
    database = open_database(f"sqlite:///{folder / 'phased-exit.db'}")
    migrate(database)
    client = client_of(create_app(ServiceSettings(), database))
    place = stored(client).removeprefix("/v1/programmes/")
    paths = [route.path for router in ROUTERS for route in router.routes]  # type: ignore[attr-defined]
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    for number in range(requests):
        path = _path(random, random.choice(paths), place)
        if path.endswith("/events"):
            # A stream of what exists goes on until it ends.
            continue
        method = random.choice(METHODS)
        try:
            request = client.build_request(
                method, path, content=_body(random), headers=_headers(random)
            )
        except (httpx.InvalidURL, UnicodeEncodeError, ValueError):
            continue
        answer = client.send(request)
        statuses[answer.status_code] += 1
        fault = _fault(answer, method)
        if fault:
            wrong.append(f"{number}: {method} {path!r} {answer.status_code} {fault}")
    database.close()
    return statuses, wrong


def _path(random: Random, template: str, place: str) -> str:
    path = template.replace("{programme_id}", place if random.random() < 0.6 else "prg_x")
    for name in ("plan_id", "analysis_id", "key_id", "webhook_id", "delivery_id", "demo_id"):
        path = path.replace(f"{{{name}}}", random.choice(("pln_aaaaaaaaaaaaaaaaaaaa", "small")))
    path = path.replace("{number}", "1").replace("{name}", "approved")
    if random.random() < 0.4:
        at = random.randrange(1, len(path) + 1)
        path = path[:at] + quote(random.choice(SCRAPS), safe="%./") + path[at:]
    if random.random() < 0.4:
        path += f"?{random.choice(QUERIES)}={quote(random.choice(SCRAPS), safe='%')}"
    return path


def _headers(random: Random) -> list[tuple[bytes, bytes]]:
    made = [(b"content-type", random.choice(TYPES).encode())]
    for _ in range(random.randrange(4)):
        value = random.choice((*SCRAPS, "wait=0", '"1"', 'W/"1"', "Bearer x", "a,b;q=1"))
        made.append((random.choice(HEADERS).encode(), value.encode("utf-8")))
    return [(name, value) for name, value in made if name != b"Content-Length"]


def _body(random: Random) -> bytes:
    if random.random() < 0.2:
        return random.choice(list(WHOLE.values()))
    body = bytearray(random.choice(BODIES))
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(body) + 1)
        match random.randrange(4):
            case 0:
                body[at : at + random.randrange(1, 30)] = b""
            case 1:
                body[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(1, 8)))
            case 2:
                body[at:at] = random.choice(list(VALUES.values())).encode("utf-8", "surrogatepass")
            case _:
                body[at:at] = body[: random.randrange(200)]
    return bytes(body)


def _fault(answer: httpx.Response, method: str) -> str:
    """Return what is wrong with an answer; nothing where it is as it should be."""
    if answer.status_code >= 500:
        return f"is a failure of ours: {answer.text[:200]}"
    if answer.status_code < 400 or method == "HEAD":
        return ""
    if answer.headers.get("content-type") != PROBLEM:
        return f"is no problem document: {answer.headers.get('content-type')}"
    missing = {"type", "title", "status", "detail", "code", "request_id"} - set(
        json.loads(answer.text)
    )
    return f"lacks {sorted(missing)}" if missing else ""


if __name__ == "__main__":
    sys.exit(main())
