"""Request bodies: raw bytes, counted as they arrive, read strictly."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.http.body_room import Arriving
from api.http.media_types import JSON, media_type_of
from api.http.passing_files import put, whole
from api.http.problems import Problem
from api.http.state import services
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.errors import counted_errors
from scheduler.interchange.json_text import read_json
from scheduler.interchange.shape_issues import ordered, shape_issues

if TYPE_CHECKING:
    from api.http.passing_files import PassingFile

BODY_SECONDS = 60.0
"""A body that takes longer is given up: a slow sender holds no room for ever."""

SMALL_BODY_BYTES = 64 * 1024
"""Of bodies that hold a few settings; read on the event loop, so they must be quick to read."""

_JSON_SPACE = b" \t\r\n"
"""What JSON passes over, which is less than what Python does."""

T = TypeVar("T")


async def read_body(request: Request, limit: int) -> bytes:
    """Return a small body as bytes. Raises what `_arrive` raises."""
    with services(request).files.new() as arrived:
        await _arrive(request, limit, arrived)
        return whole(arrived)


async def _arrive(request: Request, limit: int, arrived: PassingFile) -> int:
    """Write the body to a file as it comes; return its length.

    Raises Problem 413 when it is longer than the limit, whatever Content-Length says; 408 when it
    is too slow, or the slowest of more than there is room for.
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and said.isascii() and int(said[:20]) > limit:
        raise _too_large(limit)
    length = 0
    room = services(request).bodies
    body: Arriving | None = None
    try:
        async with room.one(BODY_SECONDS) as body:
            async for part in request.stream():
                length += len(part)
                if length > limit:
                    raise _too_large(limit)
                put(arrived, part)
                await room.take(body, len(part))
    except TimeoutError:
        detail = f"The body took longer than {BODY_SECONDS:g} seconds."
        if body is not None and body.given_up:
            detail = "Of all bodies on their way it was the slowest, and others need the room."
        raise Problem("body_too_slow", detail, headers={"Connection": "close"}) from None
    return length


@asynccontextmanager
async def body_at_work(request: Request) -> AsyncIterator[bytes]:
    """Read a body of any allowed length, and hold its room while it is worked on.

    Until the request ends, or `let_go_of_body` says that it only waits.
    """
    of = services(request)
    async with AsyncExitStack() as held:
        with of.files.new() as arrived:
            length = await _arrive(request, of.settings.body_bytes, arrived)
            await held.enter_async_context(of.bodies.at_work(length))
            data = await run_in_threadpool(whole, arrived)
        request.state.body_held = held
        yield data


async def let_go_of_body(request: Request) -> None:
    """Give the room of a request's body to others: what it asked for is done."""
    held: AsyncExitStack | None = getattr(request.state, "body_held", None)
    if held is not None:
        await held.aclose()


async def json_body(request: Request) -> AsyncIterator[bytes]:
    """Yield the bytes of a body that says it is JSON."""
    media_type_of(request, (JSON,))
    async with body_at_work(request) as data:
        yield data


async def optional_json_body(request: Request) -> bytes:
    """Return the bytes of a small JSON body, or an empty object where there is no body."""
    limit = min(SMALL_BODY_BYTES, services(request).settings.body_bytes)
    data = await read_body(request, limit)
    if not data.strip(_JSON_SPACE):
        return b"{}"
    media_type_of(request, (JSON,))
    return data


JsonBody = Annotated[bytes, Depends(json_body)]
OptionalJsonBody = Annotated[bytes, Depends(optional_json_body)]


def read_as(cls: type[T], data: bytes, limits: Limits = DEFAULT_LIMITS) -> T:
    """Return a request envelope read from JSON, nothing guessed and nothing passed over.

    Raises FileRejected (400) when the body is no JSON, Problem 422 with every issue.
    """
    document = read_json(data, limits)
    found = list(document.issues)
    try:
        value = _adapter(cls).validate_json(document.text)
    except ValidationError as error:
        of_text = {issue.path for issue in found}
        shape = shape_issues(cls, document.value, error)
        found += [issue for issue in shape if issue.path not in of_text]
    else:
        if not found:
            return value
    issues = ordered(document.value, found)
    raise Problem("body_rejected", f"the request has {counted_errors(issues)}", issues=issues)


_building = threading.Lock()
_built: dict[type, TypeAdapter[Any]] = {}


def _adapter(cls: type[T]) -> TypeAdapter[T]:
    """Return what reads a kind of envelope, built once.

    One at a time: what it reads of the source to build them fails where many threads do so.
    """
    with _building:
        if cls not in _built:
            _built[cls] = TypeAdapter(cls)
        return _built[cls]


def _too_large(limit: int) -> Problem:
    detail = f"The body is longer than the {limit:,} bytes that are read."
    # What is still on its way is not waited for.
    return Problem("too_large", detail, headers={"Connection": "close"}, allowed=limit)
