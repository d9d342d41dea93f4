"""The pages that change a programme, and what they send."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.caller import Caller, CallerOf
from api.http.problems import Problem, not_found
from api.http.same_origin import FromOurPages
from api.http.state import Services, ServicesOf
from api.routes.found import found_revision
from api.routes.found_baselines import IN_FORCE
from api.routes.found_plans import found_plan
from api.routes.plan_reading import final_best_of
from api.store.audit import note
from api.store.baselines import set_baseline
from api.store.prepared_programmes import add_prepared, prepared_programme
from api.web.changing.asking import ChangeKind
from api.web.changing.change_page import ChangePage, change_page
from api.web.changing.in_force import NO_PLAN, plans_in_force
from api.web.changing.kinds import BY_ID, KINDS
from api.web.changing.sending import sent_change
from api.web.crumbs import START, Crumb
from api.web.forms import FormOf, revision_number, see
from api.web.templating import page

_UNPROCESSABLE = 422
DISCARDED = "plan.discarded"
"""Deed on a plan that the audit notes."""

router = APIRouter(include_in_schema=False)


@router.get("/programmes/{id}/change")
def kinds(
    id: str,
    at: ServicesOf,
    who: CallerOf,
    in_force: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show which changes can be made in a form, near the plan that one comes from, if any."""
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id)
        offered, _ = plans_in_force(connection, who, id)
    name = at.caches.expanded(latest.hash, latest.document).document.name
    near = in_force if in_force in dict(offered) else ""
    crumbs = _crumbs(id, name)
    return page("changes.html", here="", crumbs=crumbs, programme=id, kinds=KINDS, near=near)


@router.get("/programmes/{id}/change/{kind}")
def form(id: str, kind: str, request: Request, at: ServicesOf, who: CallerOf) -> Response:
    """Show the form of one kind of change; fields named in the address are filled in."""
    proposed = request.query_params
    return _shown(_page_of(at, who, id, _kind(kind), None, proposed=proposed))


@router.post("/programmes/{id}/change/{kind}")
def make(id: str, kind: str, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Make the change and show how its plan is made, or what is wrong with it."""
    # The revision that the form was made for: sent twice, it is the same change.
    revision = revision_number(given.get("revision", ""))
    shown = _page_of(at, who, id, _kind(kind), given, revision=revision)
    if not shown.in_order:
        return _shown(shown)
    with at.database.reading() as connection:
        made_for = found_revision(connection, who, id, revision)
    patch = shown.kind.patch(given, json.loads(made_for.document))
    request = {"title": shown.kind.title, "reason": given["reason"], "patch": patch}
    if shown.in_force:
        request["plan"] = shown.in_force
    sent = sent_change(at, who, id, revision, request, given.get("key", ""))
    if sent.wrong:
        return _shown(_page_of(at, who, id, _kind(kind), given, sent.wrong))
    return see(f"/plans/{sent.plan}")


@router.post("/plans/{id}/accept")
def accept(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Make a plan the one in force, from which later changes are told."""
    with at.database.writing() as connection:
        plan = found_plan(connection, who, id)
        final_best_of(plan)
        set_baseline(
            connection, who.tenant, who.actor, programme=plan.programme, name=IN_FORCE, plan=id
        )
    return see(f"/plans/{id}")


@router.post("/plans/{id}/discard")
def discard(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Take the change back that a plan was made for: what was before is the latest revision again.

    Raises Problem 409 where the programme has been changed since.
    """
    with at.database.reading() as connection:
        plan = found_plan(connection, who, id)
        before = found_revision(connection, who, plan.programme, max(1, plan.revision - 1))
    programme = prepared_programme(before.document.encode(), at.settings.limits)
    with at.database.writing() as connection:
        latest = found_revision(connection, who, plan.programme)
        if latest.number != plan.revision:
            detail = f"Revision {latest.number} came after it: take that back first."
            raise Problem("revision_moved", detail, current=latest.number)
        if plan.revision > 1:
            made = add_prepared(
                connection, who.tenant, who.actor, latest, programme, origin="replaced"
            )
            note(connection, who.tenant, who.actor, DISCARDED, id, {"revision": made.number})
    return see(f"/programmes/{plan.programme}")


def _page_of(
    at: Services,
    who: Caller,
    id: str,
    kind: ChangeKind,
    given: Mapping[str, str] | None,
    further: Sequence[str] = (),
    *,
    revision: int | None = None,
    proposed: Mapping[str, str] | None = None,
) -> ChangePage:
    """Return the form for a revision, the latest without a number. Raises Problem 404."""
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id, revision)
        offered, usual = plans_in_force(connection, who, id)
    return change_page(
        programme=id,
        revision=latest.number,
        kind=kind,
        expanded=at.caches.expanded(latest.hash, latest.document),
        document=json.loads(latest.document),
        plans=(*offered, (NO_PLAN, "None: plan everything anew")),
        in_force=usual,
        key=secrets.token_hex(16),
        given=given,
        further=further,
        proposed=proposed,
    )


def _kind(id: str) -> ChangeKind:
    found = BY_ID.get(id)
    if found is None:
        raise not_found()
    return found


def _shown(shown: ChangePage) -> Response:
    crumbs = (*_crumbs(shown.programme, shown.name), _back(shown.programme))
    status = 200 if shown.in_order else _UNPROCESSABLE
    return page("change.html", status=status, here="", crumbs=crumbs, change=shown)


def _crumbs(id: str, name: str) -> tuple[Crumb, ...]:
    return (START, Crumb(words=name, address=f"/programmes/{id}"))


def _back(id: str) -> Crumb:
    return Crumb(words="Change it", address=f"/programmes/{id}/change")
