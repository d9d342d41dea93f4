"""Asking for an analysis of a plan."""

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
)
from api.http.bodies import JsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition, RepetitionOf, Reply
from api.http.ids import ANALYSIS, new_id
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.analysis_reading import analysis_body_of, read_analysis_of
from api.routes.found_analyses import found_analysis_standing
from api.routes.found_plans import PlanIdInPath, found_plan
from api.routes.job_answers import made_or_ready
from api.routes.plan_reading import best_of, refuse_rejected
from api.schemas.analyses import AnalysisRequest
from api.schemas.priorities import NUMBERS
from api.store.analyses import submit_analysis
from scheduler.domain.issues import Issue

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.store.records import AnalysisRecord, PlanRecord

router = APIRouter(tags=["analyses"])

FRONTIER = "frontier"
SLIP = "slip"
_ONLY_OF = {
    "first": FRONTIER,
    "second": FRONTIER,
    "points": FRONTIER,
    "activity": SLIP,
    "percent": "overrun",
    "weakest": "resilience",
}
"""What can be asked about, and of which kind of analysis alone."""


@router.post(
    "/v1/plans/{plan_id}/analyses",
    operation_id="createAnalysis",
    summary="Ask for the reasons of a plan",
    status_code=202,
    response_class=Response,
    responses={
        200: answer(
            "The finished analysis, if it was ready in time.",
            "AnalysisResource",
            headers=("Location", "ETag", "Preference-Applied", "Idempotency-Replayed"),
        ),
        202: answer(
            "The analysis is stored and waits for a worker.",
            "AnalysisResource",
            headers=("Location", "Retry-After", "Preference-Applied", "Idempotency-Replayed"),
        ),
        **problems(
            "no_such_plan",
            "plan_not_final",
            "plan_breaks_rules",
            "body_rejected",
            *OF_THE_QUEUE,
            *OF_BODIES,
            *OF_KEYS,
        ),
    },
    openapi_extra={
        "parameters": [PREFER, IDEMPOTENCY_KEY],
        **body(
            "AnalysisRequest",
            latest_decision_dates={"kind": "latest"},
            what_holds_the_dates={"kind": "explanation"},
            options_for_five_minutes={"kind": "options", "time_limit_seconds": 300},
            reserve_against_change_load={
                "kind": "frontier",
                "first": "schedule_contingency",
                "second": "peak_change_load",
            },
            one_activity_slips={"kind": "slip", "activity": "PAY.transfer"},
            work_takes_longer={"kind": "overrun", "percent": 35},
        ),
    },
)
async def create_analysis(
    plan_id: PlanIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    body: JsonBody,
    repeated: RepetitionOf,
) -> Response:
    """Ask for an analysis of a final plan, on the revision of the programme it was made for.

    The answer is 202 at once, with the address of the analysis, which waits for a worker in the
    same queue as plans; with `Prefer: wait=10` it is 200 with the finished one, if that is ready
    within ten seconds.

    Of a plan whose outcome is `infeasible`, an `explanation` says why no plan exists, and every
    other kind that there is none: `"feasible": false`. Where no plan is known, all is asked of the
    programme alone.
    """
    wanted = read_as(AnalysisRequest, body, services.settings.limits)
    _refuse_long(wanted, services.settings.longest_analysis_seconds)
    _refuse_unfit(wanted)
    made = await run_in_threadpool(_submitted, services, caller, plan_id, wanted, body, repeated)
    return await made_or_ready(
        made, request, services, caller, find=found_analysis_standing, read=read_analysis_of
    )


def asked_about(
    services: Services,
    connection: Connection,
    caller: Caller,
    plan_id: str,
    wanted: AnalysisRequest,
) -> AnalysisRecord:
    """Store a wish for an analysis of a plan that is final. Raises Problem 404, 409, 422."""
    plan = found_plan(connection, caller, plan_id)
    _refuse_unfinished(plan)
    _refuse_unknown(wanted, plan)
    return submit_analysis(
        connection,
        caller.actor,
        plan,
        analysis_id=new_id(ANALYSIS),
        settings=wanted.settings(),
        priority=NUMBERS[wanted.priority],
        quotas=services.settings.quotas,
    )


def _submitted(
    services: Services,
    caller: Caller,
    plan_id: str,
    wanted: AnalysisRequest,
    body: bytes,
    repeated: Repetition,
) -> Response:
    found = repeated.replayed(services, caller, body)
    if found is not None:
        return found

    def create(connection: Connection) -> Reply:
        analysis = asked_about(services, connection, caller, plan_id, wanted)
        headers = {"Location": f"/v1/analyses/{analysis.id}", "Retry-After": "1"}
        return Reply(202, analysis_body_of(connection, analysis), headers)

    return repeated.once(services, caller, body, create)


def _refuse_unfinished(plan: PlanRecord) -> None:
    if not plan.is_terminal:
        detail = f"The plan is {plan.state}; it can be analysed once it is final."
        raise Problem("plan_not_final", detail, headers={"Retry-After": "1"}, state=plan.state)
    refuse_rejected(plan)


def _refuse_unknown(wanted: AnalysisRequest, plan: PlanRecord) -> None:
    """Refuse an activity that has no date in the plan; where there is no plan nothing is known."""
    best = None if wanted.activity is None else best_of(plan)
    if best is not None and wanted.activity not in best.placed:
        _refuse([_unfit("activity", "the plan has no date for this", wanted.activity)])


def _refuse_unfit(wanted: AnalysisRequest) -> None:
    """Refuse levels that are one, and what only another kind is asked about."""
    wrong = [
        _unfit(name, f"only an analysis of kind {kind} is asked about this", value)
        for name, kind in _ONLY_OF.items()
        if kind != wanted.kind and (value := getattr(wanted, name)) is not None
    ]
    if wrong:
        _refuse(wrong)
    if wanted.first is not None and wanted.first == wanted.second:
        _refuse([_unfit("second", "this is the first level, too; name another", wanted.second)])


def _unfit(name: str, message: str, value: object) -> Issue:
    return Issue(code="value_out_of_range", path=f"/{name}", message=message, value=value)


def _refuse(issues: list[Issue]) -> None:
    errors = "1 error" if len(issues) == 1 else f"{len(issues)} errors"
    raise Problem("body_rejected", f"the request has {errors}", issues=issues)


def _refuse_long(wanted: AnalysisRequest, most: float) -> None:
    given = {
        "time_limit_seconds": wanted.time_limit_seconds,
        "question_limit_seconds": wanted.question_limit_seconds,
    }
    issues = [
        Issue(
            code="value_out_of_range",
            path=f"/{name}",
            message=f"{value:g} is not allowed: at most {most:g}",
            value=value,
        )
        for name, value in given.items()
        if value > most
    ]
    if issues:
        _refuse(issues)
