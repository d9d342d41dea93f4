"""Reading a plan with what was last heard of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.http.json_text import JsonResponse
from api.routes.found_plans import found_plan
from api.routes.waiting import FRESH
from api.schemas.plan_bodies import plan_body
from api.store.watching import latest_event

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import AnalysisRecord, PlanRecord


def body_of(connection: Connection, plan: PlanRecord) -> str:
    """Return a plan as JSON, with what was last heard of it."""
    latest = latest_event(connection, plan.tenant, plan.id, "plan") if plan.incumbents else None
    progress = latest_event(connection, plan.tenant, plan.id, "progress") if plan.attempt else None
    return plan_body(plan, latest, progress)


def tag_of(job: PlanRecord | AnalysisRecord) -> str:
    """Return the ETag of a job: it changes with every event and every step in the queue."""
    queued = "" if job.queue_position is None else f"-{job.queue_position}"
    return f'"{job.state}-{job.attempt}-{job.last_event}{queued}"'


def read_plan_of(services: Services, caller: Caller, plan_id: str) -> tuple[PlanRecord, str]:
    """Return a plan with its JSON. Raises Problem 404."""
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        return plan, body_of(connection, plan)


def job_response(
    job: PlanRecord | AnalysisRecord, body: str, headers: dict[str, str]
) -> JsonResponse:
    """Return a plan or an analysis as the body of a response."""
    return JsonResponse(body, headers={**FRESH, "ETag": tag_of(job), **headers})
