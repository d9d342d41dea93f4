"""What happens to a plan or an analysis, as server-sent events, whichever of them it is."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query
from fastapi.sse import ServerSentEvent
from pydantic import BeforeValidator
from starlette.concurrency import run_in_threadpool

from api.http.answers import header_parameter
from api.http.problems import Problem
from api.http.query import whole
from api.schemas.instants import instant
from api.store.events import events_after
from scheduler.domain.issues import Issue

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from starlette.requests import Request
    from starlette.responses import Response

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import EventRecord
    from api.store.watching import Standing

PACE = 0.25
"""Seconds between two looks at the table of events."""
BATCH = 200
LAST = "finished"
"""After this event nothing follows."""
RETRY_MILLISECONDS = 1000
"""After which a browser connects again."""
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
LAST_EVENT_ID = header_parameter(
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


def as_it_is(event: EventRecord) -> EventRecord:
    """Return an event unchanged."""
    return event


@dataclass(frozen=True, slots=True)
class EventStream:
    """The events of one plan or analysis behind a number, as they come."""

    services: Services
    caller: Caller
    id: str
    after: int
    over: bool
    """Whether nothing will come any more."""
    shown: Callable[[EventRecord], EventRecord | None] = as_it_is
    """What is sent of an event; nothing where it is not for those who read."""

    async def events(self) -> AsyncIterator[EventRecord]:
        """Yield each event once, in order; end behind the last one, with the process or its time.

        Who follows for longer connects again, which ends what a client that has gone, or reads
        nothing, would hold for ever.
        """
        if self.over:
            return
        number = self.after
        until = monotonic() + self.services.settings.stream_seconds
        while True:
            found = await run_in_threadpool(self._behind, number)
            for event in found:
                yield event
                number = event.number
                if event.type == LAST:
                    return
            if monotonic() > until:
                return
            if len(found) < BATCH and not await self.services.streams.pause(PACE):
                return

    async def sent(self) -> AsyncIterator[ServerSentEvent]:
        """Yield the events as they go over the wire."""
        retry: int | None = RETRY_MILLISECONDS
        async for event in self.events():
            told = self.shown(event)
            if told is None:
                continue
            yield ServerSentEvent(
                raw_data=_data(told), event=told.type, id=str(told.number), retry=retry
            )
            retry = None

    def _behind(self, number: int) -> list[EventRecord]:
        with self.services.database.reading() as connection:
            return events_after(connection, self.caller.tenant, self.id, number, BATCH)


Find = Callable[["Connection", "Caller", str], "Standing"]
"""Returns how far what is to be followed has come. Raises Problem 404."""


async def stream_of(  # what FastAPI has found for the route
    id: str,
    find: Find,
    request: Request,
    response: Response,
    services: Services,
    caller: Caller,
    after: int,
) -> EventStream:
    """Refuse what cannot be streamed before the stream begins.

    Raises Problem 404; 422 for what is no number, 409 for that of an event which has not happened.
    """
    number = _last_event_id(request, after)

    def look() -> Standing:
        with services.database.reading() as connection:
            return find(connection, caller, id)

    standing = await run_in_threadpool(look)
    if number > standing.last_event:
        raise Problem("no_such_event", f"There are {standing.last_event} events so far.")
    over = standing.is_terminal and number == standing.last_event
    if over:
        # The status by which browsers are told not to come again.
        response.status_code = 204
    return EventStream(services, caller, id, number, over)


@contextmanager
def held(stream: EventStream) -> Iterator[EventStream]:
    """Hold a place while a stream is open. Raises Problem 503 when too many are."""
    with stream.services.streams.one():
        yield stream


def _data(event: EventRecord) -> str:
    said: dict[str, Any] = {"at": instant(event.at), **event.data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


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
