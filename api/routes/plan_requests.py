"""Asking for a plan of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import (
    IDEMPOTENCY_KEY,
    OF_BODIES,
    OF_KEYS,
    OF_THE_QUEUE,
    PREFER,
    answer,
    body,
    problems,
    reference,
)
from api.http.bodies import OptionalJsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition, RepetitionOf, Reply
from api.http.ids import PLAN, new_id
from api.http.json_text import json_response
from api.http.media_types import JSON
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.http.validated import validation
from api.routes.found import ProgrammeIdInPath, found_revision
from api.routes.found_plans import found_plan, found_standing
from api.routes.job_answers import made_or_ready
from api.routes.plan_reading import body_of, read_plan_of
from api.schemas.plans import PlanRequest
from api.schemas.priorities import NUMBERS
from api.store.plans import submit_plan
from scheduler.domain.built_in_profiles import profiles_by_id
from scheduler.domain.issues import Issue

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.schemas.changes import ChangeSolve
    from api.store.records import RevisionRecord
    from scheduler.domain.programme import Programme

router = APIRouter(tags=["plans"])

_VALIDATION = "ValidationResult"


@router.post(
    "/v1/programmes/{programme_id}/plans",
    operation_id="createPlan",
    summary="Plan a programme, or only validate it",
    status_code=202,
    response_class=Response,
    responses={
        200: {
            **answer(
                "The finished plan, if it was ready in time; or what `validate` found.",
                headers=("Location", "ETag", "Preference-Applied", "Idempotency-Replayed"),
            ),
            "content": {
                JSON: {"schema": {"anyOf": [*map(reference, ("PlanResource", _VALIDATION))]}}
            },
        },
        202: answer(
            "The plan is stored and waits for a worker.",
            "PlanResource",
            headers=("Location", "Retry-After", "Preference-Applied", "Idempotency-Replayed"),
        ),
        **problems(
            "no_such_programme",
            "no_such_revision",
            "no_such_plan",
            "no_plan",
            "body_rejected",
            *OF_THE_QUEUE,
            *OF_BODIES,
            *OF_KEYS,
        ),
    },
    openapi_extra={
        "parameters": [PREFER, IDEMPOTENCY_KEY],
        **body(
            "PlanRequest",
            required=False,
            defaults={},
            quickly={"time_limit_seconds": 10, "compare": False},
            in_another_order_of_importance={"profile": "calmest"},
            before_my_others={"priority": "high"},
            on_the_longest_durations={"durations": "max"},
            near_the_plan_in_force={"regenerate": True},
            only_validate={"operation": "validate"},
        ),
    },
)
async def create_plan(
    programme_id: ProgrammeIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    body: OptionalJsonBody,
    repeated: RepetitionOf,
) -> Response:
    """Ask for the best plan of a programme: of its latest revision, unless the body names another.

    The answer is 202 at once, with the address of the plan. With `Prefer: wait=10` it is 200 with
    the finished plan, if that is ready within ten seconds; a caller who stops waiting stops nothing
    else.

    With `"regenerate": true` the plan stays near the one in force, the programme's `baseline`: it
    changes as few commitments as can be, and its answer says which and why.

    With `"operation": "validate"` the programme is only looked at, on the durations asked for; the
    answer is a ValidationResult, and nothing is stored.
    """
    wanted = read_as(PlanRequest, body, services.settings.limits)
    refuse_long_search(wanted, services.settings.longest_search_seconds)
    if wanted.operation == "validate":
        return await run_in_threadpool(_validated, services, caller, programme_id, wanted)
    made = await run_in_threadpool(
        _submitted, services, caller, programme_id, wanted, body, repeated
    )
    return await made_or_ready(
        made, request, services, caller, find=found_standing, read=read_plan_of
    )


def _validated(
    services: Services, caller: Caller, programme_id: str, wanted: PlanRequest
) -> Response:
    with services.database.reading() as connection:
        revision = found_revision(connection, caller, programme_id, wanted.revision)
    document = revision.document.encode()
    return json_response(
        validation(document, services.settings.limits, wanted.durations, wanted.profile)
    )


def _submitted(
    services: Services,
    caller: Caller,
    programme_id: str,
    wanted: PlanRequest,
    body: bytes,
    repeated: Repetition,
) -> Response:
    found = repeated.replayed(services, caller, body)
    if found is not None:
        return found
    with services.database.reading() as connection:
        revision = found_revision(connection, caller, programme_id, wanted.revision)
        _refuse_start(connection, caller, programme_id, wanted.start_from)
        _refuse_before(connection, caller, programme_id, wanted)
    document = services.caches.expanded(revision.hash, revision.document).document
    refuse_profile(document, wanted.profile)
    if wanted.regenerate and document.baseline is None:
        message = "the programme has no baseline: there is no plan in force to stay near to"
        raise _rejected("malformed_value", "/regenerate", message, value=True)

    def create(connection: Connection) -> Reply:
        return _created(services, connection, caller, revision, wanted)

    return repeated.once(services, caller, body, create)


def _created(
    services: Services,
    connection: Connection,
    caller: Caller,
    revision: RevisionRecord,
    wanted: PlanRequest,
) -> Reply:
    plan = submit_plan(
        connection,
        caller.tenant,
        caller.actor,
        plan_id=new_id(PLAN),
        programme=revision.programme,
        revision=revision.number,
        settings=wanted.settings(),
        priority=NUMBERS[wanted.priority],
        quotas=services.settings.quotas,
    )
    headers = {"Location": f"/v1/plans/{plan.id}", "Retry-After": "1"}
    return Reply(202, body_of(connection, plan), headers)


def _refuse_start(
    connection: Connection, caller: Caller, programme_id: str, start_from: str | None
) -> None:
    """Raise unless there is something to start from: a checked plan of the same programme."""
    if start_from is None:
        return
    start = found_plan(connection, caller, start_from)
    if start.programme != programme_id:
        raise Problem("no_such_plan", f"The plan {start_from} is one of another programme.")
    if not start.incumbents:
        raise Problem("no_plan", f"{start_from} has no checked plan to start from.")


def _refuse_before(
    connection: Connection, caller: Caller, programme_id: str, wanted: PlanRequest
) -> None:
    """Raise unless there is the revision that the plan in force was made for."""
    if wanted.changed_since is not None:
        found_revision(connection, caller, programme_id, wanted.changed_since)


def refuse_profile(programme: Programme, profile: str | None, path: str = "/profile") -> None:
    """Raise Problem 422 unless the profile is built in or one of the programme's own."""
    known = profiles_by_id(programme.profiles)
    if profile is not None and profile not in known:
        message = f'there is no objective profile "{profile}"; there are {", ".join(known)}'
        raise _rejected("unknown_reference", path, message, value=profile)


def refuse_long_search(wanted: PlanRequest | ChangeSolve, most: float, inside: str = "") -> None:
    """Raise Problem 422 for a time limit that this service does not allow."""
    if wanted.time_limit_seconds > most:
        message = f"{wanted.time_limit_seconds:g} is not allowed: at most {most:g}"
        path = f"{inside}/time_limit_seconds"
        raise _rejected("value_out_of_range", path, message, value=wanted.time_limit_seconds)


def _rejected(code: str, path: str, message: str, *, value: object) -> Problem:
    issue = Issue(code=code, path=path, message=message, value=value)
    return Problem("body_rejected", "the request has 1 error", issues=[issue])
