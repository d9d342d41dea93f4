"""The page that lays two plans of a programme side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.problems import Problem
from api.http.state import ServicesOf
from api.routes.plan_differences import difference_of
from api.store.plans import list_plans
from api.web.compare_page import compare_page
from api.web.opened_plan import opened_plan
from api.web.start_page import plan_lines
from api.web.templating import page

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
        opened = opened_plan(at, connection, who, id)
        programme = opened.record.programme
        found = list_plans(connection, who.tenant, programme=programme, limit=PLANS_OFFERED)
        others = plan_lines(connection, [one for one in found if one.incumbents and one.id != id])
        against = opened_plan(at, connection, who, other) if other else None
        difference = None
        if against is not None and opened.record.is_terminal and against.record.is_terminal:
            difference = difference_of(connection, at, who, opened.record, against.id)
    if opened.best is None:
        raise Problem("no_plan", f"{id} has no checked plan yet.", state=opened.record.state)
    return page(
        "compare.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/compare"),
        compare=compare_page(opened, against, others, difference),
    )
