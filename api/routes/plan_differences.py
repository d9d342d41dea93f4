"""`GET /v1/plans/{id}/diff`: what one stored plan changes of another, without any search."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.answers import answer, problems
from api.http.caller import Caller, CallerOf
from api.http.json_text import json_response
from api.http.problems import malformed_parameter
from api.http.state import Services, ServicesOf
from api.routes.found import found_revision
from api.routes.found_baselines import found_plan_of
from api.routes.found_plans import PLAN_ID_SCHEMA, PlanIdInPath, found_plan
from api.routes.plan_reading import final_shown_of, planned_programme, stored_difference
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.difference_json import difference_to_jsonable
from scheduler.regenerating.input_changes import input_changes
from scheduler.regenerating.told import who_is_told

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.store.records import PlanRecord, RevisionRecord

router = APIRouter(tags=["changes"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Of:
    """A final plan and the revision it was made for."""

    record: PlanRecord
    revision: RevisionRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Two plans to be compared, read from the database."""

    plan: str
    against: str | None
    known: dict[str, Any] | None = None
    """What the answer of the plan says of the difference already."""
    both: tuple[_Of, _Of] | None = None
    """The older and the newer one, where it does not."""


@router.get(
    "/v1/plans/{plan_id}/diff",
    dependencies=[IN_TURN],
    operation_id="comparePlans",
    summary="Say what a plan changes of another",
    responses={
        200: answer("What differs.", "PlanComparison"),
        **problems("no_such_plan", "no_plan", "plan_not_final"),
    },
)
def compare_plans(
    services: ServicesOf,
    caller: CallerOf,
    plan_id: PlanIdInPath,
    against: Annotated[
        str | None,
        Query(
            description="Id of the older plan, perhaps of another revision; of a plan that stays "
            "near, the plan in force when left out.",
            json_schema_extra=PLAN_ID_SCHEMA,
        ),
    ] = None,
) -> Response:
    """Return what moved, which options and promises changed, and who must be told.

    Both plans must be final, of one programme. Causes are told where they are stored: of a plan
    that was made to stay near the other.
    """
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        sides = to_compare(connection, caller, plan, against or plan.settings.get("in_force"))
    return json_response(difference_of(services, sides))


def to_compare(
    connection: Connection, caller: Caller, plan: PlanRecord, older: str | None
) -> Sides:
    """Read what is needed to say what a final plan changes of another. Raises Problem."""
    final_shown_of(plan)
    known = stored_difference(plan)
    if known is not None and older == plan.settings.get("in_force"):
        return Sides(plan=plan.id, against=older, known=known)
    if older is None:
        message = "name the plan to compare with: this one was not made to stay near another"
        raise malformed_parameter("query/against", message)
    before = _of(connection, caller, found_plan_of(connection, caller, plan.programme, older))
    return Sides(plan=plan.id, against=older, both=(before, _of(connection, caller, plan)))


def difference_of(services: Services, sides: Sides) -> dict[str, Any]:
    """Return what a plan changes of another, as it is stored or worked out now."""
    found = sides.known if sides.both is None else _compared(services, *sides.both)
    return {**(found or {}), "plan": sides.plan, "against": sides.against}


def _of(connection: Connection, caller: Caller, plan: PlanRecord) -> _Of:
    final_shown_of(plan)
    revision = found_revision(connection, caller, plan.programme, plan.revision)
    return _Of(record=plan, revision=revision)


def _compared(services: Services, before: _Of, after: _Of) -> dict[str, Any]:
    older, newer = (final_shown_of(each.record) for each in (before, after))
    sides = [
        (planned_programme(services, each.revision, each.record), plan)
        for each, (plan, _) in ((before, older), (after, newer))
    ]
    comparison = compare(sides[0], sides[1])
    documents = (json.loads(each.revision.document) for each in (before, after))
    told = difference_to_jsonable(
        comparison, who_is_told(comparison, sides[1][0]), changes=input_changes(*documents)
    )
    return {**told, "violations": newer[1], "violations_before": older[1]}
