"""What happens to a plan, as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import answer, problems
from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.routes.event_streams import LAST_EVENT_ID, After, EventStream, held, stream_of
from api.routes.found_plans import PlanIdInPath, found_standing

router = APIRouter(tags=["plans"])


async def opened(
    plan_id: PlanIdInPath,
    request: Request,
    response: Response,
    services: ServicesOf,
    caller: CallerOf,
    after: After = 0,
) -> AsyncIterator[EventStream]:
    """Hold a place in which the events of the plan can be streamed."""
    found = await stream_of(plan_id, found_standing, request, response, services, caller, after)
    with held(found) as stream:
        yield stream


@router.get(
    "/v1/plans/{plan_id}/events",
    operation_id="followPlan",
    summary="Follow a plan as it is made",
    response_description="Events as they happen; those behind `Last-Event-ID` first.",
    response_class=EventSourceResponse,
    responses={
        204: answer("The plan is final and every event is known."),
        **problems("no_such_plan", "no_such_event", "too_many_streams"),
    },
    openapi_extra={"parameters": [LAST_EVENT_ID]},
)
async def plan_events(
    stream: Annotated[EventStream, Depends(opened)],
) -> AsyncIterator[ServerSentEvent]:
    """Tell what happens to a plan, as server-sent events.

    `id` is the number of the event, `event` its type, `data` JSON. Types are `queued`, `started`,
    `plan` (a checked plan, better than the one before, with its key figures), `progress` (level,
    value, bound and gap), `level`, `confirmed`, `outcome`, `clash`, `retry`, `released` and
    `finished`, after which the stream ends. A plan that stays near the one in force tells of its
    `traffic_light` first, and after the search of each `cause` (of what, why it could not stay).

    A connection that was cut goes on where it was with `Last-Event-ID`. 204 says that the plan is
    final and nothing is left to tell.
    """
    async for event in stream.sent():
        yield event
