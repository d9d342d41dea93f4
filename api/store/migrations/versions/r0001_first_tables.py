"""Programmes, plans and everything around them: the first shape of the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_programmes()
    _make_plans()
    _make_attempts()
    _make_told()
    _make_workers()
    _make_requests()


def _make_programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_programmes"),
    )
    op.create_index(
        "ix_programmes_tenant_created_at_id",
        "programmes",
        ["tenant", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "revisions",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "programme"],
            ["programmes.tenant", "programmes.id"],
            name="fk_revisions_programmes",
        ),
        sa.PrimaryKeyConstraint("tenant", "programme", "number", name="pk_revisions"),
    )


def _make_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("stop_requested_at", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("dispatch", sa.Integer(), nullable=False),
        sa.Column("incumbents", sa.Integer(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("failure_detail", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (state IN ('cancelled', 'completed', 'failed'))",
            name=op.f("ck_plans_finished_at"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'stopping', 'completed', 'cancelled', 'failed')",
            name=op.f("ck_plans_state"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "programme", "revision"],
            ["revisions.tenant", "revisions.programme", "revisions.number"],
            name="fk_plans_revisions",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.UniqueConstraint("tenant", "id", name="uq_plans_tenant_id"),
    )
    op.create_index(
        "ix_plans_state_submitted_at_id", "plans", ["state", "submitted_at", "id"], unique=False
    )
    op.create_index(
        "ix_plans_tenant_programme_submitted_at_id",
        "plans",
        ["tenant", "programme", "submitted_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_plans_tenant_submitted_at_id", "plans", ["tenant", "submitted_at", "id"], unique=False
    )


def _make_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "ending IN ('finished', 'released', 'lost')", name=op.f("ck_attempts_ending")
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_attempts_plans"
        ),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_attempts"),
    )
    op.create_table(
        "incumbents",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("checked_hash", sa.Text(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan", "attempt"], ["attempts.plan", "attempts.number"], name="fk_incumbents_attempts"
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_incumbents_plans"
        ),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_incumbents"),
    )


def _make_told() -> None:
    op.create_table(
        "events",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_events_plans"
        ),
        sa.PrimaryKeyConstraint("plan", "number", name="pk_events"),
    )
    op.create_table(
        "outbox",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("dispatch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_outbox_plans"
        ),
        sa.PrimaryKeyConstraint("plan", "dispatch", name="pk_outbox"),
    )
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["created_at", "plan"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL"),
    )


def _make_workers() -> None:
    op.create_table(
        "workers",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_workers"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _make_requests() -> None:
    op.create_table(
        "idempotency",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "route", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"], unique=False)
    op.create_table(
        "audit",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index(
        "ix_audit_tenant_subject_id", "audit", ["tenant", "subject", "id"], unique=False
    )
