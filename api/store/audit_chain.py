"""Verifying the chains of the audit: whether every row is there, as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from api.store.audit import chained, head_of
from api.store.records import ChainHead
from api.store.tables import audit, chains

AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found of a tenant's chain."""

    tenant: str
    rows: int
    """That hold, in order from the first."""
    first_broken: int | None
    """Number of the first row that is missing, changed or too much."""
    head: ChainHead | None
    """None where nothing was ever noted."""

    @property
    def holds(self) -> bool:
        """Whether every row is there, as it was written."""
        return self.first_broken is None


def verify_chain(c: Connection, tenant: str) -> Verification:
    """Follow a tenant's chain from its beginning to its head."""
    head = head_of(c, tenant)
    number = 0 if head is None else head.before
    digest = "" if head is None else head.before_digest
    rows = 0

    def broken_at(first: int | None) -> Verification:
        return Verification(tenant=tenant, rows=rows, first_broken=first, head=head)

    for row in _in_order(c, tenant):
        found = row._mapping  # noqa: SLF001 - a documented name
        # Without a head, or behind it, a row is too much.
        if head is None or row.number != number + 1 or row.number > head.number:
            return broken_at(min(row.number, number + 1))
        if chained(digest, dict(found)) != row.digest:
            return broken_at(row.number)
        number, digest, rows = row.number, row.digest, rows + 1
    if head is None:
        return broken_at(None)
    if number < head.number:
        return broken_at(number + 1)
    return broken_at(None if digest == head.digest else head.number)


def verify_chains(c: Connection) -> list[Verification]:
    """Follow the chains of all tenants, in order of their ids."""
    tenants = set(c.execute(select(chains.c.tenant)).scalars())
    tenants |= set(c.execute(select(audit.c.tenant).distinct()).scalars())
    return [verify_chain(c, tenant) for tenant in sorted(tenants)]


def _in_order(c: Connection, tenant: str) -> Iterator[Row[Any]]:
    """Yield the rows of a tenant by number; page by page, so that any number has room."""
    wanted = select(*audit.c).where(audit.c.tenant == tenant).order_by(audit.c.number)
    last: int | None = None
    while True:
        page = wanted if last is None else wanted.where(audit.c.number > last)
        found = c.execute(page.limit(AT_ONCE)).all()
        yield from found
        if len(found) < AT_ONCE:
            return
        last = found[-1].number
