"""Analyses: jobs about a plan, in the table of plans, whose queue and events they share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell the jobs there are that they are plans, and let others be about them."""
    with op.batch_alter_table("plans", table_args=_checks()) as table:
        table.add_column(sa.Column("kind", sa.Text(), nullable=True))
        table.add_column(sa.Column("about", sa.Text(), nullable=True))
    op.execute("UPDATE plans SET kind = 'plan'")
    with op.batch_alter_table("plans", table_args=_checks()) as table:
        table.alter_column("kind", existing_type=sa.Text(), nullable=False)
        table.create_foreign_key("fk_plans_plans", "plans", ["tenant", "about"], ["tenant", "id"])
        table.create_check_constraint(op.f("ck_plans_kind"), "kind IN ('plan', 'analysis')")
        table.create_check_constraint(
            op.f("ck_plans_about"), "(about IS NOT NULL) = (kind = 'analysis')"
        )
    op.create_index(
        "ix_plans_tenant_about_submitted_at_id",
        "plans",
        ["tenant", "about", "submitted_at", "id"],
        unique=False,
    )


def _checks() -> tuple[sa.CheckConstraint, ...]:
    """Return those of the table so far: SQLite builds it anew, and they are not read back."""
    return (
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (state IN ('cancelled', 'completed', 'failed'))",
            name=op.f("ck_plans_finished_at"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'stopping', 'completed', 'cancelled', 'failed')",
            name=op.f("ck_plans_state"),
        ),
    )
