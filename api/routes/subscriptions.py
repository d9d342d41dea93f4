"""Addresses of a programme's calendar for programs that can show no key: Outlook, Google, Apple.

Whoever has such an address reads the calendar of the plan in force of one programme, and nothing
else. It is told once, of its secret a digest is kept, and it can be revoked by itself.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.answers import IF_NONE_MATCH, OF_BODIES, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.json_text import JsonResponse, json_response, json_text
from api.http.problems import Problem
from api.http.query import Limit
from api.http.secret_keys import SUBSCRIPTION, SecretKey, new_key, read_key
from api.http.state import Services, ServicesOf
from api.routes.exports import CALENDAR, calendar_of
from api.routes.found import ProgrammeIdInPath, found_programme
from api.schemas.instants import instant, instant_if_any
from api.schemas.subscriptions import SUBSCRIPTION_ID_SCHEMA, SubscriptionRequest
from api.store.subscriptions import (
    MOST_SUBSCRIPTIONS,
    SubscriptionRecord,
    count_subscriptions,
    create_subscription,
    list_subscriptions,
    note_fetch,
    revoke_subscription,
    valid_subscription,
)
from api.store.walls import for_everybody, work_for
from scheduler.exchange.calendar_feed import Shown
from scheduler.interchange.shape_issues import shown as as_shown

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY_MS = 86_400_000
Which = Literal["in_force", "all"]
OF_A_PROGRAMME = "/v1/programmes/{programme_id}/calendar-subscriptions"

router = APIRouter(tags=["planning tools"])

SubscriptionIdInPath = Annotated[
    str,
    Path(
        description="Id of a subscription.",
        examples=["sub_5b0c17d2e8f4"],
        json_schema_extra=SUBSCRIPTION_ID_SCHEMA,
    ),
]


@router.post(
    OF_A_PROGRAMME,
    operation_id="createSubscription",
    summary="Make an address that a calendar program can subscribe to",
    status_code=201,
    response_class=Response,
    responses={
        201: answer("The subscription, its address told this once.", "NewSubscription"),
        **problems("no_such_programme", "too_many_subscriptions", "body_rejected", *OF_BODIES),
    },
    openapi_extra=body(
        "SubscriptionRequest",
        board={"name": "Programme board"},
        office={"name": "Programme office", "shown": "all", "expires_in_days": 365},
    ),
)
def create(
    programme_id: ProgrammeIdInPath, services: ServicesOf, caller: CallerOf, data: JsonBody
) -> Response:
    """Make an address at which the calendar of the plan in force is read without a key.

    For programs that cannot send one. Whoever has the address reads this one calendar.
    """
    wanted = read_as(SubscriptionRequest, data, services.settings.limits)
    with services.database.writing() as connection:
        made, fresh = subscribed(connection, caller, programme_id, wanted)
    text = json_text({**_facts(made), "path": path_of(fresh)})
    return JsonResponse(text, status_code=201)


@router.get(
    OF_A_PROGRAMME,
    operation_id="listSubscriptions",
    summary="List the subscriptions to a programme's calendar",
    response_class=Response,
    responses={
        200: answer("Subscriptions without their addresses, by id.", "SubscriptionList"),
        **problems("no_such_programme"),
    },
)
def list_all(
    programme_id: ProgrammeIdInPath,
    services: ServicesOf,
    caller: CallerOf,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=SUBSCRIPTION_ID_SCHEMA),
    ] = None,
    which: Annotated[
        Which, Query(description="Those in force, or those revoked and expired, too.")
    ] = "in_force",
) -> Response:
    """Return the subscriptions of a programme: those whose addresses lead somewhere, or all."""
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        found = list_subscriptions(
            connection,
            caller.tenant,
            programme_id,
            limit=limit + 1,
            after=after,
            in_force=which == "in_force",
        )
    page = found[:limit]
    more = page[-1].id if len(found) > limit else None
    return json_response({"subscriptions": [_facts(one) for one in page], "next": more})


@router.delete(
    f"{OF_A_PROGRAMME}/{{subscription_id}}",
    operation_id="revokeSubscription",
    summary="Revoke a subscription",
    status_code=204,
    response_class=Response,
    responses={
        204: answer("Its address leads nowhere any more."),
        **problems("no_such_programme", "no_such_subscription"),
    },
)
def revoke(
    programme_id: ProgrammeIdInPath,
    subscription_id: SubscriptionIdInPath,
    services: ServicesOf,
    caller: CallerOf,
) -> Response:
    """Let an address lead nowhere; programs that have it keep what they read before."""
    with services.database.writing() as connection:
        revoked(connection, caller, programme_id, subscription_id)
    return Response(status_code=204)


@router.get(
    "/v1/calendars/{token}.ics",
    operation_id="readSubscribedCalendar",
    summary="The calendar of the plan in force, at an address that needs no key",
    response_class=Response,
    dependencies=[IN_TURN],
    responses={
        **CALENDAR,
        **problems("no_such_calendar", "no_such_baseline", "no_plan", "too_many_requests"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def read(
    token: Annotated[
        str,
        Path(
            description="What a subscription was told once.",
            json_schema_extra={"pattern": "^pc_[0-9a-f]{12}_[0-9a-f]{64}$"},
        ),
    ],
    request: Request,
    services: ServicesOf,
) -> Response:
    """Return what the subscription shows of the plan that is in force now.

    An address that is unknown, revoked or expired is 404 alike.
    """
    found = _in_force(services, request, token)
    _refuse_haste(services.calendars.wait(found.id))
    # From here on, this request sees what the subscription's tenant has, and nothing else.
    work_for(found.tenant)
    if services.uses.is_news(found.id):
        with services.database.writing() as connection:
            note_fetch(connection, found.id)
    reader = Caller(
        tenant=found.tenant, actor=found.id, role="viewer", scopes=frozenset(), key=found.id
    )
    return calendar_of(services, request, reader, found.programme, as_kind(found.shown))


def subscribed(
    connection: Connection, caller: Caller, programme_id: str, wanted: SubscriptionRequest
) -> tuple[SubscriptionRecord, SecretKey]:
    """Store a subscription; return it with its secret, to be told once. Raises Problem 404, 409."""
    found_programme(connection, caller, programme_id)
    if count_subscriptions(connection, caller.tenant, programme_id) >= MOST_SUBSCRIPTIONS:
        detail = f"There may be {MOST_SUBSCRIPTIONS} in force of one programme."
        raise Problem("too_many_subscriptions", detail)
    fresh = new_key(SUBSCRIPTION)
    days = wanted.expires_in_days
    made = create_subscription(
        connection,
        caller.tenant,
        caller.actor,
        subscription_id=fresh.id,
        programme=programme_id,
        name=wanted.name,
        shown=wanted.shown,
        digest=fresh.digest,
        lasts_ms=None if days is None else days * DAY_MS,
    )
    return made, fresh


def revoked(
    connection: Connection, caller: Caller, programme_id: str, subscription_id: str
) -> None:
    """Revoke a subscription. Raises Problem 404."""
    found_programme(connection, caller, programme_id)
    gone = revoke_subscription(
        connection,
        caller.tenant,
        caller.actor,
        programme=programme_id,
        subscription_id=subscription_id,
    )
    if not gone:
        detail = f"The programme has no subscription {as_shown(subscription_id)}."
        raise Problem("no_such_subscription", detail)


def path_of(fresh: SecretKey) -> str:
    """Return where a calendar program asks, behind the address of the service."""
    return f"/v1/calendars/{fresh.text}.ics"


def as_kind(text: str) -> Shown:
    """Return what a subscription shows; what is unknown shows the least."""
    return next((kind for kind in get_args(Shown) if kind == text), "published")


def _in_force(services: Services, request: Request, token: str) -> SubscriptionRecord:
    """Return whose address this is. Raises Problem 404 for one that leads nowhere, or 429."""
    shown = read_key(token, SUBSCRIPTION)
    known = None
    if shown is not None:
        # Whose it is has to be found among everybody's.
        with for_everybody(), services.database.reading() as connection:
            known = valid_subscription(connection, shown.id)
    if shown is not None and known is not None and shown.is_digest(known.digest):
        return known
    client = request.client.host if request.client else ""
    _refuse_haste(services.strangers.wait(client))
    raise Problem("no_such_calendar", "There is no calendar at this address.")


def _refuse_haste(seconds: float) -> None:
    if seconds:
        detail = "This calendar is asked for too often."
        headers = {"Retry-After": str(ceil(seconds))}
        raise Problem("too_many_requests", detail, headers=headers)


def _facts(one: SubscriptionRecord) -> dict[str, Any]:
    return {
        "id": one.id,
        "programme": one.programme,
        "name": one.name,
        "shown": one.shown,
        "created_at": instant(one.created_at),
        "created_by": one.created_by,
        "expires_at": instant_if_any(one.expires_at),
        "revoked_at": instant_if_any(one.revoked_at),
        "used_at": instant_if_any(one.used_at),
    }
