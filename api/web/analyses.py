"""Pages of analyses, and the forms that ask for them and stop them."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.idempotency import Repetition
from api.http.preconditions import Wanted
from api.http.problems import not_found
from api.http.same_origin import FromOurPages
from api.http.state import ServicesOf
from api.routes.analysis_reading import analysis_body_of
from api.routes.analysis_requests import asked_about
from api.routes.audiences import AudienceInQuery, programme_of, public_body
from api.routes.change_requests import made_change
from api.routes.found_analyses import found_analysis, no_such_analysis
from api.routes.found_plans import found_plan
from api.schemas.analyses import AnalysisRequest
from api.store.analyses import request_stop
from api.web.analysis_page import analysis_page, options_of
from api.web.crumbs import START, Crumb
from api.web.forms import see
from api.web.goes_before import goes_before
from api.web.templating import page
from scheduler.analyses.by_kind import Kind

router = APIRouter(include_in_schema=False)


@router.post("/plans/{id}/analyses")
def ask(
    id: str,
    kind: Kind,
    at: ServicesOf,
    who: CallerOf,
    _: FromOurPages,
    target: Annotated[float, Query(gt=0, le=100)] = 90.0,
) -> Response:
    """Ask for an analysis of a plan and show how it is made; `target` is for a plan that holds."""
    wanted = AnalysisRequest(kind=kind, target_percent=target)
    with at.database.writing() as connection:
        made = asked_about(at, connection, who, id, wanted)
    return see(f"/analyses/{made.id}")


@router.get("/analyses/{id}")
def analysis(
    id: str, at: ServicesOf, who: CallerOf, audience: AudienceInQuery = "exempt"
) -> Response:
    """Show what an analysis has found, or how far it has come; in public without what is exempt."""
    with at.database.reading() as connection:
        record = found_analysis(connection, who, id)
        body = analysis_body_of(connection, record)
        plan = found_plan(connection, who, record.about)
        expanded = programme_of(connection, at, who, record)
        ahead = goes_before(at, connection, record)
    resource = json.loads(body if audience == "exempt" else public_body(body, expanded))
    crumbs = (
        START,
        Crumb(words=expanded.document.name, address=f"/programmes/{record.programme}"),
        Crumb(words="Plan", address=f"/plans/{plan.id}"),
    )
    shown = analysis_page(record, resource, plan, expanded, audience, ahead=ahead)
    return page("analysis.html", here="", crumbs=crumbs, analysis=shown)


@router.post("/analyses/{id}/stop")
def stop(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Stop an analysis, keep what is known and show it."""
    with at.database.writing() as connection:
        if request_stop(connection, who.tenant, who.actor, id) is None:
            raise no_such_analysis(id)
    return see(f"/analyses/{id}")


@router.post("/analyses/{id}/options/{number}")
def take(id: str, number: int, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Make the revision that a recovery option comes to, and a plan of it.

    Raises Problem 404, 412 where the programme has changed since.
    """
    with at.database.reading() as connection:
        record = found_analysis(connection, who, id)
        resource = json.loads(analysis_body_of(connection, record))
    options = options_of(resource)
    if not 1 <= number <= len(options):
        raise not_found()
    option = options[number - 1]
    change = {
        "title": f"Recovery option {number} taken",
        "reason": " ".join(one["words"] for one in option["changes"]),
        "patch": option["patch"],
    }
    wanted = Wanted.only(record.revision)
    once = Repetition(f"{id}-{number}", f"POST /analyses/{id}/options")
    data = json.dumps(change).encode()
    made = made_change(at, who, record.programme, wanted, data, once)
    return see(f"/plans/{made.headers['Location'].rpartition('/')[2]}")
