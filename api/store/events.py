"""What happened to a plan, numbered from 1 without gaps."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from api.store.clock import now_ms
from api.store.identity import is_countable, is_possible
from api.store.records import EventRecord, from_json, to_json
from api.store.tables import events
from api.store.telling import tell_of_event


def events_after(
    c: Connection, tenant: str, plan_id: str, number: int, limit: int = 500
) -> list[EventRecord]:
    """Return the events of a plan behind a number, in order."""
    if not is_possible(plan_id) or not is_countable(number):
        return []
    rows = c.execute(
        select(events.c.plan, events.c.number, events.c.type, events.c.data, events.c.at)
        .where(events.c.tenant == tenant, events.c.plan == plan_id, events.c.number > number)
        .order_by(events.c.number)
        .limit(limit)
    )
    return [
        EventRecord(
            plan=row.plan, number=row.number, type=row.type, data=from_json(row.data), at=row.at
        )
        for row in rows
    ]


def append(
    c: Connection, tenant: str, plan_id: str, number: int, type: str, data: Mapping[str, Any]
) -> None:
    """Write an event under a number taken from the plan's row in the same transaction.

    Taking the number locks the row until the transaction ends, so numbers have no gaps and become
    visible in order. Webhooks that want to know are told with it.
    """
    c.execute(
        insert(events).values(
            plan=plan_id,
            number=number,
            tenant=tenant,
            type=type,
            data=to_json(data),
            at=now_ms(),
        )
    )
    tell_of_event(c, tenant, plan_id, number, type, data)
