"""Who did what, when: written in the transaction of the deed, and chained so that no row can go.

The rows of a tenant are numbered without gaps, and the digest of each covers the digest of the one
before: whoever changes, removes or puts in a row must change all that follow and the head, which
stands in a table of its own, is told by `phased-exit audit verify` and is kept with every backup.
The rows hold ids, counts and digests, never what somebody has stored: they outlive it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from api.store.clock import now_ms
from api.store.identity import is_possible
from api.store.records import AuditRecord, ChainHead, from_json, to_json
from api.store.tables import audit, chains
from api.store.upsert import insert_or

BEGINNING = "0" * 64
"""Digest before the first row."""


def note(
    c: Connection, tenant: str, actor: str, action: str, subject: str, detail: Mapping[str, Any]
) -> int:
    """Note a deed: its actor, what it was, and the id of what it was done to; return its number.

    The tenant's chain is locked until the transaction ends. So lock what the deed changes first,
    and note it then: those who wait for one another would else be ended by the database.
    """
    head = c.execute(
        insert_or(c, chains)
        .values(tenant=tenant, number=1, digest=BEGINNING, before=0, before_digest=BEGINNING)
        .on_conflict_do_update(index_elements=["tenant"], set_={"number": chains.c.number + 1})
        .returning(chains.c.number, chains.c.digest, now_ms().label("at"))
    ).one()
    row = {
        "tenant": tenant,
        "number": head.number,
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": to_json(detail),
        "at": head.at,
    }
    digest = chained(head.digest, row)
    c.execute(insert(audit).values(**row, digest=digest))
    c.execute(update(chains).where(chains.c.tenant == tenant).values(digest=digest))
    return int(head.number)


def chained(previous: str, row: Mapping[str, Any]) -> str:
    """Return the digest of a row behind another.

    SHA-256, in hexadecimal, over the 64 characters of the digest before and the row as JSON without
    blanks, its members in alphabetical order: action, actor, at, detail, number, subject, tenant.
    """
    said = {
        "tenant": row["tenant"],
        "number": row["number"],
        "actor": row["actor"],
        "action": row["action"],
        "subject": row["subject"],
        "detail": json.loads(row["detail"]),
        "at": row["at"],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


def list_audit(
    c: Connection,
    tenant: str,
    *,
    limit: int,
    before: int | None = None,
    subject: str | None = None,
    action: str | None = None,
) -> list[AuditRecord]:
    """Return what was done, newest first, below a number where one is given."""
    wanted = select(*audit.c).where(audit.c.tenant == tenant)
    if before is not None:
        wanted = wanted.where(audit.c.number < before)
    for column, value in ((audit.c.subject, subject), (audit.c.action, action)):
        if value is not None:
            if not is_possible(value):
                return []
            wanted = wanted.where(column == value)
    found = c.execute(wanted.order_by(audit.c.number.desc()).limit(limit))
    return [_record(row) for row in found]


def head_of(c: Connection, tenant: str) -> ChainHead | None:
    """Return where a tenant's chain ends; None where nothing was ever noted."""
    row = c.execute(select(*chains.c).where(chains.c.tenant == tenant)).mappings().one_or_none()
    return None if row is None else ChainHead(**row)


def _record(row: Row[Any]) -> AuditRecord:
    return AuditRecord(**{**row._mapping, "detail": from_json(row.detail)})  # noqa: SLF001 - a documented name
