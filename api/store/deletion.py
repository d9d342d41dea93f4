"""Deleting for good, so that it can be proved: nothing of it stays, and the audit says what went.

The note of a deletion holds, for each table, how many rows went and the SHA-256 over them, written
as a backup writes them: whoever has an older backup can tell that it were those rows.
"""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select, tuple_, update

from api.errors import NoSuchProgramme, PlanAtWork
from api.store import audit
from api.store.archive import AT_ONCE, KEPT, line_of
from api.store.holding import hold_webhooks
from api.store.identity import is_possible
from api.store.tables import (
    AT_WORK,
    KINDS,
    approvals,
    attempts,
    baselines,
    chains,
    deliveries,
    events,
    idempotency,
    incumbents,
    outbox,
    plans,
    programmes,
    questions,
    revisions,
    subscriptions,
    tenants,
    webhooks,
)
from api.store.tables import audit as audits

OF_JOBS = (events, incumbents, attempts, outbox, approvals, baselines, questions)
"""In an order in which nothing refers to what has gone."""

_JOBS = select(plans.c.id, plans.c.state)
_WORD = re.compile(r"[A-Za-z0-9_-]+")

Gone = dict[str, dict[str, Any]]
"""Table to the number of its rows that went and their digests, one for each time it was met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What was deleted, and the number of the note that says so."""

    tables: Gone
    number: int


def delete_programme(c: Connection, tenant: str, actor: str, programme: str) -> Deletion:
    """Delete a programme with its revisions, plans, analyses and all that was told of them.

    Raises NoSuchProgramme; PlanAtWork while a worker has a plan or an analysis of it.
    """
    if not is_possible(programme):
        raise NoSuchProgramme(programme)
    mine = (programmes.c.tenant == tenant, programmes.c.id == programme)
    # Locked from above, as those who add to it hold it: `api.store.holding`.
    if c.execute(select(programmes.c.id).where(*mine).with_for_update()).one_or_none() is None:
        raise NoSuchProgramme(programme)
    of_it = (revisions.c.tenant == tenant, revisions.c.programme == programme)
    c.execute(select(revisions.c.number).where(*of_it).with_for_update()).all()
    jobs = _locked(c, plans.c.tenant == tenant, plans.c.programme == programme)
    gone = delete_jobs(c, tenant, jobs, {programme})
    of_webhooks = (webhooks.c.tenant == tenant, webhooks.c.programme == programme)
    ids = c.execute(select(webhooks.c.id).where(*of_webhooks)).scalars().all()
    told = [(deliveries.c.tenant == tenant, deliveries.c.webhook == id) for id in ids]
    _add(gone, deliveries, _take(c, deliveries, told))
    _add(gone, webhooks, _take(c, webhooks, [of_webhooks]))
    of_calendars = (subscriptions.c.tenant == tenant, subscriptions.c.programme == programme)
    _add(gone, subscriptions, _take(c, subscriptions, [of_calendars]))
    _add(gone, revisions, _take(c, revisions, [of_it]))
    _add(gone, programmes, _take(c, programmes, [mine]))
    number = audit.note(c, tenant, actor, "programme.deleted", programme, {"tables": gone})
    return Deletion(tables=gone, number=number)


def delete_jobs(
    c: Connection, tenant: str, jobs: Collection[str], besides: Collection[str] = ()
) -> Gone:
    """Delete plans and analyses with all that hangs on them, and what was answered of them.

    The caller notes it. What mentions one of `besides` goes, too.
    """
    gone: Gone = {}
    hold_webhooks(c, tenant)
    chunks = [sorted(jobs)[at : at + AT_ONCE] for at in range(0, len(jobs), AT_ONCE)]
    for table in OF_JOBS:
        of_them = [(table.c.tenant == tenant, table.c.plan.in_(chunk)) for chunk in chunks]
        _add(gone, table, _take(c, table, of_them))
    words = {*jobs, *besides}
    for table, columns in ((idempotency, ("route", "headers", "body")), (deliveries, ("payload",))):
        _add(gone, table, _take(c, table, _that_mention(c, table, columns, tenant, words)))
    # Shares go before their analyses, and those before the plans that they are about.
    for kind in reversed(KINDS):
        of_kind = plans.c.kind == kind
        them = [(plans.c.tenant == tenant, plans.c.id.in_(chunk), of_kind) for chunk in chunks]
        _add(gone, plans, _take(c, plans, them))
    return gone


