"""Requests as spans: by route template and status, without address, query, headers or body."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.metrics import METHODS
from api.http.request_log import logged_id
from api.telemetry.tracing import Tracing, fault, note, rename, spanning

UNTRACED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines."""
OTHER_METHOD = "_OTHER"
FAULTS_FROM = 500


class TraceRequests:
    """Middleware that makes a span of every request, of its caller's trace where that names one."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and watch its answer begin."""
        if scope["type"] != "http" or scope["path"] in UNTRACED:
            await self.app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else OTHER_METHOD
        status: int | None = None

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with spanning(self.tracing, method, "request", Headers(scope=scope).get("traceparent")):
            try:
                await self.app(scope, receive, watched)
            finally:
                _tell(scope, method, status)


def _tell(scope: Scope, method: str, status: int | None) -> None:
    route = getattr(scope.get("route"), "path", None)
    state = scope.get("state", {})
    if route is not None:
        rename(f"{method} {route}")
    note(
        {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status,
            "phased_exit.request": logged_id(str(state.get("request_id", ""))) or None,
            "phased_exit.problem": state.get("problem"),
        }
    )
    if status is not None and status >= FAULTS_FROM:
        fault()
