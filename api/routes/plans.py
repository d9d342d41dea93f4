"""Plans: reading one, listing them, stopping one."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN_AT_JOBS
from api.http.answers import IF_NONE_MATCH, answer, problems
from api.http.caller import CallerOf
from api.http.ids import PLAN, PROGRAMME, is_id
from api.http.json_text import json_response
from api.http.preconditions import not_modified
from api.http.problems import malformed_parameter
from api.http.query import Limit, refuse_no_cursor
from api.http.state import ServicesOf
from api.routes.found_plans import PLAN_ID_SCHEMA, PlanIdInPath, found_standing, no_such_plan
from api.routes.job_answers import job_response, stop_response, tag_of
from api.routes.plan_reading import body_of, read_plan_of
from api.routes.waiting import FRESH
from api.schemas.plan_bodies import listed_plan
from api.schemas.programmes import PROGRAMME_ID_SCHEMA
from api.store.plans import list_plans, request_stop
from api.store.watching import latest_event

router = APIRouter(tags=["plans"])


@router.get(
    "/v1/plans/{plan_id}",
    dependencies=[IN_TURN_AT_JOBS],
    operation_id="readPlan",
    summary="Read a plan",
    response_class=Response,
    responses={
        200: answer("The plan.", "PlanResource", headers=("ETag",)),
        304: answer("Nothing has changed.", headers=("ETag",)),
        **problems("no_such_plan"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def read_plan(
    plan_id: PlanIdInPath, request: Request, services: ServicesOf, caller: CallerOf
) -> Response:
    """Return the state of a plan, and its answer as far as it is known.

    Once the state is final, the answer document of `phased-exit plan --json` stands in the body,
    which can be given to `phased-exit check` and to /v1/check as it is. Before that, `plan` is the
    best checked plan so far and `progress` the newest word of the search. That no plan exists is an
    answer too: the outcome `infeasible`, with the clash.
    """
    plan, body = read_plan_of(services, caller, plan_id)
    unchanged = not_modified(request, tag_of(plan), FRESH)
    return unchanged or job_response(services, plan, body, {})


@router.get(
    "/v1/plans",
    operation_id="listPlans",
    summary="List plans",
    response_class=Response,
    responses={200: answer("One page of plans.", "PlanList"), **problems("no_such_plan")},
)
def list_some(
    services: ServicesOf,
    caller: CallerOf,
    programme: Annotated[
        str | None,
        Query(
            description="Id of a programme: only its plans.",
            json_schema_extra=PROGRAMME_ID_SCHEMA,
        ),
    ] = None,
    state: Annotated[
        Literal["queued", "running", "stopping", "completed", "cancelled", "failed"] | None,
        Query(description="Only plans in this state."),
    ] = None,
    failure_code: Annotated[
        str | None,
        Query(
            description="Only plans that failed with this code: `parked` finds those that ended "
            "every process that worked on them.",
            min_length=1,
            max_length=100,
        ),
    ] = None,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=PLAN_ID_SCHEMA),
    ] = None,
) -> Response:
    """Return plans, newest first, with their key figures and without the plans themselves."""
    if programme is not None and not is_id(PROGRAMME, programme):
        raise malformed_parameter("query/programme", "programme is no id of a programme", programme)
    refuse_no_cursor(PLAN, after)
    with services.database.reading() as connection:
        if after is not None:
            found_standing(connection, caller, after)
        found = list_plans(
            connection,
            caller.tenant,
            programme=programme,
            state=state,
            failure_code=failure_code,
            limit=limit + 1,
            after=after,
        )
        listed = [
            listed_plan(
                plan,
                latest_event(connection, caller.tenant, plan.id, "plan")
                if plan.incumbents
                else None,
            )
            for plan in found[:limit]
        ]
    following = listed[-1]["id"] if len(found) > limit else None
    return json_response({"plans": listed, "next": following})


@router.post(
    "/v1/plans/{plan_id}/cancel",
    operation_id="cancelPlan",
    summary="Stop a plan and keep the best so far",
    status_code=202,
    response_class=Response,
    responses={
        200: answer("The plan is final.", "PlanResource", headers=("ETag",)),
        202: answer("The plan is stopping.", "PlanResource", headers=("ETag", "Retry-After")),
        **problems("no_such_plan"),
    },
)
def cancel_plan(plan_id: PlanIdInPath, services: ServicesOf, caller: CallerOf) -> Response:
    """Stop planning and keep the best checked plan so far.

    A plan that waits is cancelled at once. One that is being made goes to `stopping`, and to
    `cancelled` when its worker has stored what it has. Cancelling again changes nothing, nor does
    cancelling what is final.
    """
    with services.database.writing() as connection:
        plan = None
        if is_id(PLAN, plan_id):
            plan = request_stop(connection, caller.tenant, caller.actor, plan_id)
        if plan is None:
            raise no_such_plan(plan_id)
        body = body_of(connection, plan)
    return stop_response(services, plan, body)
