"""Reading a plan, at once or when it is ready."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from api.http.json_text import JsonResponse
from api.routes.found_plans import found_plan, found_standing
from api.schemas.plan_bodies import plan_body
from api.store.watching import latest_event

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import PlanRecord

FRESH = {"Cache-Control": "private, no-cache"}
"""May be kept, but is asked for again each time."""
_PACES = ((2.0, 0.05), (15.0, 0.1))
"""Until so many seconds, look again after so many; later more seldom."""
_SLOWEST = 0.25


def body_of(connection: Connection, plan: PlanRecord) -> str:
    """Return a plan as JSON, with what was last heard of it."""
    latest = latest_event(connection, plan.tenant, plan.id, "plan") if plan.incumbents else None
    progress = latest_event(connection, plan.tenant, plan.id, "progress") if plan.attempt else None
    return plan_body(plan, latest, progress)


def tag_of(plan: PlanRecord) -> str:
    """Return the ETag of a plan: it changes with every event and every step in the queue."""
    queued = "" if plan.queue_position is None else f"-{plan.queue_position}"
    return f'"{plan.state}-{plan.attempt}-{plan.last_event}{queued}"'


def read_plan_of(services: Services, caller: Caller, plan_id: str) -> tuple[PlanRecord, str]:
    """Return a plan with its JSON. Raises Problem 404."""
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        return plan, body_of(connection, plan)


async def ready_in_time(
    request: Request, services: Services, caller: Caller, plan_id: str, seconds: float
) -> bool:
    """Wait until a plan is final; False when time is up or nobody waits any more."""
    began = time.monotonic()
    while True:
        if await run_in_threadpool(_is_final, services, caller, plan_id):
            return True
        waited = time.monotonic() - began
        left = seconds - waited
        if left <= 0 or await request.is_disconnected():
            return False
        pace = next((pace for until, pace in _PACES if waited < until), _SLOWEST)
        if not await services.streams.pause(min(pace, left)):
            return False


def _is_final(services: Services, caller: Caller, plan_id: str) -> bool:
    with services.database.reading() as connection:
        return found_standing(connection, caller, plan_id).is_terminal


def plan_response(plan: PlanRecord, body: str, headers: dict[str, str]) -> JsonResponse:
    """Return a plan as the body of a response."""
    return JsonResponse(body, headers={**FRESH, "ETag": tag_of(plan), **headers})
