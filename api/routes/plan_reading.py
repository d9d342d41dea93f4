"""Reading a plan with what was last heard of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.routes.found_plans import found_plan
from api.schemas.plan_bodies import plan_body
from api.store.watching import latest_event

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import PlanRecord


def body_of(connection: Connection, plan: PlanRecord) -> str:
    """Return a plan as JSON, with what was last heard of it."""
    latest = latest_event(connection, plan.tenant, plan.id, "plan") if plan.incumbents else None
    progress = latest_event(connection, plan.tenant, plan.id, "progress") if plan.attempt else None
    return plan_body(plan, latest, progress)


def read_plan_of(services: Services, caller: Caller, plan_id: str) -> tuple[PlanRecord, str]:
    """Return a plan with its JSON. Raises Problem 404."""
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        return plan, body_of(connection, plan)
