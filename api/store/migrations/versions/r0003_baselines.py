"""Baselines: plans of a programme that were given names."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "baselines",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant", "programme"],
            ["programmes.tenant", "programmes.id"],
            name="fk_baselines_programmes",
        ),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_baselines_plans"
        ),
        sa.PrimaryKeyConstraint("tenant", "programme", "name", name="pk_baselines"),
    )
