"""Tenants with their shares, keys, approvals, webhooks and what is sent to them; priorities."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _time(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def _count(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def upgrade() -> None:
    """Make the tables and the column."""
    op.create_table(
        "tenants",
        _text("id"),
        _text("name"),
        _time("created_at"),
        _count("most_queued", optional=True),
        _count("most_running", optional=True),
        _count("kept_days", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
    )
    op.create_table(
        "keys",
        _text("id"),
        _text("tenant"),
        _text("name"),
        _text("role"),
        _text("scopes"),
        _text("groups", optional=True),
        _text("digest"),
        _time("created_at"),
        _text("created_by"),
        _time("expires_at", optional=True),
        _time("revoked_at", optional=True),
        _time("used_at", optional=True),
        sa.ForeignKeyConstraint(["tenant"], ["tenants.id"], name="fk_keys_tenants"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
    )
    op.create_index("ix_keys_tenant", "keys", ["tenant", "id"])
    op.create_table(
        "approvals",
        _text("plan"),
        _count("number"),
        _text("tenant"),
        _text("decision"),
        _text("actor"),
        _text("role"),
        _text("comment"),
        _time("at"),
        sa.CheckConstraint(
            "decision IN ('approved', 'withdrawn')", name=op.f("ck_approvals_decision")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_approvals_plans"
        ),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_approvals"),
    )
    op.create_table(
        "webhooks",
        _text("id"),
        _text("tenant"),
        _text("url"),
        _text("events"),
        _text("programme", optional=True),
        _text("secrets"),
        _time("created_at"),
        _text("created_by"),
        _time("disabled_at", optional=True),
        _text("disabled_because", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sa.UniqueConstraint("tenant", "id", name="uq_webhooks_tenant_id"),
    )
    op.create_table(
        "deliveries",
        _text("id"),
        _text("tenant"),
        _text("webhook"),
        _text("type"),
        _text("payload"),
        _time("created_at"),
        _count("tries"),
        _time("next_at", optional=True),
        _time("delivered_at", optional=True),
        _time("given_up_at", optional=True),
        _text("claimed_by", optional=True),
        _time("claimed_until", optional=True),
        _count("last_status", optional=True),
        _text("last_error", optional=True),
        sa.ForeignKeyConstraint(
            ["tenant", "webhook"], ["webhooks.tenant", "webhooks.id"], name="fk_deliveries_webhooks"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index(
        "ix_deliveries_webhook", "deliveries", ["tenant", "webhook", "created_at", "id"]
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["next_at", "id"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    # SQLite can add a column with a default as it is, without building the table anew.
    op.add_column(
        "plans", sa.Column("priority", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
