"""Waiting for what a worker makes, without a thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from api.http.bodies import let_go_of_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from starlette.requests import Request

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.watching import Standing

FRESH = {"Cache-Control": "private, no-cache"}
"""May be kept, but is asked for again each time."""
_PACES = ((2.0, 0.05), (15.0, 0.1))
"""Until so many seconds, look again after so many; later more seldom."""
_SLOWEST = 0.25


async def ready_in_time(  # what is waited for, by whom, how long
    request: Request,
    services: Services,
    caller: Caller,
    find: Callable[[Connection, Caller, str], Standing],
    id: str,
    seconds: float,
) -> bool:
    """Wait until a job is final; False when time is up or nobody waits any more."""
    await let_go_of_body(request)
    began = time.monotonic()

    def is_final() -> bool:
        with services.database.reading() as connection:
            return find(connection, caller, id).is_terminal

    while True:
        if await run_in_threadpool(is_final):
            return True
        waited = time.monotonic() - began
        left = seconds - waited
        if left <= 0 or await request.is_disconnected():
            return False
        pace = next((pace for until, pace in _PACES if waited < until), _SLOWEST)
        if not await services.streams.pause(min(pace, left)):
            return False
