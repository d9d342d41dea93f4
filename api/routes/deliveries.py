"""What webhooks were told and will be; trying a webhook, and telling it something again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.answers import answer, problems
from api.http.caller import CallerOf
from api.http.ids import DELIVERY
from api.http.json_text import json_response
from api.http.query import Limit, refuse_no_cursor
from api.http.state import ServicesOf
from api.routes.found_webhooks import (
    DeliveryIdInPath,
    WebhookIdInPath,
    active_webhook,
    found_delivery,
    found_webhook,
)
from api.schemas.webhook_bodies import delivery_body
from api.schemas.webhooks import DELIVERY_ID_SCHEMA
from api.store.deliveries import list_deliveries, ping, replay_delivery

router = APIRouter(prefix="/v1", tags=["webhooks"])


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    operation_id="listDeliveries",
    summary="List what a webhook is told",
    responses={
        200: answer("Deliveries, newest first.", "DeliveryList"),
        **problems("no_such_webhook", "no_such_delivery"),
    },
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    webhook_id: WebhookIdInPath,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=DELIVERY_ID_SCHEMA),
    ] = None,
) -> Response:
    """Return what was delivered, is tried again, or was given up, each with its last answer."""
    refuse_no_cursor(DELIVERY, after)
    with services.database.reading() as connection:
        found_webhook(connection, caller, webhook_id)
        if after is not None:
            found_delivery(connection, caller, after)
        found = list_deliveries(connection, caller.tenant, webhook_id, limit=limit + 1, after=after)
    page = found[:limit]
    more = page[-1].id if len(found) > limit else None
    return json_response({"deliveries": [delivery_body(each) for each in page], "next": more})


@router.post(
    "/webhooks/{webhook_id}/ping",
    operation_id="pingWebhook",
    summary="Try a webhook",
    status_code=202,
    responses={
        202: answer("An event `webhook.ping` is on its way.", "Delivery"),
        **problems("no_such_webhook", "webhook_disabled"),
    },
)
def try_it(services: ServicesOf, caller: CallerOf, webhook_id: WebhookIdInPath) -> Response:
    """Send an event that says nothing but that it was sent; its delivery tells how it went."""
    with services.database.writing() as connection:
        active_webhook(connection, caller, webhook_id)
        made = ping(connection, caller.tenant, caller.actor, webhook_id)
    return json_response(delivery_body(made), 202)


@router.post(
    "/deliveries/{delivery_id}/replay",
    operation_id="replayDelivery",
    summary="Deliver something again",
    status_code=202,
    responses={
        202: answer("It is on its way again.", "Delivery"),
        **problems("no_such_delivery", "webhook_disabled"),
    },
)
def replay(services: ServicesOf, caller: CallerOf, delivery_id: DeliveryIdInPath) -> Response:
    """Deliver once more what was given up, lost or dealt with wrongly, under the same id."""
    with services.database.writing() as connection:
        found = found_delivery(connection, caller, delivery_id)
        active_webhook(connection, caller, found.webhook)
        made = replay_delivery(connection, caller.tenant, caller.actor, delivery_id)
    return json_response(delivery_body(made or found), 202)
