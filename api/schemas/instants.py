"""Instants as JSON says them: RFC 3339, in UTC, to the millisecond."""

from datetime import UTC, datetime
from typing import overload


@overload
def instant(milliseconds: int) -> str: ...
@overload
def instant(milliseconds: None) -> None: ...
@overload
def instant(milliseconds: int | None) -> str | None: ...


def instant(milliseconds: int | None) -> str | None:
    """Return an instant of the database's clock such as `2026-11-23T05:10:00.250Z`."""
    if milliseconds is None:
        return None
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
