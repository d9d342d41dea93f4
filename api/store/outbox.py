"""Orders to hand a plan to the job engine, kept in the transaction that made them necessary.

The engine lives in tables of its own, so an order may be carried out twice; the plan's id and the
number of the dispatch together name the job, and the engine takes a name once.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, delete, insert, select, update

from api.store import audit
from api.store.clock import now_ms
from api.store.tables import QUEUED, STOPPING, TERMINAL, outbox, plans

CURRENT = and_(
    plans.c.id == outbox.c.plan,
    plans.c.dispatch == outbox.c.dispatch,
    plans.c.state.not_in(sorted(TERMINAL)),
)
"""The newest order of a plan that goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatched:
    """A plan that has not ended, and the job it was last handed over as."""

    plan: str
    dispatch: int
    state: str
    attempt: int
    sent_at: int


def order(c: Connection, tenant: str, plan_id: str, dispatch: int) -> None:
    """Keep the order to hand over a plan."""
    c.execute(
        insert(outbox).values(
            plan=plan_id, dispatch=dispatch, tenant=tenant, created_at=now_ms(), sent_at=None
        )
    )


def mark_sent(c: Connection, plan_id: str, dispatch: int) -> None:
    """Note that an order was carried out."""
    c.execute(
        update(outbox)
        .where(outbox.c.plan == plan_id, outbox.c.dispatch == dispatch, outbox.c.sent_at.is_(None))
        .values(sent_at=now_ms())
    )


def outstanding(c: Connection, limit: int = 1000) -> list[Dispatched]:
    """Return the plans that were handed over and have not ended, oldest order first."""
    rows = c.execute(
        select(outbox.c.plan, outbox.c.dispatch, plans.c.state, plans.c.attempt, outbox.c.sent_at)
        .select_from(outbox.join(plans, CURRENT))
        .where(outbox.c.sent_at.is_not(None))
        .order_by(outbox.c.sent_at, outbox.c.plan)
        .limit(limit)
    )
    return [Dispatched(**row) for row in rows.mappings()]


def dispatch_again(
    c: Connection, plan_id: str, expected: int | None = None, *, actor: str = "takeover"
) -> bool:
    """Put a plan back in the queue and order it to be handed over anew, unless it has ended.

    Whoever works on it loses the right to write. A plan that is stopping stays so, and the next
    claim ends it. With `expected`, nothing happens unless that is still the latest dispatch.
    """
    wanted = [plans.c.id == plan_id, plans.c.state.not_in(sorted(TERMINAL))]
    if expected is not None:
        wanted.append(plans.c.dispatch == expected)
    row = c.execute(
        update(plans)
        .where(*wanted)
        .values(
            dispatch=plans.c.dispatch + 1,
            state=case((plans.c.state == STOPPING, STOPPING), else_=QUEUED),
        )
        .returning(plans.c.tenant, plans.c.kind, plans.c.state, plans.c.attempt, plans.c.dispatch)
    ).one_or_none()
    if row is None:
        return False
    drop(c, plan_id)
    order(c, row.tenant, plan_id, row.dispatch)
    detail = {"state": row.state, "attempt": row.attempt, "dispatch": row.dispatch}
    audit.note(c, row.tenant, actor, f"{row.kind}.ordered_anew", plan_id, detail)
    return True


def drop(c: Connection, plan_id: str) -> None:
    """Forget the orders of a plan: it has ended, or a newer order replaces them.

    So there are never more orders than plans that go on: they are looked through every second.
    """
    c.execute(delete(outbox).where(outbox.c.plan == plan_id))
