"""Instants as JSON says them: RFC 3339, in UTC, to the millisecond."""

from datetime import UTC, datetime


def instant(milliseconds: int) -> str:
    """Return an instant of the database's clock such as `2026-11-23T05:10:00.250Z`."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant_if_any(milliseconds: int | None) -> str | None:
    """Return the same of what may not have happened yet."""
    return None if milliseconds is None else instant(milliseconds)
