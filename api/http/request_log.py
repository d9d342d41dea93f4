"""One line in the log for each request: ids, templates and figures, nothing a caller wrote."""

from __future__ import annotations

import hashlib
import logging
import re

from starlette.types import Scope

_log = logging.getLogger("api.requests")
_PLAIN_ID = re.compile(r"[0-9A-Fa-f-]{8,64}")
TENANT = "tenant"
"""In the state of a request, once it is known whose it is."""


def logged_id(given: str) -> str:
    """Return a request id as it is logged.

    One that a caller chose in words may name somebody: the first 16 digits of its SHA-256 stand
    for it.
    """
    if _PLAIN_ID.fullmatch(given) or not given:
        return given
    return "sha256:" + hashlib.sha256(given.encode()).hexdigest()[:16]


def log_request(scope: Scope, method: str, route: str, status: str, seconds: float) -> None:
    """Log a request that is over."""
    state = scope.get("state", {})
    facts = {
        "event": "request",
        "request": logged_id(str(state.get("request_id", ""))),
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "tenant": state.get(TENANT),
        "problem": state.get("problem"),
    }
    told = {name: value for name, value in facts.items() if value is not None}
    _log.info("request", extra={"facts": told})


def log_refusal(code: str, request_id: str) -> None:
    """Log what the server refused before any route saw it."""
    _log.info(
        "refusal", extra={"facts": {"event": "refusal", "request": request_id, "problem": code}}
    )
