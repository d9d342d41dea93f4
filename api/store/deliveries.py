"""Deliveries as those who keep webhooks see them: told, to be told, and given up."""

from typing import Any

from sqlalchemy import Connection, delete, literal, or_, select, tuple_, update

from api.store import audit
from api.store.clock import database_now, now_ms
from api.store.identity import is_possible
from api.store.records import DeliveryRecord
from api.store.tables import deliveries
from api.store.telling import tell_one

_FACTS = tuple(deliveries.c[name] for name in DeliveryRecord.__dataclass_fields__)


def get_delivery(c: Connection, tenant: str, delivery_id: str) -> DeliveryRecord | None:
    """Return a delivery of a tenant's."""
    if not is_possible(delivery_id):
        return None
    wanted = select(*_FACTS).where(deliveries.c.tenant == tenant, deliveries.c.id == delivery_id)
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else _record(row)


def list_deliveries(
    c: Connection, tenant: str, webhook_id: str, *, limit: int, after: str | None = None
) -> list[DeliveryRecord]:
    """Return what a webhook was and will be told, newest first, behind the one named."""
    if not is_possible(webhook_id):
        return []
    wanted = select(*_FACTS).where(
        deliveries.c.tenant == tenant, deliveries.c.webhook == webhook_id
    )
    if after is not None:
        last = get_delivery(c, tenant, after)
        if last is None or last.webhook != webhook_id:
            return []
        place = tuple_(deliveries.c.created_at, deliveries.c.id)
        wanted = wanted.where(place < tuple_(literal(last.created_at), literal(last.id)))
    wanted = wanted.order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc()).limit(limit)
    return [_record(row) for row in c.execute(wanted).mappings()]


def replay_delivery(
    c: Connection, tenant: str, actor: str, delivery_id: str
) -> DeliveryRecord | None:
    """Deliver something once more, under the same id, with all tries before it; None if unknown."""
    if not is_possible(delivery_id):
        return None
    changed = c.execute(
        update(deliveries)
        .where(deliveries.c.tenant == tenant, deliveries.c.id == delivery_id)
        .values(tries=0, next_at=database_now(c), delivered_at=None, given_up_at=None)
    )
    if changed.rowcount == 0:
        return None
    audit.note(c, tenant, actor, "delivery.replayed", delivery_id, {})
    return get_delivery(c, tenant, delivery_id)


def ping(c: Connection, tenant: str, actor: str, webhook_id: str) -> DeliveryRecord:
    """Have a webhook told that it is being tried."""
    made = tell_one(c, tenant, webhook_id)
    audit.note(c, tenant, actor, "webhook.pinged", webhook_id, {"delivery": made})
    found = get_delivery(c, tenant, made)
    if found is None:
        raise AssertionError("a delivery just stored is there")
    return found


def forget_deliveries(c: Connection, older_than_ms: int, most: int = 5_000) -> int:
    """Forget what was delivered or given up long ago; return how many."""
    ended = or_(deliveries.c.delivered_at.is_not(None), deliveries.c.given_up_at.is_not(None))
    old = (
        select(deliveries.c.id)
        .where(
            ended,
            deliveries.c.next_at.is_(None),
            deliveries.c.created_at < now_ms() - older_than_ms,
        )
        .order_by(deliveries.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return c.execute(delete(deliveries).where(deliveries.c.id.in_(old))).rowcount


def _record(row: Any) -> DeliveryRecord:  # noqa: ANN401 - a row's mapping
    return DeliveryRecord(**row)
