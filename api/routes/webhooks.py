"""`/v1/webhooks`: addresses that are told what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.answers import IDEMPOTENCY_KEY, OF_BODIES, OF_KEYS, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import CallerOf
from api.http.idempotency import RepetitionOf, Reply
from api.http.ids import WEBHOOK, new_id
from api.http.json_text import json_response, json_text
from api.http.problems import Problem
from api.http.query import Limit, refuse_no_cursor
from api.http.state import Services, ServicesOf
from api.outside import Outside, RefusedAddress, target_of
from api.routes.found import found_programme
from api.routes.found_webhooks import WebhookIdInPath, found_webhook
from api.schemas.instants import instant
from api.schemas.webhook_bodies import webhook_body
from api.schemas.webhooks import WEBHOOK_ID_SCHEMA, WebhookChange, WebhookRequest
from api.store.clock import database_now
from api.store.telling import TYPES
from api.store.webhooks import (
    BY_HAND,
    MOST_WEBHOOKS,
    change_webhook,
    count_webhooks,
    create_webhook,
    disable_webhook,
    enable_webhook,
    list_webhooks,
    new_secret,
    remove_webhook,
    rotate_secret,
)
from scheduler.domain.issues import Issue
from scheduler.interchange.json_text import read_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

_EXAMPLE: dict[str, Any] = {
    "url": "https://hooks.example.org/plans",
    "events": ["plan.finished", "analysis.finished"],
}


@router.post(
    "",
    operation_id="createWebhook",
    summary="Have an address told what happens",
    status_code=201,
    responses={
        201: answer(
            "Stored; told from now on.",
            "NewWebhook",
            headers=("Location", "Idempotency-Replayed"),
        ),
        **problems("no_such_programme", "too_many_webhooks", "body_rejected", *OF_BODIES, *OF_KEYS),
    },
    openapi_extra={
        **body("WebhookRequest", ends=_EXAMPLE),
        "parameters": [IDEMPOTENCY_KEY],
    },
)
def create(
    services: ServicesOf, caller: CallerOf, repeated: RepetitionOf, data: JsonBody
) -> Response:
    """Store an address with what it wants to be told. The secret is told in this answer alone.

    The address must lead outside: https, a host name whose addresses are all public, a port that
    the service allows. Its name is looked up each time something is sent.
    """
    found = repeated.replayed(services, caller, data)
    if found is not None:
        return found
    wanted = read_as(WebhookRequest, data, services.settings.limits)
    _look_at(wanted.url, services)
    secret = new_secret()

    def store(connection: Connection) -> Reply:
        if wanted.programme is not None:
            found_programme(connection, caller, wanted.programme)
        if count_webhooks(connection, caller.tenant) >= MOST_WEBHOOKS:
            raise Problem("too_many_webhooks", f"There may be {MOST_WEBHOOKS} of them.")
        made = create_webhook(
            connection,
            caller.tenant,
            caller.actor,
            webhook_id=new_id(WEBHOOK),
            url=wanted.url,
            events=tuple(TYPES) if wanted.events is None else wanted.events,
            programme=wanted.programme,
            secret=secret,
        )
        text = json_text({**webhook_body(made, made.created_at), "secret": secret})
        return Reply(201, text, {"Location": f"/v1/webhooks/{made.id}"})

    return repeated.once(services, caller, data, store)


@router.get(
    "",
    operation_id="listWebhooks",
    summary="List webhooks",
    responses={
        200: answer("Webhooks, newest first.", "WebhookList"),
        **problems("no_such_webhook"),
    },
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=WEBHOOK_ID_SCHEMA),
    ] = None,
) -> Response:
    """Return the addresses that are or were told what happens, without their secrets."""
    refuse_no_cursor(WEBHOOK, after)
    with services.database.reading() as connection:
        if after is not None:
            found_webhook(connection, caller, after)
        found = list_webhooks(connection, caller.tenant, limit=limit + 1, after=after)
        now = database_now(connection)
    page = found[:limit]
    more = page[-1].id if len(found) > limit else None
    return json_response({"webhooks": [webhook_body(each, now) for each in page], "next": more})


@router.get(
    "/{webhook_id}",
    operation_id="readWebhook",
    summary="Read a webhook",
    responses={
        200: answer("The webhook, without its secret.", "Webhook"),
        **problems("no_such_webhook"),
    },
)
def read(services: ServicesOf, caller: CallerOf, webhook_id: WebhookIdInPath) -> Response:
    """Return where and of what somebody is told, and why not any more where that is so."""
    with services.database.reading() as connection:
        found = found_webhook(connection, caller, webhook_id)
        now = database_now(connection)
    return json_response(webhook_body(found, now))


@router.patch(
    "/{webhook_id}",
    operation_id="changeWebhook",
    summary="Change a webhook",
    responses={
        200: answer("The webhook as it is now.", "Webhook"),
        **problems("no_such_webhook", "no_such_programme", "body_rejected", *OF_BODIES),
    },
    openapi_extra=body("WebhookChange", on={"active": True}),
)
def change(
    services: ServicesOf, caller: CallerOf, webhook_id: WebhookIdInPath, data: JsonBody
) -> Response:
    """Change where and of what somebody is told, or switch that off and on again.

    What is left out of the body stays as it is. What happens while a webhook is switched off is not
    told later.
    """
    wanted = read_as(WebhookChange, data, services.settings.limits)
    value = read_json(data, services.settings.limits).value
    given = set(value) if isinstance(value, dict) else set()
    if "url" in given:
        _look_at(wanted.url, services)
    with services.database.writing() as connection:
        before = found_webhook(connection, caller, webhook_id)
        if wanted.programme is not None:
            found_programme(connection, caller, wanted.programme)
        if given - {"active"}:
            change_webhook(
                connection,
                caller.tenant,
                caller.actor,
                webhook_id,
                url=wanted.url if "url" in given else before.url,
                events=wanted.events if "events" in given else before.events,
                programme=wanted.programme if "programme" in given else before.programme,
            )
        is_active = before.disabled_at is None
        if "active" in given and wanted.active and not is_active:
            enable_webhook(connection, caller.tenant, caller.actor, webhook_id)
        if "active" in given and is_active and not wanted.active:
            disable_webhook(connection, caller.tenant, caller.actor, webhook_id, BY_HAND)
        now = database_now(connection)
        made = found_webhook(connection, caller, webhook_id)
    return json_response(webhook_body(made, now))


@router.delete(
    "/{webhook_id}",
    operation_id="removeWebhook",
    summary="Remove a webhook",
    status_code=204,
    response_class=Response,
    responses={
        204: answer("Nothing is told there any more."),
        **problems("no_such_webhook"),
    },
)
def remove(services: ServicesOf, caller: CallerOf, webhook_id: WebhookIdInPath) -> Response:
    """Remove a webhook with its secrets and all that was or would have been delivered to it."""
    with services.database.writing() as connection:
        found_webhook(connection, caller, webhook_id)
        remove_webhook(connection, caller.tenant, caller.actor, webhook_id)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/rotation",
    operation_id="rotateWebhookSecret",
    summary="Sign with a new secret",
    responses={
        200: answer("The new secret, told this once.", "NewSecret"),
        **problems("no_such_webhook"),
    },
)
def rotate(services: ServicesOf, caller: CallerOf, webhook_id: WebhookIdInPath) -> Response:
    """Sign with a new secret from now on. The one before signs beside it for 24 hours.

    So nothing is refused while the receiver learns the new one.
    """
    secret = new_secret()
    with services.database.writing() as connection:
        found = found_webhook(connection, caller, webhook_id)
        made = rotate_secret(connection, caller.tenant, caller.actor, found, secret=secret)
    until = max(each.until for each in made.secrets if each.until is not None)
    return json_response({"id": webhook_id, "secret": secret, "older_secret_until": instant(until)})


def _look_at(url: str, services: Services) -> None:
    settings = services.settings
    allowed = Outside(ports=settings.webhook_ports, loopback=settings.webhook_loopback)
    try:
        target_of(url, allowed)
    except RefusedAddress as error:
        issue = Issue(code="refused_address", path="/url", message=str(error), value=url)
        raise Problem("body_rejected", "the request has 1 error", issues=[issue]) from error
