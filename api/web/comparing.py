"""The page that lays two plans of a programme side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.state import Services, ServicesOf
from api.routes.found_plans import no_such_plan
from api.routes.plan_differences import difference_of, to_compare
from api.routes.plan_reading import best_of, body_of, rejected_of
from api.store.plans import list_plans
from api.web.changing.in_force import in_force_of
from api.web.compare_none import default_other, none_page
from api.web.compare_page import Side, breaches, compare_page, figures_side_by_side
from api.web.forms import see
from api.web.opened_plan import StoredPlan, stored_plan
from api.web.start_page import PlanLine, plan_lines
from api.web.templating import page
from scheduler.interchange.elsewhere import BREAKS_RULES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.store.records import PlanRecord

router = APIRouter(include_in_schema=False)

PLANS_OFFERED = 50


@router.get("/plans/{id}/compare")
def compare(
    id: str,
    at: ServicesOf,
    who: CallerOf,
    other: Annotated[str, Query(alias="with", max_length=200)] = "",
) -> Response:
    """Show two plans side by side, or what this one can be compared with."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        programme = stored.record.programme
        others = comparable(connection, who, stored.record)
        unasked = default_other(others, in_force_of(connection, who.tenant, programme))
        broken = [rejected_of(stored.record)]
        if best_of(stored.record) is None and broken == [None]:
            asked = other or unasked
            there = stored_plan(connection, who, asked) if asked else None
            return _without_plan(at, stored, others, there)
        mine = Side(stored=stored, rejected=broken[0], body=body_of(connection, stored.record))
        theirs, sides = None, None
        if other:
            against = stored_plan(connection, who, other)
            broken.append(rejected_of(against.record))
            if best_of(against.record) is None and broken[1] is None:
                # The other way round: what has no plan says what it makes of this one.
                return see(f"/plans/{other}/compare?with={id}")
            theirs = Side(
                stored=against, rejected=broken[1], body=body_of(connection, against.record)
            )
            if stored.record.is_terminal and against.record.is_terminal:
                sides = to_compare(connection, who, stored.record, other)
    opened = stored.opened(at)
    figures = None if theirs is None else figures_side_by_side(at, theirs, mine)
    difference = None if sides is None else difference_of(at, sides)
    sides_shown = (mine,) if theirs is None else (mine, theirs)
    broken_by = breaches(at, sides_shown)
    compared = compare_page(opened, other, others, figures, difference, broken_by, unasked=unasked)
    return page(
        "compare.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/compare"),
        compare=compared,
    )


def comparable(connection: Connection, who: Caller, plan: PlanRecord) -> tuple[PlanLine, ...]:
    """Return the newest plans of a programme that one of them can be laid beside."""
    found = list_plans(connection, who.tenant, programme=plan.programme, limit=PLANS_OFFERED)
    others = [
        one
        for one in found
        if one.id != plan.id and (one.incumbents or one.outcome == BREAKS_RULES)
    ]
    return plan_lines(connection, others)


def _without_plan(
    at: Services, stored: StoredPlan, others: Sequence[PlanLine], there: StoredPlan | None
) -> Response:
    """Show what a result without a plan makes of another one. Raises Problem 404, 409."""
    opened, other = stored.opened(at), None
    if there is not None:
        if there.record.programme != stored.record.programme:
            raise no_such_plan(there.record.id)
        other = (there.opened(at), there.made_for.document)
        # Two results without a plan have nothing to be compared by.
        _ = other[0].found
    return page(
        "compare_none.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/compare"),
        shown=none_page(opened, stored.made_for.document, others, other),
    )
