"""What happens to a plan, as server-sent events."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BeforeValidator
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import answer, header_parameter, problems
from api.http.caller import Caller, CallerOf
from api.http.problems import Problem
from api.http.query import whole
from api.http.state import Services, ServicesOf
from api.routes.found_plans import PlanIdInPath, found_standing
from api.schemas.instants import instant
from api.store.events import events_after
from api.store.records import EventRecord
from api.store.watching import Standing
from scheduler.domain.issues import Issue

router = APIRouter(tags=["plans"])

PACE = 0.25
"""Seconds between two looks at the table of events."""
BATCH = 200
LAST = "finished"
"""After this event nothing follows."""
RETRY_MILLISECONDS = 1000
"""After which a browser connects again."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_LAST_EVENT_ID = header_parameter(
    "Last-Event-ID",
    "Number of the last event that was received; those behind it follow. Browsers send it by "
    "themselves when they connect again; it counts before `after`.",
    {"type": "string", "pattern": "^(0|[1-9][0-9]{0,8})$", "examples": ["12"]},
)

After = Annotated[
    int,
    BeforeValidator(whole),
    Query(ge=0, le=999_999_999, description="Number of the last event that is known already."),
]


@dataclass(frozen=True, slots=True)
class EventStream:
    """The events of one plan behind a number, as they come."""

    services: Services
    caller: Caller
    plan_id: str
    after: int
    over: bool
    """Whether nothing will come any more."""

    async def events(self) -> AsyncIterator[EventRecord]:
        """Yield each event once, in order; end behind the last one or with the process."""
        if self.over:
            return
        number = self.after
        while True:
            found = await run_in_threadpool(self._behind, number)
            for event in found:
                yield event
                number = event.number
                if event.type == LAST:
                    return
            if len(found) < BATCH and not await self.services.streams.pause(PACE):
                return

    def _behind(self, number: int) -> list[EventRecord]:
        with self.services.database.reading() as connection:
            return events_after(connection, self.caller.tenant, self.plan_id, number, BATCH)


async def opened(
    plan_id: PlanIdInPath,
    request: Request,
    response: Response,
    services: ServicesOf,
    caller: CallerOf,
    after: After = 0,
) -> AsyncIterator[EventStream]:
    """Refuse what cannot be streamed before the stream begins; hold a place while it is open.

    Raises Problem 404; 422 for what is no number, 409 for that of an event which has not happened,
    503 when too many streams are open.
    """
    number = _last_event_id(request, after)
    standing = await run_in_threadpool(_standing, services, caller, plan_id)
    if number > standing.last_event:
        raise Problem("no_such_event", f"The plan has {standing.last_event} events so far.")
    over = standing.is_terminal and number == standing.last_event
    if over:
        # The status by which browsers are told not to come again.
        response.status_code = 204
    with services.streams.one():
        yield EventStream(services, caller, plan_id, number, over)


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
    openapi_extra={"parameters": [_LAST_EVENT_ID]},
)
async def plan_events(
    stream: Annotated[EventStream, Depends(opened)],
) -> AsyncIterator[ServerSentEvent]:
    """Tell what happens to a plan, as server-sent events.

    `id` is the number of the event, `event` its type, `data` JSON. Types are `queued`, `started`,
    `plan` (a checked plan, better than the one before, with its key figures), `progress` (level,
    value, bound and gap), `level`, `confirmed`, `outcome`, `clash`, `retry`, `released` and
    `finished`, after which the stream ends. A connection that was cut goes on where it was with
    `Last-Event-ID`. 204 says that the plan is final and nothing is left to tell.
    """
    retry: int | None = RETRY_MILLISECONDS
    async for event in stream.events():
        yield ServerSentEvent(
            raw_data=_data(event), event=event.type, id=str(event.number), retry=retry
        )
        retry = None


def _data(event: EventRecord) -> str:
    said: dict[str, Any] = {"at": instant(event.at), **event.data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _standing(services: Services, caller: Caller, plan_id: str) -> Standing:
    with services.database.reading() as connection:
        return found_standing(connection, caller, plan_id)


def _last_event_id(request: Request, after: int) -> int:
    given = request.headers.getlist("last-event-id")
    if not given or given == [""]:
        return after
    if len(given) > 1 or _NUMBER.fullmatch(given[0]) is None:
        message = "Last-Event-ID is the number of an event, given once"
        where = "header/Last-Event-ID"
        issue = Issue(code="malformed_parameter", path=where, message=message, value=given[0])
        raise Problem("malformed_parameter", message, issues=[issue])
    return int(given[0])
