"""Dates, numbers and names as people write them."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.expanded import ExpandedProgramme

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_date(day: date) -> str:
    """Return a date such as `6 Nov 2023`, whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


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


def money(pence: int, currency: str) -> str:
    """Return an amount such as `£1,200` or `EUR 12.50`, pence only where there are any."""
    sign, whole, odd = "-" if pence < 0 else "", *divmod(abs(pence), 100)
    mark = "£" if currency == "GBP" else f"{currency} "
    return f"{sign}{mark}{whole:,}" + (f".{odd:02}" if odd else "")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 week`, `21 weeks`."""
    return f"{number:,} {noun if abs(number) == 1 else plural or noun + 's'}"
