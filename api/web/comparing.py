"""The page that lays two plans of a programme side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.routes.plan_differences import difference_of, to_compare
from api.routes.plan_reading import body_of
from api.store.plans import list_plans
from api.web.compare_page import Side, compare_page, figures_side_by_side
from api.web.opened_plan import stored_plan
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
        stored = stored_plan(connection, who, id)
        mine = Side(stored=stored, body=body_of(connection, stored.record))
        programme = stored.record.programme
        found = list_plans(connection, who.tenant, programme=programme, limit=PLANS_OFFERED)
        others = plan_lines(connection, [one for one in found if one.incumbents and one.id != id])
        theirs, sides = None, None
        if other:
            against = stored_plan(connection, who, other)
            theirs = Side(stored=against, body=body_of(connection, against.record))
            if stored.record.is_terminal and against.record.is_terminal:
                sides = to_compare(connection, who, stored.record, other)
    opened = stored.opened(at)
    if opened.best is None:
        raise opened.no_plan()
    figures = None if theirs is None else figures_side_by_side(at, theirs, mine)
    difference = None if sides is None else difference_of(at, sides)
    compared = compare_page(opened, other, others, figures, difference)
    return page(
        "compare.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/compare"),
        compare=compared,
    )
