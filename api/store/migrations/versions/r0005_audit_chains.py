"""The audit of each tenant becomes a chain; what was noted before is chained in its order."""

import hashlib
import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEGINNING = "0" * 64
AT_ONCE = 500


def upgrade() -> None:
    """Make the tables anew beside the old one, and move what it holds."""
    connection = op.get_bind()
    op.drop_index("ix_audit_tenant_subject_id", "audit")
    op.rename_table("audit", "audit_before")
    if connection.dialect.name == "postgresql":
        op.execute("ALTER INDEX pk_audit RENAME TO pk_audit_before")
    audit = op.create_table(
        "audit",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "number", name="pk_audit"),
    )
    op.create_index("ix_audit_tenant_subject_number", "audit", ["tenant", "subject", "number"])
    chains = op.create_table(
        "chains",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("before_digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name="pk_chains"),
    )
    heads = _chain(connection, audit)
    if heads:
        connection.execute(
            chains.insert(),
            [
                {
                    "tenant": tenant,
                    "number": number,
                    "digest": digest,
                    "before": 0,
                    "before_digest": BEGINNING,
                }
                for tenant, (number, digest) in sorted(heads.items())
            ],
        )
    op.drop_table("audit_before")


def _chain(connection: sa.Connection, audit: sa.Table) -> dict[str, tuple[int, str]]:
    """Copy the rows into their chains; return where each ends."""
    heads: dict[str, tuple[int, str]] = defaultdict(lambda: (0, BEGINNING))
    page = sa.text(
        "SELECT id, tenant, actor, action, subject, detail, at FROM audit_before"
        " WHERE id > :last ORDER BY id LIMIT :most"
    )
    last = -1
    while True:
        found = connection.execute(page, {"last": last, "most": AT_ONCE}).mappings().all()
        if not found:
            return dict(heads)
        made: list[dict[str, Any]] = []
        for row in found:
            number, digest = heads[row["tenant"]]
            next_row = {name: row[name] for name in row if name != "id"} | {"number": number + 1}
            digest = _chained(digest, next_row)
            heads[row["tenant"]] = (number + 1, digest)
            made.append({**next_row, "digest": digest})
        connection.execute(audit.insert(), made)
        last = found[-1]["id"]


def _chained(previous: str, row: dict[str, Any]) -> str:
    # As `api.store.audit.chained`, which may change for rows yet to come; this may not.
    said = {**row, "detail": json.loads(row["detail"])}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()
