"""The page of the decisions and next actions of a plan."""

from __future__ import annotations

from datetime import date
from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.routes.found_analyses import found_analysis
from api.store.analyses import list_analyses
from api.web.decisions_page import decisions_page, newest_latest
from api.web.opened_plan import stored_plan
from api.web.templating import page

router = APIRouter(include_in_schema=False)

ANALYSES_LOOKED_AT = 50


@router.get("/plans/{id}/decisions")
def decisions(
    id: str, at: ServicesOf, who: CallerOf, on: date | Literal[""] | None = None
) -> Response:
    """Show what has to be decided and done when."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        analyses = list_analyses(connection, who.tenant, id, limit=ANALYSES_LOOKED_AT)
        latest = newest_latest(analyses)
        if latest is not None:
            # Lists come without documents.
            latest = found_analysis(connection, who, latest.id)
    opened = stored.opened(at)
    return page(
        "decisions.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/decisions"),
        name=opened.expanded.document.name,
        decisions=decisions_page(id, opened.expanded, opened.found, latest, on or None),
    )
