"""The database's clock: the one that API processes and workers on many machines share.

Times are whole milliseconds since 1970 in UTC, in columns of 64 bits.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Now(FunctionElement[int]):
    type = BigInteger()
    inherit_cache = True


@compiles(_Now, "sqlite")
def _on_sqlite(_element: _Now, _compiler: SQLCompiler, **_options: Any) -> str:  # noqa: ANN401 - as the library passes them
    # Not unixepoch('subsec'): that came with 3.42.
    return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"


@compiles(_Now, "postgresql")
def _on_postgresql(_element: _Now, _compiler: SQLCompiler, **_options: Any) -> str:  # noqa: ANN401 - as above
    # Not now(): that is when the transaction began, before it waited for a lock.
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"


def now_ms() -> FunctionElement[int]:
    """Return the SQL expression of the present time.

    Units: milliseconds since 1970, UTC.
    """
    return _Now()


def database_now(connection: Connection) -> int:
    """Return what the database's clock says.

    Units: milliseconds since 1970, UTC.
    """
    return connection.execute(select(now_ms())).scalar_one()


def instant(milliseconds: int) -> str:
    """Return an instant of this clock as RFC 3339 has it, such as `2026-11-23T05:10:00.250Z`."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
