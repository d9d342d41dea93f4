"""The first page of a plan, and the form that stops its search."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.ids import PLAN, new_id
from api.http.same_origin import FromOurPages
from api.http.state import ServicesOf
from api.routes.found_plans import found_plan, no_such_plan
from api.routes.plan_reading import body_of, final_best_of, rejected_of
from api.store.analyses import get_analysis, list_analyses, newest_documents
from api.store.approvals import APPROVED, decisions_on
from api.store.plans import request_stop, submit_plan
from api.web.analysis_page import reasons
from api.web.changing.in_force import in_force_of
from api.web.compared_options import OPTIONS, compared_options
from api.web.comparing import comparable
from api.web.decision_words import decision_in_words
from api.web.forms import see
from api.web.goes_before import goes_before
from api.web.going_on import can_go_on, going_on
from api.web.in_time_figure import RISK, in_time_figure
from api.web.opened_plan import stored_plan
from api.web.plan_page import plan_page
from api.web.rejected_page import rejected_page
from api.web.templating import page
from api.web.ways_out import asked_why, why_none
from scheduler.pictures.rows import Detail

ANALYSES_SHOWN = 20

router = APIRouter(include_in_schema=False)


@router.get("/plans/{id}")
def plan(id: str, at: ServicesOf, who: CallerOf, detail: Detail = "services") -> Response:
    """Show a plan, or how far its making has come."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        body = body_of(connection, stored.record)
        analyses = list_analyses(connection, who.tenant, id, limit=ANALYSES_SHOWN)
        decisions = decisions_on(connection, who.tenant, id)
        in_force = in_force_of(connection, who.tenant, stored.record.programme)
        asked = asked_why(analyses) if stored.record.outcome == "infeasible" else None
        told = None if asked is None else get_analysis(connection, who.tenant, asked.id)
        ahead = goes_before(at, connection, stored.record)
        rejected = rejected_of(stored.record)
        others = () if rejected is None else comparable(connection, who, stored.record)
        found = newest_documents(connection, who.tenant, id, (OPTIONS, RISK))
    opened = stored.opened(at)
    if rejected is not None:
        return page(
            "rejected.html",
            here="",
            crumbs=opened.crumbs(),
            nav=opened.nav(),
            plan=rejected_page(opened, rejected, others),
            latest=opened.latest,
        )
    return page(
        "plan.html",
        here="",
        crumbs=opened.crumbs(),
        nav=opened.nav(),
        plan=plan_page(
            opened.record,
            json.loads(body),
            opened.expanded,
            detail,
            ahead,
            in_time=in_time_figure(found),
            in_force=in_force,
        ),
        reasons=reasons(opened.record, analyses),
        why=why_none(told, opened.expanded, latest=opened.latest == opened.record.revision),
        decision=decision_in_words(decisions[-1]) if decisions else "",
        compared=compared_options(found, opened.expanded, opened.best),
        settle=opened.record.is_terminal and opened.best is not None,
        approved=bool(decisions) and decisions[-1].decision == APPROVED,
        in_force=in_force == id,
        other_in_force="" if in_force == id else in_force,
        latest=opened.latest,
        change_made=opened.record.revision == opened.latest > 1
        and bool(opened.record.settings.get("in_force")),
        longest_minutes=round(at.settings.longest_search_seconds / 60),
        # What ended by its time, or was stopped, may go on from where it was.
        search_on=can_go_on(stored.record, json.loads(body)),
    )


@router.post("/plans/{id}/search-on")
def search_on(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Ask for a plan that is no worse than one, of its revision and as it was asked for; show it.

    It is searched for as long as can be. Raises Problem 409 where there is nothing to start from.
    """
    with at.database.writing() as connection:
        before = found_plan(connection, who, id)
        final_best_of(before)
        made = submit_plan(
            connection,
            who.tenant,
            who.actor,
            plan_id=new_id(PLAN),
            programme=before.programme,
            revision=before.revision,
            settings=going_on(before, float(at.settings.longest_search_seconds)),
            priority=before.priority,
            quotas=at.settings.quotas,
        )
    return see(f"/plans/{made.id}")


@router.post("/plans/{id}/stop")
def stop(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Stop a search, keep its best plan and show it."""
    with at.database.writing() as connection:
        if request_stop(connection, who.tenant, who.actor, id) is None:
            raise no_such_plan(id)
    return see(f"/plans/{id}")
