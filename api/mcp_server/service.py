"""The service that tools ask, over HTTP."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import anyio
import httpx2

from api.mcp_server.refusals import failed, refused_by_service

ANSWER_WITHIN_SECONDS = 60.0
LARGEST_ANSWER = 64 * 1024 * 1024
FINAL = frozenset({"completed", "cancelled", "failed"})
POLL_SECONDS = (0.2, 0.3, 0.5, 1.0)
_PROBLEM_FROM = 400
_UNCHANGED = 304

Report = Callable[[float, float | None, str], Awaitable[None]]
"""Progress, its total and a sentence of ours."""
Connect = Callable[[], Awaitable[tuple[str, str | None]]]
"""Returns the address of the service and the key to show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A service that answers."""

    url: str
    http: httpx2.AsyncClient

    async def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        """Return what stands at a path. Raises Refused."""
        return await self._asked("GET", path, params=query)

    async def post(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        once: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        """Send a body and return the answer; `once` makes repeating it harmless. Raises Refused."""
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        more = dict(headers or {})
        if once:
            digest = hashlib.sha256(f"{path}\n{content}".encode()).hexdigest()
            more["Idempotency-Key"] = f"mcp-{digest}"
        return await self._asked(
            "POST",
            path,
            content=content.encode(),
            headers={"Content-Type": "application/json", **more},
        )

    async def final(self, path: str, seconds: float, told: Callable[[Any], Awaitable[None]]) -> Any:  # noqa: ANN401 - JSON
        """Return a plan or an analysis once it is final, or as it is when the time is up.

        `told` is called with each state of it. Raises Refused.
        """
        tag: str | None = None
        found: Any = None
        rounds = 0
        until = anyio.current_time() + seconds
        while True:
            headers = {} if tag is None else {"If-None-Match": tag}
            answer = await self._answered("GET", path, headers=headers)
            if answer.status_code != _UNCHANGED:
                found, tag = answer.json(), answer.headers.get("ETag")
                await told(found)
            left = until - anyio.current_time()
            if found["state"] in FINAL or left <= 0:
                return found
            await anyio.sleep(min(left, POLL_SECONDS[min(rounds, len(POLL_SECONDS) - 1)]))
            rounds += 1

    async def _asked(self, method: str, path: str, **request: Any) -> Any:  # noqa: ANN401 - as `httpx2`
        return (await self._answered(method, path, **request)).json()

    async def _answered(self, method: str, path: str, **request: Any) -> httpx2.Response:  # noqa: ANN401 - as `httpx2`
        try:
            answer = await self.http.request(method, path, **request)
        except httpx2.HTTPError as error:
            raise failed(
                f"The service did not answer ({type(error).__name__}); the request may be repeated."
            ) from error
        if answer.status_code >= _PROBLEM_FROM:
            raise refused_by_service(answer.status_code, _problem(answer))
        if answer.has_redirect_location or len(answer.content) > LARGEST_ANSWER:
            raise failed("What answers at the address of the service is not the service.")
        return answer


def _problem(answer: httpx2.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class Service:
    """Reaches the service with the first question, and not before."""

    def __init__(self, connect: Connect) -> None:
        """Keep how to reach it."""
        self._connect = connect
        self._lock = anyio.Lock()
        self._reached: Reached | None = None

    async def reached(self) -> Reached:
        """Return the service. Raises Refused."""
        async with self._lock:
            if self._reached is None:
                url, key = await self._connect()
                headers = {"Accept": "application/json"}
                if key is not None:
                    headers["Authorization"] = f"Bearer {key}"
                # The key goes to the address that was given and nowhere else.
                client = httpx2.AsyncClient(
                    base_url=url,
                    headers=headers,
                    timeout=ANSWER_WITHIN_SECONDS,
                    follow_redirects=False,
                )
                self._reached = Reached(url=url.rstrip("/"), http=client)
            return self._reached

    async def close(self) -> None:
        """Let go of it."""
        if self._reached is not None:
            await self._reached.http.aclose()


@asynccontextmanager
async def closing(service: Service) -> AsyncIterator[Service]:
    """Let go of a service at the end."""
    try:
        yield service
    finally:
        await service.close()
