"""The database: opening it, transactions, and bringing its tables up to date."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, make_url

from api.errors import DatabaseUnavailable, Overlapping, UnsafeDatabase
from api.store import migration
from api.store.failures import is_overlap, is_passing
from api.store.postgresql import open_postgresql
from api.store.sqlite import BUSY_TIMEOUT_MS, WRITES, open_sqlite
from api.store.turns import Turns
from api.store.walls import EVERYBODY, asks, is_bypassed, show

log = logging.getLogger(__name__)

Dialect = Literal["sqlite", "postgresql"]


class Database:
    """An open database; safe to use from many threads, not across a fork."""

    def __init__(
        self,
        engine: Engine,
        dialect: Dialect,
        turns: Turns | None = None,
        *,
        works_for: str = EVERYBODY,
    ) -> None:
        """Keep the engine, and the queue of its writers where the database has none itself.

        `works_for` is whose rows are seen where the context does not say it: `api.store.walls`.
        """
        self.engine = engine
        self.dialect = dialect
        self._turns = turns
        self._works_for = works_for
        reads = {} if dialect == "sqlite" else _POSTGRESQL_READS
        self._reader = engine.execution_options(**reads)
        self._writer = engine.execution_options(**{WRITES: True})

    def working_for(self, tenant: str) -> "Database":
        """Return the same database for those who see less where the context says nothing."""
        return Database(self.engine, self.dialect, self._turns, works_for=tenant)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One read transaction: every statement in it sees the same state.

        Raises DatabaseUnavailable.
        """
        with _told_apart(), self._reader.begin() as connection:
            show(connection, asks(self._works_for))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction: all of it is kept, on disk, or nothing of it.

        Keep it short, and wait for nothing in it. Raises DatabaseUnavailable; then it may still
        have been kept if the connection was lost at the very end.
        """
        with _told_apart(), ExitStack() as stack:
            if self._turns is None:
                connection = stack.enter_context(self._writer.begin())
            else:
                stack.enter_context(self._turns.alone())
                with self._turns.next():
                    connection = stack.enter_context(self._writer.begin())
            show(connection, asks(self._works_for))
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self._turns is not None:
            self._turns.close()


_POSTGRESQL_READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if is_overlap(error):
            raise Overlapping(str(getattr(error, "orig", error))) from error
        if is_passing(error):
            raise DatabaseUnavailable(str(getattr(error, "orig", error))) from error
        raise


def open_database(url: str) -> Database:
    """Open the database that an address of SQLAlchemy names.

    Raises UnsafeDatabase where it may lose what was acknowledged; DatabaseUnavailable.
    """
    address = make_url(url)
    match address.get_backend_name():
        case "sqlite":
            engine = open_sqlite(address)
            turns = Turns(Path(str(address.database)), BUSY_TIMEOUT_MS)
            return Database(engine, "sqlite", turns)
        case "postgresql":
            return Database(open_postgresql(address), "postgresql")
        case other:
            raise UnsafeDatabase(f"{other} is not spoken here; use PostgreSQL or SQLite")


def migrate(database: Database) -> None:
    """Bring the tables to the newest revision; many processes may ask for it at once.

    Raises UnsafeDatabase where a newer program has changed them; DatabaseUnavailable.
    """
    if is_current(database):
        return
    with _told_apart():
        if database.dialect == "postgresql":
            migration.upgrade_postgresql(database.engine)
        else:
            # Changing a table of SQLite means building it anew, which foreign keys would hinder.
            engine = open_sqlite(database.engine.url, foreign_keys=False)
            try:
                migration.upgrade_sqlite(engine)
            finally:
                engine.dispose()


def is_current(database: Database) -> bool:
    """Whether the tables are those this program knows.

    Raises DatabaseUnavailable.
    """
    with database.reading() as connection:
        return migration.is_current(connection)


def warn_of_bypass(database: Database) -> bool:
    """Say, and return, whether PostgreSQL keeps no tenants apart as its user stands above that.

    Raises DatabaseUnavailable.
    """
    with database.reading() as connection:
        found = is_bypassed(connection)
    if found:
        log.warning(
            "the user of DATABASE_URL is a superuser or has BYPASSRLS: PostgreSQL does not keep "
            "tenants apart for it; let the service have a user of its own (RUNBOOK.md)"
        )
    return found
