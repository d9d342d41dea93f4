"""Which orders are due: no more than living workers have free slots for, in the order of turns."""

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from api.settings import Quotas
from api.store.fair_share import Waiting, in_turn
from api.store.outbox import CURRENT
from api.store.quotas import most_running
from api.store.tables import AT_WORK, QUEUED, SHARE, attempts, outbox, plans

_WAITS = outbox.c.sent_at.is_(None)
_IN_HAND = or_(outbox.c.sent_at.is_not(None), plans.c.state.in_(AT_WORK))


def is_anything_unsent(c: Connection) -> bool:
    """Whether an order waits to be carried out."""
    return c.execute(select(outbox.c.plan).where(_WAITS).limit(1)).one_or_none() is not None


def due(c: Connection, slots: int, quotas: Quotas) -> list[tuple[str, int]]:
    """Return plan and dispatch of the orders to carry out now, next first.

    `slots` are those of all living workers; each order that was carried out takes one until its
    plan has ended. What needs none goes at once: work that began before its order was marked, and
    a plan that only has to be ended.
    """
    in_hand = _in_hand(c)
    free = slots - in_hand.total()
    found = [(row.plan, row.dispatch) for row in _orders(c, _WAITS, plans.c.state.in_(AT_WORK))]
    if free <= 0:
        return found
    waiting = _waiting(c)
    tenants = {order.tenant for order in waiting}
    turns = in_turn(
        waiting,
        at_work=in_hand,
        last_begun=_last_begun(c, tenants),
        most=most_running(c, tenants, quotas),
    )
    return [*found, *((order.plan, order.dispatch) for order in islice(turns, free))]


def has_room(c: Connection, tenant: str, slots: int, quotas: Quotas) -> bool:
    """Whether a share of a tenant's would begin at once, in a slot for which nobody waits."""
    waiting = _waiting(c)
    in_hand = _in_hand(c)
    if in_hand.total() >= slots or any(order.share for order in waiting):
        return False
    most = most_running(c, [tenant], quotas)
    if tenant in most and in_hand[tenant] >= most[tenant]:
        return False
    return not _can_go(c, waiting, in_hand, quotas)


def gives_way(c: Connection, tenant: str, slots: int, quotas: Quotas) -> bool:
    """Whether somebody waits for the slot that a share of a tenant's has, the tenant included."""
    in_hand = _in_hand(c)
    if in_hand.total() < slots:
        return False
    in_hand[tenant] -= 1
    waiting = [order for order in _waiting(c) if not order.share]
    return _can_go(c, waiting, in_hand, quotas)


def _can_go(
    c: Connection, waiting: Collection[Waiting], in_hand: Mapping[str, int], quotas: Quotas
) -> bool:
    """Whether any of some orders is of a tenant that may have one more at work."""
    most = most_running(c, {order.tenant for order in waiting}, quotas)
    turns = in_turn(waiting, at_work=in_hand, last_begun={}, most=most)
    return next(turns, None) is not None


def place_in_queue(c: Connection, plan_id: str) -> int | None:
    """Return the place of a plan that waits, from 1, by the order of turns as it is now.

    None of one that does not wait.
    """
    before = before_in_queue(c, plan_id)
    return None if before is None else len(before) + 1


def before_in_queue(c: Connection, plan_id: str) -> list[str] | None:
    """Return what goes before a plan that waits, next first; None of one that does not wait.

    Counted as if nothing at work ended: the turns of others can come sooner or later than that.
    Those that were handed over and have not begun come first.
    """
    handed = _orders(c, outbox.c.sent_at.is_not(None), plans.c.state == QUEUED)
    names = [row.plan for row in sorted(handed, key=lambda row: (row.sent_at, row.plan))]
    if plan_id not in names:
        waiting = _waiting(c)
        begun = _last_begun(c, {order.tenant for order in waiting})
        turns = in_turn(waiting, at_work=_in_hand(c), last_begun=begun, most={})
        names.extend(order.plan for order in turns)
    return names[: names.index(plan_id)] if plan_id in names else None


def _waiting(c: Connection) -> list[Waiting]:
    return [
        Waiting(
            plan=row.plan,
            dispatch=row.dispatch,
            tenant=row.tenant,
            priority=row.priority,
            submitted_at=row.submitted_at,
            share=row.kind == SHARE,
        )
        for row in _orders(c, _WAITS, plans.c.state == QUEUED)
    ]


def _orders(c: Connection, *wanted: ColumnElement[bool]) -> list[Any]:
    statement = (
        select(
            outbox.c.plan,
            outbox.c.dispatch,
            outbox.c.tenant,
            outbox.c.sent_at,
            plans.c.priority,
            plans.c.submitted_at,
            plans.c.kind,
        )
        .select_from(outbox.join(plans, CURRENT))
        .where(*wanted)
    )
    return list(c.execute(statement))


def _in_hand(c: Connection) -> Counter[str]:
    statement = (
        select(outbox.c.tenant, func.count().label("number"))
        .select_from(outbox.join(plans, CURRENT))
        .where(_IN_HAND)
        .group_by(outbox.c.tenant)
    )
    return Counter({row.tenant: row.number for row in c.execute(statement)})


def _last_begun(c: Connection, tenants: Collection[str]) -> Mapping[str, int]:
    """Return when a job of each tenant's last began; looked up only where it decides."""
    if len(tenants) < 2:  # noqa: PLR2004 - one has nobody to wait for
        return {}
    statement = (
        select(attempts.c.tenant, func.max(attempts.c.started_at).label("at"))
        .where(attempts.c.tenant.in_(sorted(tenants)))
        .group_by(attempts.c.tenant)
    )
    return {row.tenant: row.at for row in c.execute(statement)}
