"""Instants as JSON says them: RFC 3339, in UTC, to the millisecond."""

from api.store.clock import instant

__all__ = ["instant", "instant_if_any"]


def instant_if_any(milliseconds: int | None) -> str | None:
    """Return an instant of what may not have happened yet."""
    return None if milliseconds is None else instant(milliseconds)
