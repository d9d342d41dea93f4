"""Holding what one is about to refer to, in the one order in which transactions lock things.

1. the queue: `quotas.refuse_beyond`
2. from above: a programme, its revisions, then jobs with what hangs on them, by their keys
3. webhooks, by id; then deliveries
4. a tenant's chain: `audit.note`, so what is to be told is told before it is noted
5. the reply to a request with an idempotency key

Whoever keeps to it waits for nobody who waits for him. PostgreSQL ends one of two that do not:
`failures.is_overlap`. SQLite has one writer at a time.
"""

from sqlalchemy import Connection, select

from api.store.tables import plans, programmes, webhooks


def hold_programme(c: Connection, tenant: str, programme: str) -> bool:
    """Keep a programme from being deleted until the transaction ends; False where there is none."""
    wanted = select(programmes.c.id).where(
        programmes.c.tenant == tenant, programmes.c.id == programme
    )
    held = c.execute(wanted.with_for_update(read=True, key_share=True))
    return held.one_or_none() is not None


def hold_job(c: Connection, tenant: str, job: str, *, alone: bool = False) -> bool:
    """Keep a plan or an analysis from being deleted until the transaction ends; False if it is not.

    `alone`: no two at once, where what is written hangs on what was there before.
    """
    wanted = select(plans.c.id).where(plans.c.tenant == tenant, plans.c.id == job)
    held = c.execute(wanted.with_for_update(read=not alone, key_share=True))
    return held.one_or_none() is not None


def hold_webhooks(c: Connection, tenant: str) -> None:
    """Keep everybody from the deliveries of a tenant, but for writing further ones."""
    wanted = select(webhooks.c.id).where(webhooks.c.tenant == tenant).order_by(webhooks.c.id)
    c.execute(wanted.with_for_update(key_share=True)).all()
