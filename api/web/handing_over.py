"""The page on which a plan is approved and taken away."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.problems import Problem
from api.http.state import ServicesOf
from api.routes.found_baselines import IN_FORCE
from api.routes.found_plans import found_plan
from api.routes.plan_reading import final_best_of, rejected_of
from api.store.approvals import decide, decisions_on
from api.store.plan_history import plan_history
from api.web.changing.in_force import in_force_of
from api.web.forms import FormOf, see
from api.web.hand_over_page import LONGEST_COMMENT, hand_over_page
from api.web.opened_plan import stored_plan
from api.web.templating import page

router = APIRouter(include_in_schema=False)

NOTES_SHOWN = 50
_DECISIONS = ("approved", "withdrawn")


@router.get("/plans/{id}/hand-over")
def hand_over(id: str, request: Request, at: ServicesOf, who: CallerOf) -> Response:
    """Show who decided what on a plan, what happened to it, and what can be taken away."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        decisions = decisions_on(connection, who.tenant, id)
        in_force = in_force_of(connection, who.tenant, stored.record.programme)
        notes = plan_history(connection, stored.record, IN_FORCE, limit=NOTES_SHOWN)
    if rejected_of(stored.record) is not None:
        return see(f"/plans/{id}")
    opened = stored.opened(at)
    return page(
        "hand_over.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/hand-over"),
        over=hand_over_page(opened, decisions, notes, in_force=in_force, may_plan=who.may("plan")),
        longest=LONGEST_COMMENT,
        origin=f"{request.url.scheme}://{request.url.netloc}",
    )


@router.post("/plans/{id}/decisions")
def settle(id: str, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Approve a final plan under one's name and role, or withdraw that."""
    decision, comment = given.get("decision", ""), given.get("comment", "")
    if decision not in _DECISIONS or len(comment) > LONGEST_COMMENT:
        raise Problem(
            "body_rejected", f"The form has no decision, or over {LONGEST_COMMENT} letters."
        )
    with at.database.writing() as connection:
        plan = found_plan(connection, who, id)
        final_best_of(plan)
        decide(connection, who.actor, plan, role=who.role, decision=decision, comment=comment)
    return see(f"/plans/{id}/hand-over")
