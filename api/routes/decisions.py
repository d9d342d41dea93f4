"""`/v1/plans/{id}/decisions`: approving plans."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answers import OF_BODIES, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import CallerOf
from api.http.json_text import JsonResponse, json_response, json_text
from api.http.state import ServicesOf
from api.routes.found_plans import PlanIdInPath, found_plan
from api.routes.plan_reading import final_best_of
from api.schemas.decisions import PlanDecisionRequest
from api.schemas.instants import instant
from api.store.approvals import APPROVED, DecisionRecord, decide, decisions_on

router = APIRouter(prefix="/v1/plans/{plan_id}/decisions", tags=["plans"])


@router.post(
    "",
    operation_id="decidePlan",
    summary="Approve a plan, or withdraw an approval",
    status_code=201,
    response_class=Response,
    responses={
        201: answer("The decision, as it is kept.", "PlanDecision"),
        **problems(
            "no_such_plan",
            "no_plan",
            "plan_not_final",
            "plan_breaks_rules",
            "body_rejected",
            *OF_BODIES,
        ),
    },
    openapi_extra=body(
        "PlanDecisionRequest",
        approved={"decision": "approved", "comment": "Programme board, 4 October 2022."},
    ),
)
def create(
    plan_id: PlanIdInPath, services: ServicesOf, caller: CallerOf, data: JsonBody
) -> Response:
    """Approve a final plan under one's name and role, or withdraw that; both are kept for good."""
    wanted = read_as(PlanDecisionRequest, data, services.settings.limits)
    with services.database.writing() as connection:
        plan = found_plan(connection, caller, plan_id)
        final_best_of(plan)
        made = decide(
            connection,
            caller.actor,
            plan,
            role=caller.role,
            decision=wanted.decision,
            comment=wanted.comment,
        )
    return JsonResponse(json_text(_facts(made)), status_code=201)


@router.get(
    "",
    operation_id="listDecisions",
    summary="List the decisions on a plan",
    response_class=Response,
    responses={
        200: answer("Decisions, oldest first.", "PlanDecisionList"),
        **problems("no_such_plan"),
    },
)
def list_all(plan_id: PlanIdInPath, services: ServicesOf, caller: CallerOf) -> Response:
    """Return who approved a plan and who took that back; whether it stands as approved."""
    with services.database.reading() as connection:
        found_plan(connection, caller, plan_id)
        found = decisions_on(connection, caller.tenant, plan_id)
    approved = bool(found) and found[-1].decision == APPROVED
    return json_response({"decisions": [_facts(each) for each in found], "approved": approved})


def _facts(decision: DecisionRecord) -> dict[str, Any]:
    return {
        "plan": decision.plan,
        "number": decision.number,
        "decision": decision.decision,
        "by": decision.actor,
        "role": decision.role,
        "comment": decision.comment,
        "at": instant(decision.at),
    }
