"""What is kept no longer than its tenant wants: plans and analyses that ended long ago."""

from sqlalchemy import BigInteger, Connection, cast, exists, func, literal, or_, select

from api.store import audit
from api.store.clock import database_now
from api.store.deletion import delete_jobs
from api.store.tables import approvals, baselines, plans, tenants

DAY_MS = 86_400_000
AT_ONCE = 20
"""In one transaction, which keeps other writers waiting."""


def expire(c: Connection, actor: str, default_days: int | None) -> int:
    """Delete some plans and analyses that have been kept long enough; return how many.

    `default_days` is for tenants without a wish of their own; None keeps for ever. A plan stays
    while it has a name or an approval, or while an analysis of it stays, and that while a share of
    it does. Revisions stay: they go
    with their programme.
    """
    days = cast(func.coalesce(tenants.c.kept_days, default_days), BigInteger)
    oldest = literal(database_now(c), BigInteger) - days * literal(DAY_MS, BigInteger)
    of_it = plans.alias()
    found = c.execute(
        select(plans.c.tenant, plans.c.id)
        .select_from(plans.outerjoin(tenants, tenants.c.id == plans.c.tenant))
        .where(
            plans.c.finished_at < oldest,
            ~exists().where(baselines.c.tenant == plans.c.tenant, baselines.c.plan == plans.c.id),
            ~exists().where(approvals.c.tenant == plans.c.tenant, approvals.c.plan == plans.c.id),
            ~exists().where(
                of_it.c.tenant == plans.c.tenant,
                or_(of_it.c.about == plans.c.id, of_it.c.parent == plans.c.id),
            ),
        )
        .order_by(plans.c.tenant, plans.c.finished_at, plans.c.id)
        .limit(AT_ONCE)
        # What somebody is about to name, approve or analyse is not old.
        .with_for_update(of=plans, skip_locked=True)
    ).all()
    for tenant in sorted({row.tenant for row in found}):
        ids = [row.id for row in found if row.tenant == tenant]
        gone = delete_jobs(c, tenant, ids)
        audit.note(c, tenant, actor, "plans.expired", tenant, {"ids": ids, "tables": gone})
    return len(found)
