"""Pictures of a plan: the Gantt chart and the heat map of change load."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import IF_NONE_MATCH, answer, problems
from api.http.caller import Caller, CallerOf
from api.http.preconditions import not_modified
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.found_plans import PlanIdInPath, found_plan, found_standing
from api.routes.plan_reading import planned_programme
from api.routes.waiting import FRESH
from api.store.programmes import get_revision
from api.store.watching import Standing
from scheduler.explaining.audience import Audience
from scheduler.explaining.public_plan import public_plan
from scheduler.interchange.plan_json import read_plan
from scheduler.pictures.gantt_svg import gantt_svg
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.rows import Detail

if TYPE_CHECKING:
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan

router = APIRouter(tags=["pictures"])

SVG = "image/svg+xml"
PICTURE_HEADERS = {
    **FRESH,
    # A picture opened by itself may style itself, and nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


def picture_responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Return the responses of a route that draws, with the problems that it may answer."""
    return {
        200: {
            **answer("The picture.", headers=("ETag",)),
            "content": {SVG: {"schema": {"type": "string"}}},
        },
        304: answer("Nothing has changed.", headers=("ETag",)),
        **problems(*codes),
    }


_RESPONSES = picture_responses("no_such_plan", "no_plan")

Draw = Callable[["ExpandedProgramme", "Plan"], str]


@router.get(
    "/v1/plans/{plan_id}/gantt.svg",
    operation_id="drawGantt",
    summary="Draw a plan as a Gantt chart",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def plan_gantt(
    plan_id: PlanIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    detail: Annotated[Detail, Query(description="What has a row of its own.")] = "services",
    audience: Annotated[
        Audience,
        Query(description="`public` leaves out options, providers and moves of staff."),
    ] = "exempt",
) -> Response:
    """Return the Gantt chart of the best checked plan so far; the picture loads nothing else."""

    def draw(programme: ExpandedProgramme, plan: Plan) -> str:
        if audience == "public":
            programme, plan = public_plan(programme, plan)
        return gantt_svg(programme, plan, title=programme.document.name, detail=detail)

    what = f"gantt-{detail}" if audience == "exempt" else f"gantt-{detail}-{audience}"
    return _picture(request, services, caller, plan_id, what, draw)


@router.get(
    "/v1/plans/{plan_id}/heatmap.svg",
    operation_id="drawHeatMap",
    summary="Draw the change load of a plan",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def plan_heatmap(
    plan_id: PlanIdInPath, request: Request, services: ServicesOf, caller: CallerOf
) -> Response:
    """Return the change load per user group and week of the best checked plan so far."""

    def draw(programme: ExpandedProgramme, plan: Plan) -> str:
        return heatmap_svg(programme, plan, title=programme.document.name)

    return _picture(request, services, caller, plan_id, "heatmap", draw)


def _picture(
    request: Request, services: Services, caller: Caller, plan_id: str, what: str, draw: Draw
) -> Response:
    with services.database.reading() as connection:
        standing = found_standing(connection, caller, plan_id)
    if not standing.incumbents:
        raise _nothing_to_draw(standing)
    tag = f'"{what}-{standing.incumbents}{"-final" if standing.is_terminal else ""}"'
    unchanged = not_modified(request, tag, PICTURE_HEADERS)
    if unchanged is not None:
        return unchanged
    key = (caller.tenant, plan_id, tag)
    drawn = services.pictures.get(key, lambda: _drawn(services, caller, plan_id, draw))
    return Response(drawn, media_type=SVG, headers={**PICTURE_HEADERS, "ETag": tag})


def _drawn(services: Services, caller: Caller, plan_id: str, draw: Draw) -> bytes:
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        revision = get_revision(connection, caller.tenant, plan.programme, plan.revision)
    text = plan.answer if plan.outcome == "plan" else plan.incumbent
    if revision is None or text is None:
        message = f"{plan_id} has a checked plan without its text or its programme"
        raise LookupError(message)
    programme = planned_programme(services, revision, plan)
    found = read_plan(text.encode(), programme)
    return draw(programme, found.plan).encode()


def _nothing_to_draw(standing: Standing) -> Problem:
    if standing.is_terminal:
        detail = f"The plan is {standing.state}, and no checked plan was found."
        return Problem("no_plan", detail, state=standing.state, final=True)
    detail = f"The plan is {standing.state}; no checked plan has been found yet."
    headers = {"Retry-After": "1"}
    return Problem("no_plan", detail, headers=headers, state=standing.state, final=False)
