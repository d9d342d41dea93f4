"""Running the migrations, one process at a time."""

import threading
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from api.errors import UnsafeDatabase
from api.store.sqlite import WRITES
from api.store.walls import EVERYBODY, show

POSTGRESQL_LOCK = 7_083_020_113
"""Any number no other program is likely to use."""

LONGEST_WAIT_MS = 120_000

# Alembic keeps the migration it runs in a global of the process.
_ONE_AT_A_TIME = threading.Lock()


def upgrade_postgresql(engine: Engine) -> None:
    """Bring a PostgreSQL database to the newest revision, in one transaction."""
    with _ONE_AT_A_TIME, engine.begin() as connection:
        for limit in ("statement_timeout", "lock_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = {LONGEST_WAIT_MS}"))
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:number)"), {"number": POSTGRESQL_LOCK}
        )
        show(connection, EVERYBODY)
        _upgrade(connection)


def upgrade_sqlite(engine: Engine) -> None:
    """Bring a SQLite file to the newest revision, in one transaction.

    The lock is the file's write lock. Raises UnsafeDatabase where a reference is left broken.
    """
    with _ONE_AT_A_TIME, engine.execution_options(**{WRITES: True}).begin() as connection:
        _upgrade(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise UnsafeDatabase(f"a row of {broken[0]} would refer to a missing {broken[2]}")


def is_current(connection: Connection) -> bool:
    """Whether a database is at the newest revision."""
    return set(MigrationContext.configure(connection).get_current_heads()) == _newest()


@cache
def _newest() -> set[str]:
    return set(ScriptDirectory.from_config(configuration()).get_heads())


def newest() -> str:
    """Return the revision of the tables that this program knows."""
    (revision,) = _newest()
    return revision


def configuration() -> Config:
    """Return what Alembic needs to know, without a file of its own."""
    config = Config()
    place = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(place).replace("%", "%%"))
    return config


def _upgrade(connection: Connection) -> None:
    if is_current(connection):
        return
    config = configuration()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        # The one way to come here: the database names a revision that this program has not.
        raise UnsafeDatabase(f"the database belongs to a newer program: {error}") from error
