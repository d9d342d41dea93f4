"""Stored webhooks and deliveries, or the problem that there are none."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import Connection

from api.http.caller import Caller
from api.http.ids import DELIVERY, WEBHOOK, is_id
from api.http.problems import Problem
from api.schemas.webhooks import DELIVERY_ID_SCHEMA, WEBHOOK_ID_SCHEMA
from api.store.deliveries import get_delivery
from api.store.records import DeliveryRecord, WebhookRecord
from api.store.webhooks import get_webhook
from scheduler.interchange.shape_issues import shown

WebhookIdInPath = Annotated[
    str,
    Path(
        description="Id of a webhook.",
        examples=["whk_5dk3zq7mf2ohx6rtnabe"],
        json_schema_extra=WEBHOOK_ID_SCHEMA,
    ),
]
DeliveryIdInPath = Annotated[
    str,
    Path(
        description="Id of a delivery.",
        examples=["dlv_2222223q7mf2ohx6rtna"],
        json_schema_extra=DELIVERY_ID_SCHEMA,
    ),
]


def found_webhook(connection: Connection, caller: Caller, webhook_id: str) -> WebhookRecord:
    """Return a webhook of the caller's. Raises Problem 404, the same for any unknown id."""
    if is_id(WEBHOOK, webhook_id):
        found = get_webhook(connection, caller.tenant, webhook_id)
        if found is not None:
            return found
    raise Problem("no_such_webhook", f"There is no webhook {shown(webhook_id)}.")


def active_webhook(connection: Connection, caller: Caller, webhook_id: str) -> WebhookRecord:
    """Return a webhook that is told things. Raises Problem 404, 409."""
    found = found_webhook(connection, caller, webhook_id)
    if found.disabled_at is not None:
        raise Problem("webhook_disabled", found.disabled_because or "It was switched off.")
    return found


def found_delivery(connection: Connection, caller: Caller, delivery_id: str) -> DeliveryRecord:
    """Return a delivery of the caller's. Raises Problem 404, the same for any unknown id."""
    if is_id(DELIVERY, delivery_id):
        found = get_delivery(connection, caller.tenant, delivery_id)
        if found is not None:
            return found
    raise Problem("no_such_delivery", f"There is no delivery {shown(delivery_id)}.")
