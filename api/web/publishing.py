"""The pages of a plan that are published, or go to the exempt part of a meeting."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import Caller, CallerOf
from api.http.state import Services, ServicesOf
from api.routes.plan_reading import final_best_of
from api.store.approvals import decisions_on
from api.web.crumbs import Crumb
from api.web.opened_plan import stored_plan
from api.web.publication_page import publication_page
from api.web.superseded import in_force_now, other_than
from api.web.templating import page
from scheduler.explaining.audience import Audience

Steps = Literal["shown"]

router = APIRouter(include_in_schema=False)


@router.get("/plans/{id}/public")
def public(id: str, at: ServicesOf, who: CallerOf, steps: Steps | None = None) -> Response:
    """Show a final plan as everybody may see it."""
    return _page(at, who, id, "public", steps)


@router.get("/plans/{id}/exempt")
def exempt(id: str, at: ServicesOf, who: CallerOf, steps: Steps | None = None) -> Response:
    """Show a final plan with what is told in the exempt part of a meeting alone."""
    return _page(at, who, id, "exempt", steps)


def _page(at: Services, who: Caller, id: str, audience: Audience, steps: Steps | None) -> Response:
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        decisions = decisions_on(connection, who.tenant, id)
        now = in_force_now(connection, stored.record)
    best = final_best_of(stored.record)
    opened = stored.opened(at)
    shown = publication_page(opened, best, audience, decisions, steps=steps is not None)
    over = Crumb(words="Approve and take away", address=f"/plans/{id}/hand-over")
    start, programme = opened.crumbs()
    crumbs = (start, Crumb(words=shown.name, address=programme.address), opened.itself, over)
    other = other_than(id, now)
    return page("publication.html", here="", crumbs=crumbs, shown=shown, other=other)
