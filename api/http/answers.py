"""What a route declares of its requests and responses, for the OpenAPI document.

Bodies are read and written by hand, so FastAPI knows nothing of them; schemas are named by
reference.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from api.http.media_types import JSON
from api.http.problem_kinds import PROBLEMS

PROBLEM = "application/problem+json"
ALWAYS = ("malformed_parameter", "defect", "database_unavailable")
"""Problems of every route that reads the database."""
OF_BODIES = ("file_rejected", "body_too_slow", "too_large", "unsupported_media_type")
OF_THE_QUEUE = ("too_many_queued", "queue_full")
OF_KEYS = ("idempotency_key_in_use", "idempotency_key_reused")

_HEADERS: Mapping[str, tuple[str, str]] = {
    "Accept-Patch": ("Media types of patches that are read.", "application/merge-patch+json"),
    "Accept-Post": ("Media types that are read.", "application/json"),
    "Allow": ("Methods that are offered.", "GET, HEAD"),
    "Content-Location": ("Address of this revision.", "/v1/programmes/prg_…/revisions/3"),
    "ETag": ("What If-Match and If-None-Match compare.", '"3"'),
    "Idempotency-Replayed": ("`true`: the reply to the first request with this key.", "true"),
    "Location": ("Address of what was created.", "/v1/programmes/prg_h3vdr5lsyq2k7wcnebzi"),
    "Preference-Applied": ("The wait that was granted.", "wait=10"),
    "Retry-After": ("Seconds after which to try again.", "1"),
    "X-Request-Id": ("By which the service's log speaks of the request.", "8a1c04d1be0f8f3e"),
}
_OF_STATUS = {409: ("Retry-After",), 412: ("ETag",), 429: ("Retry-After",), 503: ("Retry-After",)}

Responses = dict[int | str, dict[str, Any]]


def reference(schema: str) -> dict[str, str]:
    """Return a reference to a named schema."""
    return {"$ref": f"#/components/schemas/{schema}"}


def answer(
    description: str,
    schema: str | None = None,
    *,
    media_type: str = JSON,
    headers: Iterable[str] = (),
    example: object = None,
) -> dict[str, Any]:
    """Return one response as OpenAPI describes it; without a schema it has no body."""
    made: dict[str, Any] = {"description": description, "headers": _headers(headers)}
    if schema is not None:
        content: dict[str, Any] = {"schema": reference(schema)}
        if example is not None:
            content["example"] = example
        made["content"] = {media_type: content}
    return made


def problems(*codes: str) -> Responses:
    """Return the responses that say these problems, by status; every route adds `ALWAYS`."""
    by_status: dict[int, list[str]] = {}
    for code in (*codes, *(code for code in ALWAYS if code not in codes)):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    return {status: _problem(status, by_status[status]) for status in sorted(by_status)}


def body(
    schema: str, *, media_type: str = JSON, required: bool = True, **examples: object
) -> dict[str, Any]:
    """Return a request body for `openapi_extra`."""
    return {
        "requestBody": {
            "required": required,
            "content": {media_type: content(schema, **examples)},
        }
    }


def content(schema: str, **examples: object) -> dict[str, Any]:
    """Return a body of one media type, with examples by name."""
    made: dict[str, Any] = {"schema": reference(schema)}
    if examples:
        made["examples"] = {name: {"value": value} for name, value in examples.items()}
    return made


def header_parameter(
    name: str, description: str, schema: Mapping[str, Any], *, required: bool = False
) -> dict[str, Any]:
    """Return a request header for `openapi_extra`."""
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": dict(schema),
    }


IDEMPOTENCY_KEY = header_parameter(
    "Idempotency-Key",
    "Makes repeating the request safe: the same key and body get the first reply again, marked "
    "`Idempotency-Replayed: true`, and nothing is created twice. A key counts for one address.",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)
IF_MATCH = header_parameter(
    "If-Match",
    "ETag of the revision that the change is based on, several of them, or `*` for whatever is the "
    "latest. Without it the answer is 428, with one that is not the latest 412.",
    {"type": "string", "examples": ['"3"']},
    required=True,
)
IF_NONE_MATCH = header_parameter(
    "If-None-Match",
    "ETag of what is known already; while it has not changed, the answer is 304 without a body.",
    {"type": "string", "examples": ['"3"']},
)
PREFER = header_parameter(
    "Prefer",
    "`wait=10` waits up to ten seconds for the answer, sixty at most; Preference-Applied says what "
    "was granted. Other preferences are passed over (RFC 7240).",
    {"type": "string", "examples": ["wait=10"]},
)


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: _header(name) for name in (*names, "X-Request-Id")}


def _header(name: str) -> dict[str, Any]:
    description, example = _HEADERS[name]
    return {"description": description, "schema": {"type": "string"}, "example": example}


def _problem(status: int, codes: Iterable[str]) -> dict[str, Any]:
    said = "\n".join(f"- `{code}`: {PROBLEMS[code].title}." for code in codes)
    made = answer(said, "Problem", media_type=PROBLEM)
    # Said, not promised: some problems of a status carry these headers and others do not.
    made["headers"] |= {name: _header(name) for name in _OF_STATUS.get(status, ())}
    return made
