"""`/v1/plans/{id}/view`: the dates of a plan as the public or a supplier may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.answers import answer, problems
from api.http.caller import CallerOf
from api.http.json_text import json_response
from api.http.problems import Problem, malformed_parameter
from api.http.state import ServicesOf
from api.routes.found import found_revision
from api.routes.found_plans import PlanIdInPath, found_plan
from api.routes.plan_reading import final_best_of, planned_programme
from scheduler.explaining.audience import Audience
from scheduler.explaining.public_plan import public_plan
from scheduler.interchange.plan_json import plan_to_jsonable

if TYPE_CHECKING:
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan

router = APIRouter(tags=["plans"])


@router.get(
    "/v1/plans/{plan_id}/view",
    dependencies=[IN_TURN],
    operation_id="readPlanView",
    summary="Read the dates of a plan as some may see them",
    response_class=Response,
    responses={
        200: answer("The view.", "PlanView"),
        **problems("no_such_plan", "no_plan", "plan_not_final", "plan_breaks_rules"),
    },
)
def read(
    plan_id: PlanIdInPath,
    services: ServicesOf,
    caller: CallerOf,
    audience: Annotated[
        Audience,
        Query(
            description="`public` leaves out options, prices, what gives them away, and when staff "
            "transfer."
        ),
    ] = "public",
    groups: Annotated[
        str | None,
        Query(description="Service groups to show, with commas between; all when left out."),
    ] = None,
) -> Response:
    """Return the dates of a final plan for publication, for a supplier, or for those who evaluate.

    A key for some service groups sees these alone, and the public version unless its role is more
    than viewer.
    """
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        made_for = found_revision(connection, caller, plan.programme, plan.revision)
    best = final_best_of(plan)
    programme = planned_programme(services, made_for, plan)
    shown = _groups(groups, programme)
    if caller.groups is not None:
        if audience == "exempt" and caller.role == "viewer":
            raise Problem("not_allowed", "The key allows the public version alone.")
        shown = shown & frozenset(caller.groups) if shown else frozenset(caller.groups)
    view = view_of(programme, best, audience, shown if shown or caller.groups is not None else None)
    facts = {"plan": plan.id, "programme": plan.programme, "revision": plan.revision}
    return json_response({**facts, **view})


def _groups(text: str | None, programme: ExpandedProgramme) -> frozenset[str]:
    named = frozenset(filter(None, (text or "").split(",")))
    unknown = sorted(named - frozenset(programme.groups))
    if unknown:
        raise malformed_parameter("query/groups", "no service group has this id", unknown[0])
    return named


def view_of(
    programme: ExpandedProgramme,
    plan: Plan,
    audience: Audience,
    groups: frozenset[str] | None = None,
) -> dict[str, Any]:
    """Return the dates of a plan as an audience may see them, of some service groups or of all."""
    if audience == "public":
        programme, plan = public_plan(programme, plan)

    def is_shown(group: str | None) -> bool:
        return groups is None or group in groups

    document = programme.document
    activities = [
        {
            "id": activity.id,
            "name": activity.name or activity.id,
            "service": activity.service,
            "group": programme.group_of(activity),
            "start": at.start.isoformat(),
            "finish": at.finish.isoformat(),
        }
        for activity in document.activities
        if (at := plan.placed.get(activity.id)) is not None
        and is_shown(programme.group_of(activity))
    ]
    options = {group: option for group, option in plan.options.items() if is_shown(group)}
    dates = plan_to_jsonable(programme, plan)["services"]
    return {
        "audience": audience,
        "groups": None if groups is None else sorted(groups),
        "name": document.name,
        "contract_end": document.contract.end_date.isoformat(),
        "options": None if audience == "public" else options,
        "services": {name: of for name, of in dates.items() if is_shown(of["group"])},
        "activities": sorted(activities, key=lambda each: (each["start"], each["id"])),
    }
