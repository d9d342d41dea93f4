"""Stored plans, or the problem that there are none."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import Connection

from api.http.caller import Caller
from api.http.ids import PLAN, is_id
from api.http.problems import Problem
from api.store.plans import get_plan
from api.store.records import PlanRecord
from api.store.watching import Standing, standing_of
from scheduler.interchange.shape_issues import shown

PLAN_ID_SCHEMA = {"pattern": r"^pln_[a-z2-7]{20}$"}

PlanIdInPath = Annotated[
    str,
    Path(
        description="Id of a plan.",
        examples=["pln_4f7qk2mzc5wtb6xodnae"],
        json_schema_extra=PLAN_ID_SCHEMA,
    ),
]


def found_plan(connection: Connection, caller: Caller, plan_id: str) -> PlanRecord:
    """Return a plan of the caller's. Raises Problem 404, the same for any unknown id."""
    if is_id(PLAN, plan_id):
        plan = get_plan(connection, caller.tenant, plan_id)
        if plan is not None:
            return plan
    raise no_such_plan(plan_id)


def found_standing(connection: Connection, caller: Caller, plan_id: str) -> Standing:
    """Return how far a plan of the caller's has come. Raises Problem 404 as `found_plan`."""
    if is_id(PLAN, plan_id):
        standing = standing_of(connection, caller.tenant, plan_id)
        if standing is not None:
            return standing
    raise no_such_plan(plan_id)


def no_such_plan(plan_id: str) -> Problem:
    """Return Problem 404."""
    return Problem("no_such_plan", f"There is no plan {shown(plan_id)}.")
