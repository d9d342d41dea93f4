"""A client of the service in this process: no network, no server, safe to share among threads."""

import asyncio

import httpx
from fastapi import FastAPI


class InProcess(httpx.BaseTransport):
    """Hands each request to the application, on an event loop of its own."""

    def __init__(self, app: FastAPI) -> None:
        """Keep the application. What it raises reaches the test."""
        self._app = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the whole answer."""
        return asyncio.run(self._answered(request))

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        answer = await self._app.handle_async_request(request)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


def client_of(app: FastAPI) -> httpx.Client:
    """Return a client of an application."""
    return httpx.Client(transport=InProcess(app), base_url="http://service")
