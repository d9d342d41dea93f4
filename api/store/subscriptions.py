"""Subscriptions: addresses of the calendar of one programme, each with a secret of its own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select, update

from api.errors import NoSuchProgramme
from api.store import audit
from api.store.clock import now_ms
from api.store.holding import hold_programme
from api.store.identity import is_possible
from api.store.keys import USED_EVERY_MS
from api.store.tables import subscriptions

MOST_SUBSCRIPTIONS = 100
"""In force of one programme: so many readers are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRecord:
    """A subscription without its secret."""

    id: str
    tenant: str
    programme: str
    name: str
    shown: str
    """All dates, or those that commitments have published."""
    digest: str
    created_at: int
    created_by: str
    expires_at: int | None
    revoked_at: int | None
    used_at: int | None


def create_subscription(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    subscription_id: str,
    programme: str,
    name: str,
    shown: str,
    digest: str,
    lasts_ms: int | None,
) -> SubscriptionRecord:
    """Keep the digest of a new address of a programme's calendar. Raises NoSuchProgramme."""
    if not is_possible(programme) or not hold_programme(c, tenant, programme):
        raise NoSuchProgramme(programme)
    c.execute(
        insert(subscriptions).values(
            id=subscription_id,
            tenant=tenant,
            programme=programme,
            name=name,
            shown=shown,
            digest=digest,
            created_at=now_ms(),
            created_by=actor,
            expires_at=None if lasts_ms is None else now_ms() + lasts_ms,
        )
    )
    detail = {"subscription": subscription_id, "shown": shown}
    audit.note(c, tenant, actor, "subscription.created", programme, detail)
    found = get_subscription(c, tenant, programme, subscription_id)
    if found is None:
        raise AssertionError("a subscription just stored is there")
    return found


def get_subscription(
    c: Connection, tenant: str, programme: str, subscription_id: str
) -> SubscriptionRecord | None:
    """Return a subscription of a tenant's programme, in force or not."""
    if not is_possible(programme) or not is_possible(subscription_id):
        return None
    wanted = select(*subscriptions.c).where(
        subscriptions.c.tenant == tenant,
        subscriptions.c.programme == programme,
        subscriptions.c.id == subscription_id,
    )
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else SubscriptionRecord(**row)


def valid_subscription(c: Connection, subscription_id: str) -> SubscriptionRecord | None:
    """Return a subscription that is in force now, whoever's it is."""
    if not is_possible(subscription_id):
        return None
    wanted = select(*subscriptions.c).where(subscriptions.c.id == subscription_id, _in_force())
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else SubscriptionRecord(**row)


def count_subscriptions(c: Connection, tenant: str, programme: str) -> int:
    """Return how many subscriptions of a programme are in force."""
    wanted = select(func.count()).where(
        subscriptions.c.tenant == tenant, subscriptions.c.programme == programme, _in_force()
    )
    return c.execute(wanted).scalar_one()


def list_subscriptions(  # of what, and which page
    c: Connection,
    tenant: str,
    programme: str,
    *,
    limit: int,
    after: str | None = None,
    in_force: bool = False,
) -> list[SubscriptionRecord]:
    """Return the subscriptions of a programme by id, behind the one named, or those in force."""
    if not is_possible(programme) or not is_possible(after or "none"):
        return []
    wanted = select(*subscriptions.c).where(
        subscriptions.c.tenant == tenant, subscriptions.c.programme == programme
    )
    if in_force:
        wanted = wanted.where(_in_force())
    if after is not None:
        wanted = wanted.where(subscriptions.c.id > after)
    found = c.execute(wanted.order_by(subscriptions.c.id).limit(limit)).mappings()
    return [SubscriptionRecord(**row) for row in found]


def ended_subscriptions(
    c: Connection, tenant: str, programme: str, *, limit: int
) -> list[SubscriptionRecord]:
    """Return the subscriptions of a programme that lead nowhere any more, newest first."""
    wanted = (
        select(*subscriptions.c)
        .where(
            subscriptions.c.tenant == tenant,
            subscriptions.c.programme == programme,
            not_(_in_force()),
        )
        .order_by(subscriptions.c.created_at.desc(), subscriptions.c.id.desc())
        .limit(limit)
    )
    return [SubscriptionRecord(**row) for row in c.execute(wanted).mappings()]


def _in_force() -> ColumnElement[bool]:
    lasts = or_(subscriptions.c.expires_at.is_(None), subscriptions.c.expires_at > now_ms())
    return and_(subscriptions.c.revoked_at.is_(None), lasts)


def revoke_subscription(
    c: Connection, tenant: str, actor: str, *, programme: str, subscription_id: str
) -> bool:
    """Let an address lead nowhere from now on; False where there is no such subscription."""
    if not is_possible(programme) or not is_possible(subscription_id):
        return False
    changed = c.execute(
        update(subscriptions)
        .where(
            subscriptions.c.tenant == tenant,
            subscriptions.c.programme == programme,
            subscriptions.c.id == subscription_id,
            subscriptions.c.revoked_at.is_(None),
        )
        .values(revoked_at=now_ms())
        .returning(subscriptions.c.id)
    ).one_or_none()
    if changed is None:
        return get_subscription(c, tenant, programme, subscription_id) is not None
    detail = {"subscription": subscription_id}
    audit.note(c, tenant, actor, "subscription.revoked", programme, detail)
    return True


def note_fetch(c: Connection, subscription_id: str) -> None:
    """Note that a calendar program has asked, to the minute."""
    before = now_ms() - USED_EVERY_MS
    c.execute(
        update(subscriptions)
        .where(
            subscriptions.c.id == subscription_id,
            or_(subscriptions.c.used_at.is_(None), subscriptions.c.used_at < before),
        )
        .values(used_at=now_ms())
    )
