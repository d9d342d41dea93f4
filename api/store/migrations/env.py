"""What Alembic runs around a migration; the connection and its transaction are the caller's."""

from alembic import context

from api.store.tables import METADATA

# The name under which Alembic loads this file; merely imported, it does nothing.
if __name__ == "env_py":
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        render_as_batch=True,
    )
    context.run_migrations()
