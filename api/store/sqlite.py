"""SQLite as several processes on one machine may share it safely."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from api.errors import DatabaseUnavailable, UnsafeDatabase
from api.store.disks import network_of

OLDEST = (3, 35, 0)
"""First with RETURNING."""

BUSY_TIMEOUT_MS = 10_000
FULL, EXTRA = 2, 3
"""Of `synchronous`."""

MOST_CONNECTIONS = 40
"""As many as there are threads that answer requests."""
READ_CACHE_KIB = 256
"""Of the file that each connection keeps to itself; the system keeps it for all of them."""
WRITE_CACHE_KIB = 2_000
"""While it writes: what does not fit would lock out readers before the transaction ends."""
WRITES = "phased_exit_writes"
"""Execution option of a connection whose transaction takes the write lock when it begins."""


def is_write_ahead_safe(version: tuple[int, ...]) -> bool:
    """Whether write-ahead logging with several connections loses nothing in this version.

    Source: https://sqlite.org/wal.html#walresetbug
    """
    backported = version[:2] in {(3, 44), (3, 50)} and version >= _BACKPORTS[version[:2]]
    return version >= (3, 51, 3) or backported


_BACKPORTS: dict[tuple[int, ...], tuple[int, ...]] = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}


def open_sqlite(url: URL, *, foreign_keys: bool = True) -> Engine:
    """Return an engine on a SQLite file, made if it is missing.

    Raises UnsafeDatabase where there is no file, or one on a network, or SQLite is too old;
    DatabaseUnavailable.
    """
    if not url.database or url.database == ":memory:":
        raise UnsafeDatabase("SQLite needs a file: what is in memory is lost with its process")
    if sqlite3.sqlite_version_info < OLDEST:
        raise UnsafeDatabase(f"SQLite {sqlite3.sqlite_version} is older than 3.35")
    folder = Path(url.database).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    network = network_of(folder)
    if network is not None:
        raise UnsafeDatabase(f"{folder} is on {network}; SQLite needs a disk of this machine")
    write_ahead = is_write_ahead_safe(sqlite3.sqlite_version_info)
    _set_journal(Path(url.database), "wal" if write_ahead else "delete")
    # Connections are kept: a new one must read the file before it can be set up.
    # The last is taken first: in quiet times few of them hold anything.
    engine = create_engine(
        url, pool_size=MOST_CONNECTIONS, max_overflow=5, pool_timeout=10, pool_use_lifo=True
    )

    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself: see `begin` below.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA trusted_schema = OFF")
        # What is deleted is overwritten, not only forgotten.
        _set(connection, "secure_delete", 1)
        _set(connection, "synchronous", FULL if write_ahead else EXTRA)
        _set(connection, "foreign_keys", int(foreign_keys))
        # Where the system tells apart what a disk holds in memory and what it has written.
        connection.execute("PRAGMA fullfsync = ON")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _set(connection: sqlite3.Connection, name: str, value: int) -> None:
    """Set what must not be otherwise, and look: SQLite passes over what it was built without."""
    connection.execute(f"PRAGMA {name} = {value}")
    found = connection.execute(f"PRAGMA {name}").fetchone()
    if found != (value,):
        raise UnsafeDatabase(f"SQLite stays at {name} = {found and found[0]}; {value} is needed")


def _begin(connection: Connection) -> None:
    # A writer that first reads could find, when it writes, that another has written meanwhile;
    # so it takes its turn at the beginning.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    cache = WRITE_CACHE_KIB if writes else READ_CACHE_KIB
    connection.exec_driver_sql(f"PRAGMA cache_size = -{cache}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_journal(file: Path, mode: str) -> None:
    """Set the journal mode, which the file keeps."""
    try:
        connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000)
        try:
            found: tuple[Any, ...] = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise DatabaseUnavailable(f"{file.name}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise UnsafeDatabase(f"{file.name} is damaged: {error}") from error
    if found[0] != mode:
        raise UnsafeDatabase(f"{file.name} stays in journal mode {found[0]}; {mode} is needed")
