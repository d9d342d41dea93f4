"""How much a tenant may have in the queue and at work.

A tenant's own figures stand in its row, else those of the settings count. Where there are no keys
there is one tenant, which has no row: it shares with nobody, so only the whole queue has a limit.
"""

from collections.abc import Collection

from sqlalchemy import Connection, func, select, text

from api.errors import QueueFull, TooManyQueued
from api.settings import Quotas
from api.store.tables import ASKED_FOR, QUEUED, plans, tenants
from api.store.walls import all_shown

ENTERING_LOCK = 7_083_020_115
"""Any number no other program is likely to use."""

_IN_TURN = text("SELECT pg_advisory_xact_lock(:number)")


def refuse_beyond(c: Connection, tenant: str, quotas: Quotas) -> None:
    """Raise unless one more may enter the queue: TooManyQueued or QueueFull.

    Whoever enters holds a lock from here to the end of its transaction, so that two never count at
    once; SQLite has one writer at a time anyway. It is the first thing that a transaction locks:
    `api.store.holding`.
    """
    if c.dialect.name == "postgresql":
        c.execute(_IN_TURN, {"number": ENTERING_LOCK})
    own = c.execute(select(tenants.c.most_queued).where(tenants.c.id == tenant)).one_or_none()
    # Shares are no requests: an analysis orders one where there is room for it.
    asked_for = plans.c.kind.in_(ASKED_FOR)
    queued = select(func.count()).where(plans.c.state == QUEUED, asked_for)
    if own is not None:
        most = quotas.queued_per_tenant if own.most_queued is None else own.most_queued
        if c.execute(queued.where(plans.c.tenant == tenant)).scalar_one() >= most:
            raise TooManyQueued(most)
    with all_shown(c):
        in_all = c.execute(queued).scalar_one()
    if in_all >= quotas.queued_in_all:
        raise QueueFull


def most_running(c: Connection, names: Collection[str], quotas: Quotas) -> dict[str, int]:
    """Return how many jobs at once those tenants may have at work that have a limit."""
    rows = c.execute(
        select(tenants.c.id, tenants.c.most_running).where(tenants.c.id.in_(sorted(names)))
    )
    default = quotas.running_per_tenant
    return {r.id: default if r.most_running is None else r.most_running for r in rows}
