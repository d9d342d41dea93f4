"""Keys: who may use the service, for whom, as what, until when; only their digests are kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from api.store import audit
from api.store.clock import now_ms
from api.store.identity import is_possible
from api.store.tables import keys, tenants
from api.store.upsert import insert_or

USED_EVERY_MS = 60_000
"""How exactly it is known when a key was used last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """A key without its secret."""

    id: str
    tenant: str
    name: str
    role: str
    scopes: tuple[str, ...]
    groups: tuple[str, ...] | None
    """The only service groups it may read of; None for all."""
    digest: str
    created_at: int
    created_by: str
    expires_at: int | None
    revoked_at: int | None
    used_at: int | None


def ensure_tenant(c: Connection, tenant: str, name: str = "") -> None:
    """Let there be a tenant."""
    values = {"id": tenant, "name": name, "created_at": now_ms()}
    c.execute(insert_or(c, tenants).values(**values).on_conflict_do_nothing())


def create_key(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    key_id: str,
    name: str,
    role: str,
    scopes: Collection[str],
    groups: Sequence[str] | None,
    digest: str,
    lasts_ms: int | None,
) -> KeyRecord:
    """Keep the digest of a new key; a session of a page is a key, too."""
    ensure_tenant(c, tenant)
    c.execute(
        insert(keys).values(
            id=key_id,
            tenant=tenant,
            name=name,
            role=role,
            scopes=json.dumps(sorted(scopes)),
            groups=None if groups is None else json.dumps(sorted(groups)),
            digest=digest,
            created_at=now_ms(),
            created_by=actor,
            expires_at=None if lasts_ms is None else now_ms() + lasts_ms,
        )
    )
    detail = {"name": name, "role": role, "scopes": sorted(scopes)}
    audit.note(c, tenant, actor, "key.created", key_id, detail)
    found = get_key(c, tenant, key_id)
    if found is None:
        raise AssertionError("a key just stored is there")
    return found


def valid_key(c: Connection, key_id: str) -> KeyRecord | None:
    """Return a key that is in force now, whoever's it is."""
    if not is_possible(key_id):
        return None
    row = (
        c.execute(
            select(keys).where(
                keys.c.id == key_id,
                keys.c.revoked_at.is_(None),
                or_(keys.c.expires_at.is_(None), keys.c.expires_at > now_ms()),
            )
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else _record({**row})


def get_key(c: Connection, tenant: str, key_id: str) -> KeyRecord | None:
    """Return a key of a tenant's, in force or not."""
    if not is_possible(key_id):
        return None
    wanted = select(keys).where(keys.c.tenant == tenant, keys.c.id == key_id)
    row = c.execute(wanted).mappings().one_or_none()
    return None if row is None else _record({**row})


def list_keys(
    c: Connection, tenant: str, *, limit: int, after: str | None = None
) -> list[KeyRecord]:
    """Return keys of a tenant, by id, behind the one named."""
    wanted = select(keys).where(keys.c.tenant == tenant)
    if after is not None:
        if not is_possible(after):
            return []
        wanted = wanted.where(keys.c.id > after)
    found = c.execute(wanted.order_by(keys.c.id).limit(limit)).mappings()
    return [_record({**row}) for row in found]


def expire_key(c: Connection, tenant: str, actor: str, key_id: str, *, in_ms: int) -> bool:
    """Let a key end, now or later, never later than before; False where there is no such key."""
    if not is_possible(key_id):
        return False
    ends = now_ms() + in_ms
    sooner = or_(keys.c.expires_at.is_(None), keys.c.expires_at > ends)
    values: dict[str, Any] = {"revoked_at": now_ms()} if in_ms == 0 else {"expires_at": ends}
    wanted = update(keys).where(keys.c.tenant == tenant, keys.c.id == key_id)
    wanted = wanted.where(keys.c.revoked_at.is_(None))
    changed = c.execute(
        (wanted if in_ms == 0 else wanted.where(sooner)).values(**values).returning(keys.c.id)
    ).one_or_none()
    if changed is not None:
        audit.note(c, tenant, actor, "key.revoked", key_id, {"in_seconds": in_ms // 1000})
    return changed is not None or get_key(c, tenant, key_id) is not None


def note_use(c: Connection, key_id: str) -> None:
    """Note that a key was used, to the minute."""
    before = now_ms() - USED_EVERY_MS
    c.execute(
        update(keys)
        .where(keys.c.id == key_id, or_(keys.c.used_at.is_(None), keys.c.used_at < before))
        .values(used_at=now_ms())
    )


def any_administrator(c: Connection) -> bool:
    """Tell whether somebody could make keys over HTTP."""
    wanted = select(keys.c.id).where(
        keys.c.role == "administrator",
        keys.c.revoked_at.is_(None),
        or_(keys.c.expires_at.is_(None), keys.c.expires_at > now_ms()),
    )
    return c.execute(wanted.limit(1)).one_or_none() is not None


def _record(row: dict[str, Any]) -> KeyRecord:
    groups = row["groups"]
    return KeyRecord(
        **{
            **row,
            "scopes": tuple(json.loads(row["scopes"])),
            "groups": None if groups is None else tuple(json.loads(groups)),
        }
    )
