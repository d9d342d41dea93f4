"""Shares of analyses: jobs that help one, and the questions that it shares with them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KIND = "kind IN ('plan', 'analysis', 'share')"
ABOUT = "(about IS NULL) = (kind = 'plan')"
PARENT = "(parent IS NOT NULL) = (kind = 'share')"
# In a subquery it is asked once for a statement, not once for a row.
SETTING = "(SELECT current_setting('app.tenant', true))"


def upgrade() -> None:
    """Let jobs be shares of others, and make the table of questions with its policy."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_plans_kind"), "plans", type_="check")
        op.drop_constraint(op.f("ck_plans_about"), "plans", type_="check")
        op.create_check_constraint(op.f("ck_plans_kind"), "plans", KIND)
        op.create_check_constraint(op.f("ck_plans_about"), "plans", ABOUT)
    with op.batch_alter_table("plans", copy_from=_plans(), table_args=_checks()) as table:
        table.add_column(sa.Column("parent", sa.Text(), nullable=True))
        table.create_foreign_key(
            "fk_plans_parent_plans", "plans", ["tenant", "parent"], ["tenant", "id"]
        )
        table.create_check_constraint(op.f("ck_plans_parent"), PARENT)
    op.create_index("ix_plans_tenant_parent_id", "plans", ["tenant", "parent", "id"])
    op.create_table(
        "questions",
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("share", sa.Text(), nullable=True),
        sa.Column("share_attempt", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(share IS NULL) = (share_attempt IS NULL)", name=op.f("ck_questions_share")
        ),
        sa.CheckConstraint("reply IS NULL OR share IS NOT NULL", name=op.f("ck_questions_reply")),
        sa.ForeignKeyConstraint(
            ["tenant", "plan"], ["plans.tenant", "plans.id"], name="fk_questions_plans"
        ),
        sa.PrimaryKeyConstraint("plan", "attempt", "number", name="pk_questions"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE POLICY own_rows ON questions USING (tenant = {SETTING} OR {SETTING} = '*')"
        )
        op.execute("ALTER TABLE questions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def _plans() -> sa.Table:
    """Return the table that SQLite builds anew, without checks: not every Alembic reads them."""
    found = sa.Table("plans", sa.MetaData(), autoload_with=op.get_bind())
    found.constraints -= {c for c in found.constraints if isinstance(c, sa.CheckConstraint)}
    return found


def _checks() -> tuple[sa.CheckConstraint, ...]:
    """Return the checks of the table but the one that is added with its column."""
    return (
        sa.CheckConstraint(
            "(finished_at IS NOT NULL) = (state IN ('cancelled', 'completed', 'failed'))",
            name=op.f("ck_plans_finished_at"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'stopping', 'completed', 'cancelled', 'failed')",
            name=op.f("ck_plans_state"),
        ),
        sa.CheckConstraint(KIND, name=op.f("ck_plans_kind")),
        sa.CheckConstraint(ABOUT, name=op.f("ck_plans_about")),
    )
