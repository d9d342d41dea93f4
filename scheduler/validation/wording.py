"""How issues are made: errors and warnings, and the words they share."""

import json
from collections.abc import Collection, Iterable
from datetime import date

from scheduler.domain.closest_name import closest_name
from scheduler.domain.issues import Issue

_LONGEST_LIST = 8


def error(code: str, path: str, message: str, value: object = None, **facts: object) -> Issue:
    """Return a problem that keeps the programme from being planned."""
    return Issue(code=code, path=path, message=message, value=plain(value), facts=facts)


def warning(code: str, path: str, message: str, value: object = None, **facts: object) -> Issue:
    """Return something the planner should know but that stops nothing."""
    return Issue(
        code=code, path=path, message=message, value=plain(value), severity="warning", facts=facts
    )


def plain(value: object) -> object:
    """Return a value as it was read: dates as text."""
    return value.isoformat() if isinstance(value, date) else value


def quoted(value: object) -> str:
    """Return a name or value as it stands in the file."""
    return json.dumps(plain(value), ensure_ascii=False, default=str)


def listed(items: Iterable[object]) -> str:
    """Return names with commas, cut after a few."""
    names = [str(item) for item in items]
    more = len(names) - _LONGEST_LIST
    return ", ".join(names[:_LONGEST_LIST]) + (f" and {more} more" if more > 0 else "")


def maybe(name: str, known: Collection[str]) -> str:
    """Return advice on a line of its own when a known name is close, else nothing."""
    close = closest_name(name, known)
    return f"\nMaybe {close} is meant." if close else ""
