"""The page of what a plan asks of users and teams."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.web.load_page import load_page
from api.web.opened_plan import stored_plan
from api.web.templating import page
from api.web.timeline_page import svg

router = APIRouter(include_in_schema=False)

_ID = Query(max_length=200)


@router.get("/plans/{id}/load")
def load(
    id: str,
    at: ServicesOf,
    who: CallerOf,
    users: Annotated[str, _ID] = "",
    team: Annotated[str, _ID] = "",
    week: date | Literal[""] | None = None,
) -> Response:
    """Show change load and team load, and what lies behind a week that is asked for."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
    opened = stored.opened(at)
    return page(
        "load.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/load"),
        name=opened.expanded.document.name,
        svg=svg,
        load=load_page(id, opened.expanded, opened.found, users, team, week or None),
    )
