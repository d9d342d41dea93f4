"""`/v1/check` and `/v1/validate`: documents that are looked at and not stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answers import OF_BODIES, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.ids import PLAN, is_id
from api.http.json_text import json_response
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.http.validated import validation
from api.routes.found import found_revision
from api.routes.plan_reading import planned_programme, rejected_of
from api.schemas.checks import CheckRequest
from api.store.plans import get_plan
from scheduler.domain.issues import Issue, issues_inside
from scheduler.errors import PlanRejected, ProgrammeRejected, counted_errors
from scheduler.interchange.plan_check import check_plan
from scheduler.interchange.shape_issues import shown
from scheduler.interchange.valid_programme import valid_programme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.store.records import PlanRecord
    from scheduler.domain.expanded import ExpandedProgramme

router = APIRouter(prefix="/v1", tags=["check"])


@router.post(
    "/check",
    operation_id="checkPlan",
    summary="Check a plan independently",
    responses={
        200: answer("What the check found; a plan that breaks rules is an answer.", "CheckResult"),
        **problems(
            "no_such_programme",
            "no_such_revision",
            "no_such_plan",
            "no_plan",
            "body_rejected",
            "programme_rejected",
            "plan_rejected",
            *OF_BODIES,
        ),
    },
    openapi_extra=body("CheckRequest"),
)
def check(services: ServicesOf, caller: CallerOf, data: JsonBody) -> Response:
    """Check any plan, made here or elsewhere, against every planning rule by dates alone.

    The check knows nothing of the solver. Nothing is stored. Of a plan made elsewhere the option of
    each service group and the first and last day of each activity suffice.
    """
    asked = read_as(CheckRequest, data, services.settings.limits)
    _refuse_unclear(asked)
    stored = None if asked.plan_id is None else _stored_plan(services, caller, asked.plan_id)
    programme = _programme(services, caller, asked, stored)
    plan = json.dumps(asked.plan).encode() if stored is None else _best(stored)
    try:
        found = check_plan(programme, plan, services.settings.limits)
    except PlanRejected as rejected:
        raise PlanRejected(issues_inside("/plan", rejected.issues)) from None
    return json_response(found.to_jsonable())


@router.post(
    "/validate",
    operation_id="validateProgramme",
    summary="Say everything that is wrong with a programme",
    responses={
        200: answer("Every error and warning; errors are an answer.", "ValidationResult"),
        **problems(*OF_BODIES),
    },
    openapi_extra=body("Programme"),
)
def validate(services: ServicesOf, data: JsonBody) -> Response:
    """Look for errors in a programme without storing or planning it: all at once."""
    return json_response(validation(data, services.settings.limits))


def _refuse_unclear(asked: CheckRequest) -> None:
    issues = list(_unclear(asked))
    if issues:
        raise Problem("body_rejected", f"the request has {counted_errors(issues)}", issues=issues)


def _unclear(asked: CheckRequest) -> Iterator[Issue]:
    """Report what is named twice or not at all."""
    if (asked.plan is None) == (asked.plan_id is None):
        yield _issue("/plan", "give either plan or plan_id")
    if asked.programme is not None and asked.programme_id is not None:
        yield _issue("/programme", "give either programme or programme_id, not both")
    named = asked.programme is not None or asked.programme_id is not None
    if not named and asked.plan_id is None:
        yield _issue("/programme", "give programme or programme_id: whose plan is it?")
    if asked.revision is not None and asked.programme_id is None:
        yield _issue("/revision", "a revision is one of a programme_id")


def _issue(path: str, message: str) -> Issue:
    return Issue(code="malformed_value", path=path, message=message)


def _stored_plan(services: Services, caller: Caller, plan_id: str) -> PlanRecord:
    plan = None
    if is_id(PLAN, plan_id):
        with services.database.reading() as connection:
            plan = get_plan(connection, caller.tenant, plan_id)
    if plan is None:
        raise Problem("no_such_plan", f"There is no plan {shown(plan_id)}.")
    return plan


def _best(plan: PlanRecord) -> bytes:
    """Return the plan object of a stored plan. Raises Problem 409 when it has none."""
    rejected = rejected_of(plan)
    if rejected is not None:
        return json.dumps(rejected.document).encode()
    answered = json.loads(plan.answer)["plan"] if plan.answer is not None else None
    if answered is not None:
        return json.dumps(answered).encode()
    if plan.incumbent is None:
        raise Problem("no_plan", f"{plan.id} is {plan.state} and has no plan.")
    return plan.incumbent.encode()


def _programme(
    services: Services, caller: Caller, asked: CheckRequest, plan: PlanRecord | None
) -> ExpandedProgramme:
    if asked.programme is not None:
        data = json.dumps(asked.programme).encode()
        try:
            return valid_programme(data, services.settings.limits).expanded
        except ProgrammeRejected as rejected:
            raise ProgrammeRejected(issues_inside("/programme", rejected.issues)) from None
    if asked.programme_id is not None:
        programme_id, number = asked.programme_id, asked.revision
    else:
        assert plan is not None  # noqa: S101  # a plan or a programme is named
        programme_id, number = plan.programme, plan.revision
    with services.database.reading() as connection:
        revision = found_revision(connection, caller, programme_id, number)
    if asked.programme_id is None and plan is not None:
        return planned_programme(services, revision, plan)
    return services.caches.expanded(revision.hash, revision.document)
