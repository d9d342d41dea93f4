"""How large a programme may be, so that a hostile or mistaken file is refused quickly."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes beyond which a file or programme is refused before work is spent on it."""

    file_bytes: int = 32 * 1024 * 1024
    depth: int = 40
    """Lists and objects within each other; a programme needs eight."""
    text_bytes: int = 64 * 1024
    """Of one text or key as it is written; the longest field of a programme takes 2,000 letters."""
    entries: int = 200_000
    """Of one list or object."""
    activities: int = 10_000
    """Written out; 10,000 on the command line."""
    rules: int = 50_000
    """Written out."""
    selections: int = 20_000_000
    """Looks at activities by the selections of planning rules."""
    steps: int = 20_000_000
    """Of writing out calendars, date sets or templates."""
    patch_steps: int = 20_000_000
    """Values and entries that applying one patch looks at."""
    horizon_calendar_days: int = 7_400
    """Twenty years and a little."""
    earliest: date = date(1990, 1, 1)
    latest: date = date(2199, 12, 31)


DEFAULT_LIMITS = Limits()
"""Limits of the command line."""
