"""The JSON of webhooks and deliveries; a webhook's secret is in none of them."""

import json
from typing import Any

from api.schemas.instants import instant, instant_if_any
from api.store.records import DeliveryRecord, WebhookRecord


def webhook_body(webhook: WebhookRecord, now: int) -> dict[str, Any]:
    """Return what is said of a webhook at a moment of the database's clock."""
    older = [each.until for each in webhook.secrets if each.until is not None and each.until > now]
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "programme": webhook.programme,
        "active": webhook.disabled_at is None,
        "disabled_at": instant_if_any(webhook.disabled_at),
        "disabled_because": webhook.disabled_because,
        "older_secret_until": instant_if_any(max(older, default=None)),
        "created_at": instant(webhook.created_at),
        "created_by": webhook.created_by,
    }


def delivery_body(delivery: DeliveryRecord) -> dict[str, Any]:
    """Return what is said of a delivery."""
    state = "waiting"
    if delivery.next_at is None:
        state = "given_up" if delivery.delivered_at is None else "delivered"
    return {
        "id": delivery.id,
        "webhook": delivery.webhook,
        "type": delivery.type,
        "state": state,
        "created_at": instant(delivery.created_at),
        "tries": delivery.tries,
        "next_at": instant_if_any(delivery.next_at),
        "delivered_at": instant_if_any(delivery.delivered_at),
        "given_up_at": instant_if_any(delivery.given_up_at),
        "last_status": delivery.last_status,
        "last_error": delivery.last_error,
        "payload": json.loads(delivery.payload),
    }
