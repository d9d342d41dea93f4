"""Replies to requests with an idempotency key, so that a repeated request does nothing twice."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from api.errors import IdempotencyRace
from api.store.clock import now_ms
from api.store.records import Remembered, from_json, to_json
from api.store.tables import idempotency


def remembered(c: Connection, tenant: str, key: str, route: str) -> Remembered | None:
    """Return the reply that was given under a key."""
    row = c.execute(
        select(
            idempotency.c.body_hash,
            idempotency.c.status,
            idempotency.c.headers,
            idempotency.c.body,
        ).where(
            idempotency.c.tenant == tenant,
            idempotency.c.route == route,
            idempotency.c.key == key,
        )
    ).one_or_none()
    if row is None:
        return None
    return Remembered(
        body_hash=row.body_hash,
        status=row.status,
        headers=from_json(row.headers),
        body=row.body,
    )


def remember(
    c: Connection,
    tenant: str,
    key: str,
    route: str,
    body_hash: str,
    status: int,
    headers: Mapping[str, str],
    body: str,
) -> None:
    """Keep a reply, in the transaction of what it tells; best as its first statement.

    Two requests with one key at once: the second waits here for the first and then fails, and
    with it all of its transaction; `remembered` then finds the reply of the first.

    Raises IdempotencyRace.
    """
    try:
        c.execute(
            insert(idempotency).values(
                tenant=tenant,
                route=route,
                key=key,
                body_hash=body_hash,
                status=status,
                headers=to_json(headers),
                body=body,
                created_at=now_ms(),
            )
        )
    except IntegrityError as error:
        raise IdempotencyRace(f"the key {key} is in use by another request") from error


def forget_replies(c: Connection, ttl_ms: int) -> int:
    """Drop the replies kept longer than a time; return how many there were."""
    done = c.execute(delete(idempotency).where(idempotency.c.created_at < now_ms() - ttl_ms))
    return done.rowcount
