"""Values as Microsoft Project XML writes them: durations, times, shares."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?"
    r"(?:([0-9]{1,9})(?:\.([0-9]{1,9}))?S)?)?"
)
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?")
_SHARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,15})?(?:[eE]-?[0-9]{1,2})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}(?:\.0{1,9})?")
_MINUTES_OF_DAY = 24 * 60
_SIXTY = 60
_YEARS = range(1000, 9000)
"""Years that are read; beyond them no day could be added."""


def duration(text: str) -> tuple[int, bool] | None:
    """Return minutes, rounded, and whether they are exact; None for what is no duration.

    A day is 24 hours, as in ISO 8601; Project itself writes hours. Months are refused, since
    nobody knows how long they are.
    """
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()[1:5]):
        return None
    sign, days, hours, minutes, seconds, fraction = found.groups()
    whole = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    left = int(seconds or 0)
    rounded = whole + (left + 30) // 60
    exact = left % 60 == 0 and not int(fraction or 0)
    return (-rounded if sign else rounded), exact


def duration_text(minutes: int) -> str:
    """Return minutes, not negative, as Project writes them."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def moment(text: str) -> tuple[datetime, bool] | None:
    """Return a local time and whether all of it is kept; None for what is no time.

    A zone is left out, since planning tools plan in local time.
    """
    found = _MOMENT.fullmatch(text)
    if not found:
        return None
    day, clock, seconds, fraction, zone = found.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{clock or '00:00'}:{seconds or '00'}")
    except ValueError:
        return None
    return (at, not zone and not int(fraction or 0)) if at.year in _YEARS else None


def moment_text(at: datetime) -> str:
    """Return a time to the second."""
    return at.replace(microsecond=0, tzinfo=None).isoformat()


def clock(text: str) -> tuple[int, bool] | None:
    """Return minutes after midnight and whether they are exact; None for what is no time of day."""
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    at = hours * 60 + minutes
    if max(minutes, seconds) >= _SIXTY or at > _MINUTES_OF_DAY:
        return None
    return at, seconds == 0


def clock_text(minutes: int) -> str:
    """Return minutes after midnight as a time of day; the end of a day is 00:00, as in Project."""
    at = minutes % _MINUTES_OF_DAY
    return f"{at // 60:02}:{at % 60:02}:00"


def hundredths(text: str) -> tuple[int, bool] | None:
    """Return a share such as 0.5 in hundredths and whether it is exact; None for what is none."""
    if not _SHARE.fullmatch(text):
        return None
    value = Decimal(text) * 100
    rounded = int(value.to_integral_value())
    return rounded, rounded == value


def hundredths_text(value: int) -> str:
    """Return hundredths, not negative, as a share."""
    return f"{value // 100}.{value % 100:02}"


def whole(text: str) -> int | None:
    """Return a whole number; None for what is none."""
    return int(text.partition(".")[0]) if _WHOLE.fullmatch(text) else None


def flag(text: str) -> bool | None:
    """Return yes or no; None for what is neither."""
    return {"1": True, "0": False, "true": True, "false": False}.get(text.lower())
