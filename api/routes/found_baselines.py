"""Stored baselines, or the problem that there are none."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import Connection

from api.http.caller import Caller
from api.http.problems import Problem
from api.routes.found_plans import found_plan
from api.schemas.baselines import NAME_SCHEMA
from api.store.baselines import get_baseline
from api.store.records import BaselineRecord, PlanRecord
from scheduler.interchange.shape_issues import shown

IN_FORCE = "in-force"
"""Name of the baseline that is the plan in force."""

BaselineInPath = Annotated[
    str,
    Path(
        description="Name of a baseline, chosen by whoever sets it.",
        examples=["approved"],
        json_schema_extra=NAME_SCHEMA,
    ),
]


def found_baseline(
    connection: Connection, caller: Caller, programme_id: str, name: str
) -> BaselineRecord:
    """Return a baseline of a programme. Raises Problem 404."""
    found = get_baseline(connection, caller.tenant, programme_id, name)
    if found is None:
        raise no_such_baseline(name)
    return found


def no_such_baseline(name: str) -> Problem:
    """Return Problem 404."""
    return Problem("no_such_baseline", f"The programme has no baseline {shown(name)}.")


def found_plan_of(
    connection: Connection, caller: Caller, programme_id: str, plan_id: str
) -> PlanRecord:
    """Return a plan that is one of this programme. Raises Problem 404."""
    plan = found_plan(connection, caller, plan_id)
    if plan.programme != programme_id:
        raise Problem("no_such_plan", f"The plan {plan_id} is one of another programme.")
    return plan