def forget_tenant(c: Connection, tenant: str, actor: str) -> Deletion:
    """Delete everything of a tenant, its audit too, but for the note that says so.

    The chain goes on behind what has gone. Raises PlanAtWork.
    """
    for table in (programmes, revisions):
        above = select(*table.primary_key.columns).order_by(*table.primary_key.columns)
        c.execute(above.where(table.c.tenant == tenant).with_for_update()).all()
    _locked(c, plans.c.tenant == tenant)
    hold_webhooks(c, tenant)
    gone: Gone = {}
    for table in reversed(KEPT):
        if table in (audits, chains):
            continue
        column = tenants.c.id if table is tenants else table.c.tenant
        _add(gone, table, _take(c, table, [(column == tenant,)]))
    c.execute(select(chains.c.number).where(chains.c.tenant == tenant).with_for_update()).all()
    head = audit.head_of(c, tenant)
    _add(gone, audits, _take(c, audits, [(audits.c.tenant == tenant,)]))
    if head is not None:
        values = {"before": head.number, "before_digest": head.digest}
        c.execute(update(chains).where(chains.c.tenant == tenant).values(values))
    number = audit.note(c, tenant, actor, "tenant.forgotten", tenant, {"tables": gone})
    return Deletion(tables=gone, number=number)


def _locked(c: Connection, *which: ColumnElement[bool]) -> list[str]:
    """Lock jobs and return their ids. Raises PlanAtWork where a worker has one of them."""
    found = c.execute(_JOBS.where(*which).order_by(plans.c.id).with_for_update()).all()
    busy = sorted(row.id for row in found if row.state in AT_WORK)
    if busy:
        raise PlanAtWork(busy[0])
    return [row.id for row in found]


def _take(
    c: Connection, table: Table, which: Iterable[tuple[ColumnElement[bool], ...]]
) -> tuple[int, str]:
    """Delete rows; return how many, and the SHA-256 over them in order of their keys."""
    digest, rows = hashlib.sha256(), 0
    for conditions in which:
        wanted = select(table).where(*conditions).order_by(*table.primary_key.columns)
        wanted = wanted.with_for_update()
        for row in c.execute(wanted, execution_options={"yield_per": AT_ONCE}).mappings():
            digest.update(line_of({**row}))
            rows += 1
        c.execute(delete(table).where(*conditions))
    return rows, digest.hexdigest()


def _that_mention(
    c: Connection, table: Table, columns: Iterable[str], tenant: str, words: set[str]
) -> list[tuple[ColumnElement[bool], ...]]:
    """Return which rows hold one of some ids anywhere in their texts."""
    keys = list(table.primary_key.columns)
    texts = [table.c[name] for name in columns]
    wanted = select(*keys, *texts).where(table.c.tenant == tenant).order_by(*keys)
    found = [
        tuple(row[: len(keys)])
        for row in c.execute(wanted, execution_options={"yield_per": AT_ONCE})
        if any(not words.isdisjoint(_WORD.findall(text)) for text in row[len(keys) :])
    ]
    chunks = [found[at : at + AT_ONCE] for at in range(0, len(found), AT_ONCE)]
    return [(tuple_(*keys).in_(chunk),) for chunk in chunks]


def _add(gone: Gone, table: Table, taken: tuple[int, str]) -> None:
    rows, digest = taken
    if rows:
        gone.setdefault(table.name, {"rows": 0, "sha256": []})
        gone[table.name]["rows"] += rows
        gone[table.name]["sha256"].append(digest)
