"""`/v1/programmes/{id}/churn`: how the forecast moved from plan to plan, in rows and drawn."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import IF_NONE_MATCH, answer, problems
from api.http.caller import Caller, CallerOf
from api.http.json_text import json_response
from api.http.preconditions import not_modified
from api.http.query import whole
from api.http.state import Services, ServicesOf
from api.routes.found import ProgrammeIdInPath, found_programme, found_revision
from api.routes.found_plans import found_plan
from api.routes.plan_pictures import PICTURE_HEADERS, SVG, picture_responses
from api.routes.plan_reading import best_of, planned_programme
from api.schemas.instants import instant
from api.store.plans import list_plans
from scheduler.pictures.churn_svg import churn_svg
from scheduler.regenerating.churn import ChurnRow, churn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from api.store.records import PlanRecord, RevisionRecord

MOST_COMPARED = 50
"""Plans of one answer: each is read and compared with the one before."""
LOOKED_AT = 200
"""Plans among which those to compare are looked for, newest first."""

router = APIRouter(prefix="/v1/programmes/{programme_id}", tags=["changes"])

MostPlans = Annotated[
    int,
    BeforeValidator(whole),
    Query(ge=1, le=MOST_COMPARED, description="Newest plans to compare at most."),
]


@router.get(
    "/churn",
    operation_id="listChurn",
    summary="Say how the forecast moved from plan to plan",
    responses={
        200: answer("Final plans of all revisions, oldest first.", "Churn"),
        **problems("no_such_programme"),
    },
)
def list_churn(
    services: ServicesOf, caller: CallerOf, programme_id: ProgrammeIdInPath, limit: MostPlans = 20
) -> Response:
    """Return each final plan that was found, with what it changed of the one before it."""
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        plans = _final(connection, caller, programme_id, limit)
        read = _read(connection, caller, plans)
    rows = _rows(services, read)
    told = [_facts(plan, row) for (plan, _), row in zip(read, rows, strict=True)]
    return json_response({"plans": told})


@router.get(
    "/churn.svg",
    operation_id="drawChurn",
    summary="Draw how the forecast moved from plan to plan",
    response_class=Response,
    responses=picture_responses("no_such_programme"),
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def draw_churn(
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    limit: MostPlans = 20,
) -> Response:
    """Return forecast end, schedule contingency and moved dates of each plan as a picture."""
    with services.database.reading() as connection:
        programme = found_programme(connection, caller, programme_id)
        plans = _final(connection, caller, programme_id, limit)
        shown = " ".join((*(plan.id for plan in plans), programme.name))
        tag = f'"churn-{hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:20]}"'
        unchanged = not_modified(request, tag, PICTURE_HEADERS)
        if unchanged is not None:
            return unchanged

    def draw() -> bytes:
        with services.database.reading() as connection:
            read = _read(connection, caller, plans)
        return churn_svg(_rows(services, read), title=programme.name).encode()

    drawn = services.pictures.get((caller.tenant, programme_id, tag), draw)
    return Response(drawn, media_type=SVG, headers={**PICTURE_HEADERS, "ETag": tag})


def _final(
    connection: Connection, caller: Caller, programme_id: str, limit: int
) -> Sequence[PlanRecord]:
    """Return the newest final plans that were found, oldest first, without their documents."""
    listed = list_plans(connection, caller.tenant, programme=programme_id, limit=LOOKED_AT)
    found = [plan for plan in listed if plan.is_terminal and plan.incumbents]
    return found[:limit][::-1]


def _read(
    connection: Connection, caller: Caller, plans: Sequence[PlanRecord]
) -> Sequence[tuple[PlanRecord, RevisionRecord]]:
    """Return plans with their documents and revisions."""
    return [
        (
            found_plan(connection, caller, plan.id),
            found_revision(connection, caller, plan.programme, plan.revision),
        )
        for plan in plans
    ]


def _rows(
    services: Services, read: Sequence[tuple[PlanRecord, RevisionRecord]]
) -> Sequence[ChurnRow]:
    made = []
    for record, revision in read:
        plan = best_of(record)
        if plan is None:
            message = f"{record.id} has a checked plan without its text"
            raise LookupError(message)
        label = f"revision {revision.number}"
        made.append((label, planned_programme(services, revision, record), plan))
    return list(churn(made))


def _facts(plan: PlanRecord, row: ChurnRow) -> dict[str, Any]:
    return {
        "plan": plan.id,
        "revision": plan.revision,
        "finished_at": instant(plan.finished_at or plan.submitted_at),
        "forecast_end": row.last_transfer,
        "contingency_working_days": row.contingency_working_days,
        "activities_moved": row.activities_moved,
        "dates_moved": row.dates_moved,
        "options_changed": row.options_changed,
        "commitments_changed": row.commitments_changed,
    }
