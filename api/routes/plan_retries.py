"""Trying again what failed: a new plan with a reference to the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answers import IDEMPOTENCY_KEY, OF_KEYS, OF_THE_QUEUE, answer, problems
from api.http.caller import Caller, CallerOf
from api.http.idempotency import RepetitionOf, Reply
from api.http.ids import PLAN, new_id
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.found_plans import PlanIdInPath, found_plan
from api.routes.plan_reading import body_of
from api.store.plans import submit_plan
from api.store.tables import FAILED

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.store.records import Json, PlanRecord

router = APIRouter(tags=["plans"])


@router.post(
    "/v1/plans/{plan_id}/retry",
    operation_id="retryPlan",
    summary="Try again what failed, the gentlest way",
    status_code=202,
    response_class=Response,
    responses={
        202: answer(
            "The new plan is stored and waits for a worker.",
            "PlanResource",
            headers=("Location", "Retry-After", "Idempotency-Replayed"),
        ),
        **problems("no_such_plan", "plan_not_failed", *OF_THE_QUEUE, *OF_KEYS),
    },
    openapi_extra={"parameters": [IDEMPOTENCY_KEY]},
)
def retry_plan(
    plan_id: PlanIdInPath, services: ServicesOf, caller: CallerOf, repeated: RepetitionOf
) -> Response:
    """Ask anew for a plan that failed, on the same revision and with the same settings.

    The new plan has an id of its own, names the old one in `settings.retry_of`, is made by one
    search alone and starts from the best checked plan of the old one. The old one stays as it is.
    A plan that ended every process that worked on it (`failure.code` is `parked`) is never tried
    again in any other way.
    """

    def create(connection: Connection) -> Reply:
        return _created(services, connection, caller, plan_id)

    return repeated.once(services, caller, b"", create)


def _created(services: Services, connection: Connection, caller: Caller, plan_id: str) -> Reply:
    failed = found_plan(connection, caller, plan_id)
    if failed.state != FAILED:
        raise Problem("plan_not_failed", f"The plan is {failed.state}.", state=failed.state)
    plan = submit_plan(
        connection,
        caller.tenant,
        caller.actor,
        plan_id=new_id(PLAN),
        programme=failed.programme,
        revision=failed.revision,
        settings=_gentle(failed),
        priority=failed.priority,
        quotas=services.settings.quotas,
    )
    headers = {"Location": f"/v1/plans/{plan.id}", "Retry-After": "1"}
    return Reply(202, body_of(connection, plan), headers)


def _gentle(failed: PlanRecord) -> Json:
    """Return the settings of the further try."""
    start_from = failed.settings["start_from"]
    if failed.incumbents and not failed.settings["reproducible"]:
        start_from = failed.id
    return {
        **failed.settings,
        "start_from": start_from,
        "gentle": True,
        "retry_of": failed.id,
    }
