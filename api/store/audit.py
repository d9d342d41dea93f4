"""Who did what, when: written in the transaction of the deed, never changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from api.store.clock import now_ms
from api.store.records import to_json
from api.store.tables import audit


def note(
    c: Connection, tenant: str, actor: str, action: str, subject: str, detail: Mapping[str, Any]
) -> None:
    """Note a deed: its actor, what it was, and the id of what it was done to."""
    c.execute(
        insert(audit).values(
            tenant=tenant,
            actor=actor,
            action=action,
            subject=subject,
            detail=to_json(detail),
            at=now_ms(),
        )
    )
