"""Dates and names as people write them, for the wording of rules."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.expanded import ExpandedProgramme


def day(value: date) -> str:
    """Return a date as `6 Nov 2023`."""
    return f"{value.day} {value:%b %Y}"


def named(activity: str, programme: ExpandedProgramme) -> str:
    """Return an activity as its name with its id."""
    found = programme.activities.get(activity)
    return f"{found.name} ({activity})" if found is not None and found.name else activity


def listed(items: Sequence[str], programme: ExpandedProgramme, most: int = 3) -> str:
    """Return activities as a list of names, cut after a few."""
    shown = [named(item, programme) for item in items[:most]]
    if len(items) > most:
        return f"{', '.join(shown)} and {len(items) - most} more"
    if len(shown) > 1:
        return f"{', '.join(shown[:-1])} and {shown[-1]}"
    return "".join(shown) or "nothing"


def counted(number: int, unit: str) -> str:
    """Return a number with its unit in the singular or plural."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
