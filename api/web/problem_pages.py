"""Problems as pages: a browser outside the programming interface gets words, not JSON."""

import json
from http.client import UNAUTHORIZED
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.templating import page
from scheduler.pictures.wording import plain

FOR_TOOLS = ("/v1/", "/openapi.json", "/metrics", "/healthz", "/readyz", "/static/")
_PROBLEM = "application/problem+json"
_KEPT = ("retry-after", "allow")


class ProblemPages:
    """Stands before the routes and turns the problems of pages into pages."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and _for_people(scope):
            await self._app(scope, receive, _Answer(scope, receive, send).send)
        else:
            await self._app(scope, receive, send)


def _for_people(scope: Scope) -> bool:
    wants = Headers(scope=scope).get("accept", "")
    return "text/html" in wants and not scope["path"].startswith(FOR_TOOLS)


class _Answer:
    """One answer, held back while it may be a problem."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            media_type = Headers(raw=message["headers"]).get("content-type", "")
            if media_type.startswith(_PROBLEM):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body"):
            await self._page(self._start)

    async def _page(self, start: Message) -> None:
        if start["status"] == UNAUTHORIZED:
            asked = quote(self._scope["path"], safe="/")
            made: Response = RedirectResponse(f"/sign-in?next={asked}", status_code=303)
            await made(self._scope, self._receive, self._send)
            return
        problem: dict[str, Any] = json.loads(self._body)
        made = page(
            "problem.html",
            status=start["status"],
            here="",
            crumbs=(),
            title=problem["title"],
            detail=plain(problem["detail"]),
            code=problem["code"],
            issues=[plain(issue["message"]) for issue in problem["issues"]],
            request_id=problem["request_id"],
        )
        before, headers = Headers(raw=start["headers"]), MutableHeaders(raw=made.raw_headers)
        for name in _KEPT:
            if name in before:
                headers[name] = before[name]
        await made(self._scope, self._receive, self._send)
