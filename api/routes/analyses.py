"""Analyses: reading one, listing those of a plan, stopping one, following one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN_AT_JOBS
from api.http.answers import IF_NONE_MATCH, answer, problems
from api.http.caller import Caller, CallerOf
from api.http.ids import ANALYSIS, is_id
from api.http.json_text import json_response
from api.http.preconditions import not_modified
from api.http.query import Limit, refuse_no_cursor
from api.http.state import Services, ServicesOf
from api.routes.analysis_reading import analysis_body_of, read_analysis_for
from api.routes.audiences import AudienceInQuery, programme_of, public_event
from api.routes.event_streams import LAST_EVENT_ID, After, EventStream, held, stream_of
from api.routes.found_analyses import (
    ANALYSIS_ID_SCHEMA,
    AnalysisIdInPath,
    found_analysis,
    found_analysis_standing,
    no_such_analysis,
)
from api.routes.found_plans import PlanIdInPath, found_standing
from api.routes.job_answers import job_response, stop_response, tag_of
from api.routes.waiting import FRESH
from api.schemas.analysis_bodies import listed_analysis
from api.store.analyses import list_analyses, request_stop
from api.store.records import EventRecord

router = APIRouter(tags=["analyses"])


@router.get(
    "/v1/plans/{plan_id}/analyses",
    operation_id="listAnalyses",
    summary="List the analyses of a plan",
    response_class=Response,
    responses={
        200: answer("One page of analyses.", "AnalysisList"),
        **problems("no_such_plan", "no_such_analysis"),
    },
)
def list_some(
    plan_id: PlanIdInPath,
    services: ServicesOf,
    caller: CallerOf,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=ANALYSIS_ID_SCHEMA),
    ] = None,
) -> Response:
    """Return what was asked about a plan, newest first, without rows and documents."""
    refuse_no_cursor(ANALYSIS, after)
    with services.database.reading() as connection:
        found_standing(connection, caller, plan_id)
        if after is not None:
            found_analysis_standing(connection, caller, after)
        found = list_analyses(connection, caller.tenant, plan_id, limit=limit + 1, after=after)
    listed = [listed_analysis(analysis) for analysis in found[:limit]]
    following = listed[-1]["id"] if len(found) > limit else None
    return json_response({"analyses": listed, "next": following})


@router.get(
    "/v1/analyses/{analysis_id}",
    dependencies=[IN_TURN_AT_JOBS],
    operation_id="readAnalysis",
    summary="Read an analysis",
    response_class=Response,
    responses={
        200: answer("The analysis.", "AnalysisResource", headers=("ETag",)),
        304: answer("Nothing has changed.", headers=("ETag",)),
        **problems("no_such_analysis"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def read_analysis(
    analysis_id: AnalysisIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    audience: AudienceInQuery = "exempt",
) -> Response:
    """Return the state of an analysis, its partial results so far and, once final, its document.

    The document is what the command of this kind prints with `--json`. Where the analysis was
    stopped or its time was up, the outcome is `partial`: what could not be told by then is said to
    be unknown or left out. For the public `document` has two more members: `audience`, and
    `withheld` with the names of members that are left out, whole or in part; rows that are not for
    the public are left out of `rows`.
    """
    analysis, body = read_analysis_for(audience, services, caller, analysis_id)
    unchanged = not_modified(request, tag_of(analysis), FRESH)
    return unchanged or job_response(services, analysis, body, {})


@router.post(
    "/v1/analyses/{analysis_id}/cancel",
    operation_id="cancelAnalysis",
    summary="Stop an analysis and keep what is known",
    status_code=202,
    response_class=Response,
    responses={
        200: answer("The analysis is final.", "AnalysisResource", headers=("ETag",)),
        202: answer(
            "The analysis is stopping.", "AnalysisResource", headers=("ETag", "Retry-After")
        ),
        **problems("no_such_analysis"),
    },
)
def cancel_analysis(
    analysis_id: AnalysisIdInPath, services: ServicesOf, caller: CallerOf
) -> Response:
    """Stop asking, and keep what is known so far as the answer.

    One that waits is cancelled at once; one at work goes to `stopping`, and to `cancelled` when
    its worker has stored what it has. Cancelling again changes nothing.
    """
    with services.database.writing() as connection:
        analysis = None
        if is_id(ANALYSIS, analysis_id):
            analysis = request_stop(connection, caller.tenant, caller.actor, analysis_id)
        if analysis is None:
            raise no_such_analysis(analysis_id)
        body = analysis_body_of(connection, analysis)
    return stop_response(services, analysis, body)


def _for_the_public(
    services: Services, caller: Caller, analysis_id: str
) -> Callable[[EventRecord], EventRecord | None]:
    with services.database.reading() as connection:
        analysis = found_analysis(connection, caller, analysis_id)
        return public_event(programme_of(connection, services, caller, analysis))


async def opened(
    analysis_id: AnalysisIdInPath,
    request: Request,
    response: Response,
    services: ServicesOf,
    caller: CallerOf,
    after: After = 0,
    audience: AudienceInQuery = "exempt",
) -> AsyncIterator[EventStream]:
    """Hold a place in which the events of the analysis can be streamed."""
    find = found_analysis_standing
    found = await stream_of(analysis_id, find, request, response, services, caller, after)
    if audience == "public":
        shown = await run_in_threadpool(_for_the_public, services, caller, analysis_id)
        found = replace(found, shown=shown)
    with held(found) as stream:
        yield stream


@router.get(
    "/v1/analyses/{analysis_id}/events",
    operation_id="followAnalysis",
    summary="Follow an analysis as it is made",
    response_description="Events as they happen; those behind `Last-Event-ID` first.",
    response_class=EventSourceResponse,
    responses={
        204: answer("The analysis is final and every event is known."),
        **problems("no_such_analysis", "no_such_event", "too_many_streams"),
    },
    openapi_extra={"parameters": [LAST_EVENT_ID]},
)
async def analysis_events(
    stream: Annotated[EventStream, Depends(opened)],
) -> AsyncIterator[ServerSentEvent]:
    """Tell what happens to an analysis, as server-sent events.

    `id` is the number of the event, `event` its type, `data` JSON. Types are `queued`, `started`,
    `row` (a partial result, its sort in the member `row`), `progress` (questions answered, rows
    and seconds), `retry`, `released` and `finished`, after which the stream ends. An analysis that
    another worker has taken up tells its rows again. A connection that was cut goes on where it
    was with `Last-Event-ID`. Rows that are not for the public are not sent to it, and their
    numbers are missing then.
    """
    async for event in stream.sent():
        yield event
