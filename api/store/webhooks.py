"""Webhooks: addresses outside that are told what happens, as those who keep them see them."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, func, insert, literal, select, tuple_, update

from api.store import audit
from api.store.clock import database_now
from api.store.identity import is_possible
from api.store.records import Secret, WebhookRecord, from_json, to_json
from api.store.tables import deliveries, webhooks

MOST_WEBHOOKS = 50
"""Of one tenant: each costs every deed a row."""
ROTATION_MS = 24 * 60 * 60 * 1000
"""How long the secret before goes on signing."""
MOST_SECRETS = 4
"""That sign at once, however often they are changed: each is a signature in a header."""
BY_HAND = "It was switched off by its keeper."
SWITCHED_OFF = "The webhook was switched off."
"""Why what was still to be delivered then is given up."""
_KEY_BYTES = 32


def new_secret() -> str:
    """Return a fresh secret, as the specification writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def create_webhook(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    webhook_id: str,
    url: str,
    events: Sequence[str],
    programme: str | None,
    secret: str,
) -> WebhookRecord:
    """Store an address that from now on is told what happens."""
    c.execute(
        insert(webhooks).values(
            id=webhook_id,
            tenant=tenant,
            url=url,
            events=_events(events),
            programme=programme,
            secrets=_secrets([Secret(text=secret, until=None)]),
            created_at=database_now(c),
            created_by=actor,
        )
    )
    _note(c, tenant, actor, "created", webhook_id, {"host": _host(url), "events": list(events)})
    return _there(c, tenant, webhook_id)


def count_webhooks(c: Connection, tenant: str) -> int:
    """Return how many webhooks a tenant has, switched off ones too."""
    wanted = select(func.count()).where(webhooks.c.tenant == tenant)
    return c.execute(wanted).scalar_one()


def get_webhook(c: Connection, tenant: str, webhook_id: str) -> WebhookRecord | None:
    """Return a webhook of a tenant's."""
    if not is_possible(webhook_id):
        return None
    wanted = select(*webhooks.c).where(webhooks.c.tenant == tenant, webhooks.c.id == webhook_id)
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else record_of({**row})


def list_webhooks(
    c: Connection, tenant: str, *, limit: int, after: str | None = None
) -> list[WebhookRecord]:
    """Return webhooks, newest first, behind the one named; none where that is unknown."""
    wanted = select(*webhooks.c).where(webhooks.c.tenant == tenant)
    if after is not None:
        last = get_webhook(c, tenant, after)
        if last is None:
            return []
        place = tuple_(webhooks.c.created_at, webhooks.c.id)
        wanted = wanted.where(place < tuple_(literal(last.created_at), literal(last.id)))
    wanted = wanted.order_by(webhooks.c.created_at.desc(), webhooks.c.id.desc()).limit(limit)
    return [record_of({**row}) for row in c.execute(wanted).mappings()]


def change_webhook(
    c: Connection,
    tenant: str,
    actor: str,
    webhook_id: str,
    *,
    url: str,
    events: Sequence[str],
    programme: str | None,
) -> WebhookRecord:
    """Change where and of what a webhook is told; what waits for it goes to the new address."""
    _set(c, tenant, webhook_id, url=url, events=_events(events), programme=programme)
    _note(c, tenant, actor, "changed", webhook_id, {"host": _host(url), "events": list(events)})
    return _there(c, tenant, webhook_id)


def enable_webhook(c: Connection, tenant: str, actor: str, webhook_id: str) -> WebhookRecord:
    """Tell a webhook again what happens from now on; what it missed can be delivered by wish."""
    _set(c, tenant, webhook_id, disabled_at=None, disabled_because=None)
    _note(c, tenant, actor, "enabled", webhook_id, {})
    return _there(c, tenant, webhook_id)


def disable_webhook(c: Connection, tenant: str, actor: str, webhook_id: str, why: str) -> None:
    """Tell a webhook nothing more; what was still to be delivered is given up."""
    now = database_now(c)
    _set(c, tenant, webhook_id, disabled_at=now, disabled_because=why)
    c.execute(
        update(deliveries)
        .where(
            deliveries.c.tenant == tenant,
            deliveries.c.webhook == webhook_id,
            deliveries.c.next_at.is_not(None),
        )
        .values(
            next_at=None,
            given_up_at=now,
            claimed_by=None,
            claimed_until=None,
            last_error=SWITCHED_OFF,
        )
    )
    _note(c, tenant, actor, "disabled", webhook_id, {"because": why})


def rotate_secret(
    c: Connection, tenant: str, actor: str, webhook: WebhookRecord, *, secret: str
) -> WebhookRecord:
    """Sign with a new secret; the one before signs beside it for a day."""
    now = database_now(c)
    older = [
        Secret(text=each.text, until=each.until or now + ROTATION_MS)
        for each in valid_secrets(webhook, now)
    ]
    kept = [Secret(text=secret, until=None), *older][:MOST_SECRETS]
    _set(c, tenant, webhook.id, secrets=_secrets(kept))
    _note(c, tenant, actor, "rotated", webhook.id, {})
    return _there(c, tenant, webhook.id)


def valid_secrets(webhook: WebhookRecord, now: int) -> tuple[Secret, ...]:
    """Return the secrets that sign at a moment, the newest first."""
    return tuple(each for each in webhook.secrets if each.until is None or each.until > now)


def remove_webhook(c: Connection, tenant: str, actor: str, webhook_id: str) -> bool:
    """Forget a webhook with all that was or will be delivered to it; False where there is none."""
    if not is_possible(webhook_id):
        return False
    mine = (webhooks.c.tenant == tenant, webhooks.c.id == webhook_id)
    # Whoever writes a delivery meanwhile is waited for, or finds the webhook gone.
    if c.execute(select(webhooks.c.id).where(*mine).with_for_update()).one_or_none() is None:
        return False
    c.execute(
        delete(deliveries).where(deliveries.c.tenant == tenant, deliveries.c.webhook == webhook_id)
    )
    c.execute(delete(webhooks).where(*mine))
    _note(c, tenant, actor, "removed", webhook_id, {})
    return True


def record_of(row: Mapping[str, Any]) -> WebhookRecord:
    """Return a row of the table as a record."""
    said = from_json(row["secrets"])["secrets"]
    return WebhookRecord(
        **{
            **row,
            "events": tuple(from_json(row["events"])["types"]),
            "secrets": tuple(Secret(text=each["text"], until=each["until"]) for each in said),
        }
    )


def _set(c: Connection, tenant: str, webhook_id: str, **values: object) -> None:
    mine = (webhooks.c.tenant == tenant, webhooks.c.id == webhook_id)
    c.execute(update(webhooks).where(*mine).values(**values))


def _there(c: Connection, tenant: str, webhook_id: str) -> WebhookRecord:
    found = get_webhook(c, tenant, webhook_id)
    if found is None:
        raise AssertionError("a webhook just written is there")
    return found


def _events(types: Sequence[str]) -> str:
    return to_json({"types": list(types)})


def _secrets(kept: Sequence[Secret]) -> str:
    return to_json({"secrets": [{"text": each.text, "until": each.until} for each in kept]})


def _host(url: str) -> str:
    # Some receivers know who calls by a secret in the path, which is nobody's to read later.
    return urlsplit(url).netloc


def _note(
    c: Connection, tenant: str, actor: str, deed: str, id: str, detail: Mapping[str, Any]
) -> None:
    audit.note(c, tenant, actor, f"webhook.{deed}", id, detail)
