"""Tenants are kept apart by PostgreSQL itself: a transaction sees whose it says it works for."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "keys",
    "programmes",
    "revisions",
    "plans",
    "baselines",
    "approvals",
    "attempts",
    "incumbents",
    "events",
    "outbox",
    "webhooks",
    "deliveries",
    "idempotency",
    "audit",
    "chains",
)
# In a subquery it is asked once for a statement, not once for a row.
SETTING = "(SELECT current_setting('app.tenant', true))"


def upgrade() -> None:
    """Put a policy on every table of somebody's data; the tables' owner is bound by it, too."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, tenant in (("tenants", "id"), *((table, "tenant") for table in TABLES)):
        op.execute(
            f"CREATE POLICY own_rows ON {table} USING ({tenant} = {SETTING} OR {SETTING} = '*')"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
