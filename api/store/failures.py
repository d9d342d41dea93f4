"""Which errors of a database mean: try again later."""

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

SQLITE_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
POSTGRESQL_OVERLAP = frozenset({"40P01", "40001"})
"""Of two transactions that wait for one another this one was ended; it can be begun anew."""
POSTGRESQL_PASSING = frozenset({"25006", "25P03", "25P04"})
"""A standby that was the primary; transactions ended by a time limit."""
POSTGRESQL_MISSING = "23503"


def is_overlap(error: Exception) -> bool:
    """Whether a transaction was ended for the sake of another: it has changed nothing."""
    return isinstance(error, DBAPIError) and _state(error) in POSTGRESQL_OVERLAP


def is_missing_reference(error: Exception) -> bool:
    """Whether a row would refer to one that is not there: it was deleted meanwhile."""
    return isinstance(error, IntegrityError) and _state(error) == POSTGRESQL_MISSING


def _state(error: DBAPIError) -> str | None:
    found: str | None = getattr(error.orig, "sqlstate", None)
    return found


def is_passing(error: Exception) -> bool:
    """Whether the database cannot be reached or is too busy, rather than asked a wrong question."""
    if isinstance(error, NoFreeConnection):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if isinstance(error.orig, sqlite3.Error):
        # The lower eight bits are the kind of error, the others its circumstances.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_PASSING
    if _state(error) in POSTGRESQL_PASSING | POSTGRESQL_OVERLAP:
        return True
    return isinstance(error, OperationalError)
