"""PostgreSQL, with limits on waiting and a look at what it promises."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from api.errors import DatabaseUnavailable, UnsafeDatabase

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
"""Settings that must not be off: what was acknowledged would not survive a loss of power."""

LIMITS_MS = {
    "statement_timeout": 15_000,
    "lock_timeout": 10_000,
    "idle_in_transaction_session_timeout": 30_000,
}
CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "phased-exit",
}


def open_postgresql(url: URL) -> Engine:
    """Return an engine on a PostgreSQL database.

    Raises UnsafeDatabase where the server may lose what it acknowledged; DatabaseUnavailable.
    """
    engine = create_engine(
        url,
        connect_args=connecting(url),
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=15,
        pool_timeout=10,
        pool_recycle=1800,
    )
    event.listen(engine, "connect", _limit_waiting)
    try:
        _refuse_unsafe(engine)
    except OperationalError as error:
        engine.dispose()
        raise DatabaseUnavailable(str(error.orig)) from error
    except UnsafeDatabase:
        engine.dispose()
        raise
    return engine


def connecting(url: URL) -> dict[str, Any]:
    """Return how to connect, so that a server that is gone is noticed.

    What the address says itself comes first.
    """
    return {name: value for name, value in CONNECTING.items() if name not in url.query}


def _limit_waiting(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's
    before = connection.autocommit
    connection.autocommit = True
    for name, milliseconds in LIMITS_MS.items():
        connection.execute(f"SET {name} = {milliseconds}")
    connection.autocommit = before


def _refuse_unsafe(engine: Engine) -> None:
    with engine.connect() as connection:
        for name in DURABLE:
            found = connection.execute(text("SELECT current_setting(:name)"), {"name": name})
            if found.scalar_one() == "off":
                raise UnsafeDatabase(f"PostgreSQL runs with {name} = off; it must be on")
