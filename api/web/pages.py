"""The pages: programmes and one programme, and the forms on them."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.ids import PLAN, new_id
from api.http.problems import Problem
from api.http.same_origin import FromOurPages
from api.http.state import ServicesOf
from api.routes.found import found_programme, found_revision
from api.store.plans import list_plans, submit_plan
from api.store.prepared_programmes import prepared_programme
from api.store.programmes import list_revisions
from api.web.changing.in_force import plans_in_force
from api.web.crumbs import START, Crumb
from api.web.demos import store_demo
from api.web.forms import FormOf, see
from api.web.programme_page import found_odd, programme_page, revisions_contents
from api.web.start_page import plan_lines, programme_cards
from api.web.templating import page
from api.web.ways_to_plan import request_of, ways_to_plan
from scheduler.demo import demo_programmes
from scheduler.pictures.programme_contents import programme_contents

PLANS_SHOWN = 20
ANALYSES_SHOWN = 20
REVISIONS_SHOWN = 50

router = APIRouter(include_in_schema=False)


@router.get("/")
def start(request: Request, at: ServicesOf, who: CallerOf, after: str | None = None) -> Response:
    """Show what this is, the programmes there are, and those to try."""
    with at.database.reading() as connection:
        found = programme_cards(connection, who.tenant, after)
    return page(
        "start.html",
        here="programmes",
        crumbs=(),
        programmes=found.cards,
        older=found.older,
        demos=demo_programmes(),
        origin=f"{request.url.scheme}://{request.url.netloc}",
        example=found.cards[0].id if found.cards else "prg_…",
    )


@router.post("/demo-programmes/{id}")
def keep_demo(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Store a shipped programme and show it."""
    demo = next((demo for demo in demo_programmes() if demo.id == id), None)
    if demo is None:
        raise Problem("no_such_demo_programme", "No programme of this name is shipped.")
    prepared = prepared_programme(demo.document, at.settings.limits)
    return see(f"/programmes/{store_demo(at.database, who, prepared)}")


@router.get("/programmes/{id}")
def programme(
    id: str, at: ServicesOf, who: CallerOf, remarks: Literal["shown"] | None = None
) -> Response:
    """Show a programme with its plans and revisions, and what is odd about it where asked."""
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id)
        plans = list_plans(connection, who.tenant, programme=id, limit=PLANS_SHOWN)
        lines = plan_lines(connection, plans)
        revisions = list_revisions(connection, who.tenant, id, limit=REVISIONS_SHOWN)
        _, board = plans_in_force(connection, who, id)
    expanded = at.caches.expanded(latest.hash, latest.document)
    return page(
        "programme.html",
        here="",
        crumbs=(START,),
        programme=programme_page(latest, expanded),
        remarks=found_odd(latest.document, at.settings.limits) if remarks else None,
        plans=lines,
        board=board,
        ways=ways_to_plan(expanded, at.settings.longest_search_seconds),
        revisions=revisions_contents(revisions),
    )


@router.get("/programmes/{id}/contents")
def contents(id: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show what the latest revision holds and takes as true."""
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id)
    expanded = at.caches.expanded(latest.hash, latest.document)
    name = expanded.document.name
    return page(
        "contents.html",
        here="",
        crumbs=(START, Crumb(words=name, address=f"/programmes/{id}")),
        programme=id,
        name=name,
        revision=latest.number,
        tables=programme_contents(expanded),
    )


@router.post("/programmes/{id}/plans")
def make_plan(id: str, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Ask for a plan of the latest revision, as usual or as was chosen, and show how it is made."""
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id)
    expanded = at.caches.expanded(latest.hash, latest.document)
    wanted = request_of(given, expanded, at.settings.longest_search_seconds)
    with at.database.writing() as connection:
        found_programme(connection, who, id)
        made = submit_plan(
            connection,
            who.tenant,
            who.actor,
            plan_id=new_id(PLAN),
            programme=id,
            revision=latest.number,
            settings=wanted.settings(),
            quotas=at.settings.quotas,
        )
    return see(f"/plans/{made.id}")
