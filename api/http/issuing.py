"""Keys made and recognised: the one place where a secret meets what is kept of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from api.http.secret_keys import SecretKey, new_key, read_key
from api.store.keys import KeyRecord, create_key, valid_key

if TYPE_CHECKING:
    from sqlalchemy import Connection


def issue_key(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    name: str,
    role: str,
    scopes: Collection[str],
    groups: Sequence[str] | None = None,
    lasts_ms: int | None = None,
) -> tuple[KeyRecord, SecretKey]:
    """Make a key; return what is kept of it, and the key itself to be told once.

    Units: milliseconds; without any it never ends.
    """
    fresh = new_key()
    made = create_key(
        c,
        tenant,
        actor,
        key_id=fresh.id,
        name=name,
        role=role,
        scopes=scopes,
        groups=groups,
        digest=fresh.digest,
        lasts_ms=lasts_ms,
    )
    return made, fresh


def key_in_force(c: Connection, text: str) -> KeyRecord | None:
    """Return the key that was sent, where it is one and in force now."""
    shown = read_key(text)
    known = None if shown is None else valid_key(c, shown.id)
    if shown is None or known is None or not shown.is_digest(known.digest):
        return None
    return known
