"""What every response carries, whatever route made it; pure ASGI, so that streams flow through."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problem_kinds import PROBLEMS
from api.http.problems import Problem, defect_response, not_found, problem_response
from api.http.request_log import logged_id

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Defaults: a route that says otherwise wins."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_CONTROL = re.compile("[\x00-\x1f\x7f]")

_log = logging.getLogger("api")


class Front:
    """The outermost layer: request ids, security headers, HEAD, and failures nobody foresaw."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        try:
            if _CONTROL.search(scope["path"]):
                # No address of ours holds a control character; some would still match a route.
                await problem_response(not_found(), Request(scope))(scope, receive, exchange.send)
            else:
                await self._app(scope, receive, exchange.send)
        except ClientDisconnect:
            return
        except asyncio.CancelledError:
            # The server gives up what has not ended within its grace.
            if not exchange.started:
                await _stopping(scope)(scope, receive, exchange.send)
            raise
        except Exception as error:
            if _only_head_answered(error):
                return
            _log.exception("request %s failed", logged_id(exchange.id))
            if exchange.started:
                # Half an answer cannot be mended: the server ends the connection.
                raise
            await defect_response(scope)(scope, receive, exchange.send)


def new_request_id() -> str:
    """Return an id for a request whose caller gave none."""
    return secrets.token_hex(8)


def _stopping(scope: Scope) -> Response:
    problem = Problem("stopping", PROBLEMS["stopping"].meaning, headers={"Connection": "close"})
    return problem_response(problem, Request(scope))


class _HeadAnswered(OSError):
    """A HEAD request was answered by the headers of a stream, which may end."""


class _Exchange:
    """One request and its response."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        self.id = given if _REQUEST_ID.fullmatch(given) else new_request_id()
        self.method: str = scope["method"]
        self.started = False
        self._send = send
        self._head = self.method == "HEAD"
        scope.setdefault("state", {})["request_id"] = self.id
        if self._head:
            # RFC 9110: HEAD is answered wherever GET is, with the same headers.
            scope["method"] = "GET"

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self.id
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            await self._send(message)
            if self._head:
                await self._send(_EMPTY)
                if "content-length" not in headers:
                    # A stream might take long to say more, and nobody would hear it.
                    raise _HeadAnswered
        elif not self._head:
            await self._send(message)


_EMPTY: Message = {"type": "http.response.body", "body": b"", "more_body": False}


def _only_head_answered(error: BaseException) -> bool:
    """Tell whether nothing else went wrong; tasks of a stream fail together, as a group."""
    if isinstance(error, BaseExceptionGroup):
        return all(_only_head_answered(inner) for inner in error.exceptions)
    return isinstance(error, _HeadAnswered)
