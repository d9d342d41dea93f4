"""The timeline of a plan: the chart that is looked at, searched and zoomed."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.routes.found_plans import found_plan
from api.routes.plan_reading import best_of
from api.web.opened_plan import stored_plan, traced
from api.web.templating import page
from api.web.timeline_page import svg, timeline_page
from api.web.timeline_view import TimelineViewOf
from api.web.wording import instant

router = APIRouter(include_in_schema=False)


@router.get("/plans/{id}/timeline")
def timeline(id: str, at: ServicesOf, who: CallerOf, view: TimelineViewOf) -> Response:
    """Show the dates of a plan over time, as far as they are asked for."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        other = found_plan(connection, who, view.beside) if view.beside else None
    opened = stored.opened(at)
    beside = None
    if other is not None and (placed := best_of(other)) is not None:
        beside = (f"Plan of {instant(other.submitted_at)}", placed)
    return page(
        "timeline.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/timeline"),
        name=opened.expanded.document.name,
        svg=svg,
        timeline=timeline_page(id, opened.expanded, opened.found, traced(at, opened), view, beside),
    )
