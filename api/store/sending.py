"""What a sender does to deliveries: claim what is due to one webhook, note what came of each.

A webhook's deliveries are one sender's at a time, in the order in which they were written. A claim
ends by itself, so what a lost sender held is sent by another, perhaps once more.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from api.store.clock import database_now
from api.store.records import WebhookRecord
from api.store.tables import deliveries, webhooks
from api.store.webhooks import SWITCHED_OFF, disable_webhook, record_of

GONE = "It answered 410: it wants to be told nothing more."
FAILING = "Nothing could be delivered to it for five days."
FAILING_MS = 5 * 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that one sender may send."""

    id: str
    tenant: str
    webhook: str
    payload: str
    tries: int
    """Before this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Deliveries of one webhook, in order, and the moment at which they were claimed."""

    webhook: WebhookRecord
    deliveries: tuple[Claimed, ...]
    now: int


def anything_due(c: Connection) -> bool:
    """Whether a delivery of a webhook that is told things waits to be sent, by whomever."""
    now = database_now(c)
    active = select(webhooks.c.id).where(webhooks.c.disabled_at.is_(None))
    wanted = select(deliveries.c.id).where(_due(now), deliveries.c.webhook.in_(active)).limit(1)
    return c.execute(wanted).one_or_none() is not None


def claim(c: Connection, sender: str, *, most: int, lease_ms: int) -> Batch | None:
    """Claim the deliveries of some webhook that are due; None where there are none to be had."""
    now = database_now(c)
    due = select(deliveries.c.webhook).where(_due(now))
    # In no order, so that none with much to be told is always the next.
    wanted = (
        select(*webhooks.c)
        .where(webhooks.c.disabled_at.is_(None), webhooks.c.id.in_(due), ~_held(now))
        .order_by(func.random())
        .limit(1)
        # Not the lock that would keep deeds from writing further deliveries.
        .with_for_update(skip_locked=True, key_share=True)
    )
    row = c.execute(wanted).mappings().one_or_none()
    if row is None:
        return None
    # Asked again under the lock: another sender may have claimed between look and lock.
    if c.execute(select(webhooks.c.id).where(webhooks.c.id == row["id"], _held(now))).one_or_none():
        return None
    mine = (
        select(deliveries.c.id)
        .where(deliveries.c.tenant == row["tenant"], deliveries.c.webhook == row["id"], _due(now))
        .order_by(deliveries.c.created_at, deliveries.c.id)
        .limit(most)
    )
    claimed = c.execute(
        update(deliveries)
        .where(deliveries.c.id.in_(mine))
        .values(claimed_by=sender, claimed_until=now + lease_ms)
        .returning(
            deliveries.c.id,
            deliveries.c.tenant,
            deliveries.c.webhook,
            deliveries.c.payload,
            deliveries.c.tries,
            deliveries.c.created_at,
        )
    )
    rows = sorted(claimed, key=lambda each: (each.created_at, each.id))
    return Batch(
        webhook=record_of({**row}),
        deliveries=tuple(
            Claimed(
                id=each.id,
                tenant=each.tenant,
                webhook=each.webhook,
                payload=each.payload,
                tries=each.tries,
            )
            for each in rows
        ),
        now=now,
    )


def _due(now: int) -> ColumnElement[bool]:
    free = or_(deliveries.c.claimed_until.is_(None), deliveries.c.claimed_until <= now)
    return and_(deliveries.c.next_at.is_not(None), deliveries.c.next_at <= now, free)


def _held(now: int) -> ColumnElement[bool]:
    other = deliveries.alias("held")
    return (
        select(other.c.id)
        .where(
            other.c.tenant == webhooks.c.tenant,
            other.c.webhook == webhooks.c.id,
            other.c.next_at.is_not(None),
            other.c.claimed_until > now,
        )
        .correlate(webhooks)
        .exists()
    )


def delivered(c: Connection, sender: str, one: Claimed, status: int) -> None:
    """Note that a delivery was taken."""
    _close(
        c,
        sender,
        one,
        tries=one.tries + 1,
        next_at=None,
        delivered_at=database_now(c),
        last_status=status,
        last_error=None,
    )


def failed(
    c: Connection,
    sender: str,
    one: Claimed,
    *,
    status: int | None,
    error: str,
    again_in_ms: int | None,
) -> None:
    """Note that a delivery was not taken; without a time to try again it is given up.

    A webhook to which nothing could be delivered for days is told nothing more.
    """
    _lock(c, one)
    now = database_now(c)
    noted = _close(
        c,
        sender,
        one,
        tries=one.tries + 1,
        next_at=None if again_in_ms is None else now + again_in_ms,
        given_up_at=now if again_in_ms is None else None,
        last_status=status,
        last_error=error,
    )
    if noted and _only_fails(c, one, now):
        disable_webhook(c, one.tenant, sender, one.webhook, FAILING)


def gone(c: Connection, sender: str, one: Claimed, status: int) -> None:
    """Note that a webhook wants to be told nothing more."""
    _lock(c, one)
    noted = _close(
        c,
        sender,
        one,
        tries=one.tries + 1,
        next_at=None,
        given_up_at=database_now(c),
        last_status=status,
        last_error=GONE,
    )
    if noted:
        disable_webhook(c, one.tenant, sender, one.webhook, GONE)


def give_back(c: Connection, sender: str, rest: tuple[Claimed, ...], *, again_in_ms: int) -> None:
    """Give back what was claimed and not tried, to be sent after a pause."""
    for one in rest[:1]:
        _lock(c, one)
    for one in rest:
        _close(c, sender, one, next_at=database_now(c) + again_in_ms)


def _close(c: Connection, sender: str, one: Claimed, **values: object) -> bool:
    """End a claim; False where it was not this sender's any more, or was asked for anew."""
    changed = c.execute(
        update(deliveries)
        .where(
            deliveries.c.id == one.id,
            deliveries.c.claimed_by == sender,
            deliveries.c.tries == one.tries,
            deliveries.c.next_at.is_not(None),
        )
        .values(**values, claimed_by=None, claimed_until=None)
    )
    return changed.rowcount == 1


def _lock(c: Connection, one: Claimed) -> None:
    """Lock the webhook before its deliveries, as everybody does who needs both."""
    wanted = select(webhooks.c.id).where(webhooks.c.id == one.webhook)
    c.execute(wanted.with_for_update(key_share=True))


def _only_fails(c: Connection, one: Claimed, now: int) -> bool:
    mine = (deliveries.c.tenant == one.tenant, deliveries.c.webhook == one.webhook)
    last_taken = c.execute(select(func.max(deliveries.c.delivered_at)).where(*mine)).scalar_one()
    # What failed before the webhook was last switched off was answered by that.
    switched_off = c.execute(
        select(func.max(deliveries.c.given_up_at)).where(
            *mine, deliveries.c.last_error.in_([SWITCHED_OFF, GONE])
        )
    ).scalar_one()
    since = max(last_taken or 0, switched_off or 0)
    first_failed = c.execute(
        select(func.min(deliveries.c.created_at)).where(
            *mine,
            deliveries.c.tries > 0,
            deliveries.c.delivered_at.is_(None),
            deliveries.c.created_at > since,
        )
    ).scalar_one()
    return first_failed is not None and first_failed <= now - FAILING_MS
