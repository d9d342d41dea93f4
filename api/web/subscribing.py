"""The page on which a calendar program is given an address of the plan in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.caller import Caller, CallerOf
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.found import found_revision
from api.routes.subscriptions import as_kind, path_of, revoked, subscribed
from api.schemas.subscriptions import SubscriptionRequest
from api.store.clock import database_now
from api.store.subscriptions import (
    MOST_SUBSCRIPTIONS,
    SubscriptionRecord,
    ended_subscriptions,
    list_subscriptions,
)
from api.web.changing.in_force import in_force_of
from api.web.crumbs import START, Crumb
from api.web.forms import FormOf, see
from api.web.templating import page
from api.web.wording import Told, instant

router = APIRouter(include_in_schema=False)

ENDED_SHOWN = 20
"""Of those that lead nowhere any more, behind those in force."""
LONGEST_NAME = 120
KINDS = (
    ("published", "Dates that commitments have published"),
    ("all", "All dates of the plan"),
)
LASTS = (("", "Until it is revoked"), ("90", "For 90 days"), ("365", "For a year"))
_UNNAMED = "Say who will read it."
_TOO_MANY = f"There are {MOST_SUBSCRIPTIONS} addresses in force. Revoke one that nobody reads."
_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A subscription as the page tells of it."""

    id: str
    name: str
    shows: str
    made: str
    used: str
    standing: Told
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribingPage:
    """The page."""

    programme: str
    name: str
    has_plan: bool
    """Whether there is a plan in force to follow."""
    lines: tuple[Line, ...]
    address: str = ""
    """Of the subscription just made, told this once."""
    webcal: str = ""
    """The same, as calendar programs of a computer or a telephone open it."""
    given: str = ""
    """For whom it was made."""
    wrong: tuple[str, ...] = ()


@router.get("/programmes/{id}/calendar")
def show(id: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show the subscriptions of a programme and the form that makes one."""
    return _shown(_page_of(at, who, id))


@router.post("/programmes/{id}/calendar")
def make(id: str, request: Request, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Make a subscription; its address stands on the answer and nowhere else."""
    name, days = given.get("name", ""), given.get("lasts", "")
    if days not in dict(LASTS) or given.get("shown", "") not in dict(KINDS):
        raise Problem("body_rejected", "The form did not come back as it was sent.")
    if not 0 < len(name) <= LONGEST_NAME:
        return _shown(_page_of(at, who, id, wrong=(_UNNAMED,)))
    wanted = SubscriptionRequest(
        name=name,
        shown=as_kind(given["shown"]),
        expires_in_days=int(days) if days else None,
    )
    try:
        with at.database.writing() as connection:
            _, fresh = subscribed(connection, who, id, wanted)
    except Problem as problem:
        if problem.code != "too_many_subscriptions":
            raise
        return _shown(_page_of(at, who, id, wrong=(_TOO_MANY,)))
    place = f"{request.url.netloc}{path_of(fresh)}"
    return _shown(_page_of(at, who, id, at_place=(request.url.scheme, place), given=name))


@router.post("/programmes/{id}/calendar/{subscription}/revoke")
def revoke(id: str, subscription: str, at: ServicesOf, who: CallerOf, _: FormOf) -> Response:
    """Let an address lead nowhere, and show which are left."""
    with at.database.writing() as connection:
        revoked(connection, who, id, subscription)
    return see(f"/programmes/{id}/calendar")


def _page_of(
    at: Services,
    who: Caller,
    id: str,
    *,
    at_place: tuple[str, str] | None = None,
    given: str = "",
    wrong: tuple[str, ...] = (),
) -> SubscribingPage:
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id)
        found = list_subscriptions(
            connection, who.tenant, id, limit=MOST_SUBSCRIPTIONS, in_force=True
        )
        found += ended_subscriptions(connection, who.tenant, id, limit=ENDED_SHOWN)
        has_plan = bool(in_force_of(connection, who.tenant, id))
        now = database_now(connection)
    lines = sorted(_lines(found, now), key=lambda line: not line.in_force)
    return SubscribingPage(
        programme=id,
        name=latest.name,
        has_plan=has_plan,
        lines=tuple(lines),
        address="" if at_place is None else "://".join(at_place),
        webcal="" if at_place is None else f"webcal://{at_place[1]}",
        given=given,
        wrong=wrong,
    )


def _lines(found: Sequence[SubscriptionRecord], now: int) -> Iterator[Line]:
    kinds: Mapping[str, str] = dict(KINDS)
    for one in sorted(found, key=lambda one: (one.created_at, one.id), reverse=True):
        ended = one.expires_at is not None and one.expires_at <= now
        standing = Told(words="In force", tone="good")
        if one.expires_at is not None:
            standing = Told(words=f"Until {instant(one.expires_at)}", tone="good")
        if ended:
            standing = Told(words="Expired")
        if one.revoked_at is not None:
            standing = Told(words="Revoked")
        yield Line(
            id=one.id,
            name=one.name,
            shows=kinds.get(one.shown, one.shown),
            made=f"{instant(one.created_at)}, {one.created_by}",
            used="never" if one.used_at is None else instant(one.used_at),
            standing=standing,
            in_force=not ended and one.revoked_at is None,
        )


def _shown(shown: SubscribingPage) -> Response:
    answer = page(
        "subscribing.html",
        status=_UNPROCESSABLE if shown.wrong else 200,
        here="",
        crumbs=(START, Crumb(words=shown.name, address=f"/programmes/{shown.programme}")),
        calendar=shown,
        kinds=KINDS,
        lasts=LASTS,
        errors=tuple((words, "name") for words in shown.wrong),
    )
    if shown.address:
        answer.headers["Cache-Control"] = "no-store"
    return answer
