"""Addresses at which calendar programs read the plan in force of a programme."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SETTING = "(SELECT current_setting('app.tenant', true))"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def upgrade() -> None:
    """Make the table, with the policy that every table of somebody's data has."""
    op.create_table(
        "subscriptions",
        _text("id"),
        _text("tenant"),
        _text("programme"),
        _text("name"),
        _text("shown"),
        _text("digest"),
        _time("created_at"),
        _text("created_by"),
        _time("expires_at", optional=True),
        _time("revoked_at", optional=True),
        _time("used_at", optional=True),
        sa.ForeignKeyConstraint(
            ["tenant", "programme"],
            ["programmes.tenant", "programmes.id"],
            name="fk_subscriptions_programmes",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_programme", "subscriptions", ["tenant", "programme", "id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        f"CREATE POLICY own_rows ON subscriptions USING (tenant = {SETTING} OR {SETTING} = '*')"
    )
    op.execute("ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
