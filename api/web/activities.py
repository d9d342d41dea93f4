"""The page of one activity in a plan."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.problems import Problem
from api.http.state import ServicesOf
from api.routes.found import found_revision
from api.web.activity_page import activity_page
from api.web.opened_plan import stored_plan, traced
from api.web.templating import page
from api.web.what_if import Forms
from scheduler.interchange.shape_issues import shown

router = APIRouter(include_in_schema=False)


@router.get("/plans/{id}/activities/{activity}")
def activity(id: str, activity: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show why an activity lies where it lies."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        programme = stored.record.programme
        latest = found_revision(connection, who, programme)
    opened = stored.opened(at)
    forms = None
    if who.may("plan"):
        forms = Forms(programme, json.loads(latest.document), opened.expanded)
    trace = traced(at, opened)
    found = activity_page(id, opened.expanded, opened.found, trace, activity, forms)
    if found is None:
        raise Problem("not_found", f"The plan has no activity {shown(activity)}.")
    return page(
        "activity.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/timeline"),
        plan=id,
        programme=opened.record.programme,
        activity=found,
    )
