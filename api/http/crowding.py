"""Connections beyond what a process serves, on which its state can still be asked."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.problem_kinds import PROBLEMS
from api.http.problems import Problem, problem_response

CROWDED = "crowded"
"""In the state of requests on such connections."""
STILL_ANSWERED = ("/healthz", "/readyz", "/metrics")
"""A process with much to do must not be taken for a dead one."""


class Crowding:
    """Middleware that refuses requests while too many connections are at work."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if not scope.get("state", {}).get(CROWDED) or scope["path"] in STILL_ANSWERED:
            await self._app(scope, receive, send)
            return
        headers = {"Connection": "close"}
        code = "too_many_connections"
        refused = Problem(code, PROBLEMS[code].meaning, headers=headers)
        await problem_response(refused, Request(scope))(scope, receive, send)
