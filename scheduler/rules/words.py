"""Dates, numbers and names as people write them."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.choice import Choice
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
    return joined(shown) or "nothing"


def joined(words: Sequence[str]) -> str:
    """Return words as a list: `one, two and three`."""
    if len(words) > 1:
        return f"{', '.join(words[:-1])} and {words[-1]}"
    return "".join(words)


def money(pence: int, currency: str) -> str:
    """Return an amount such as `£1,200` or `EUR 12.50`, pence only where there are any."""
    sign, whole, odd = "-" if pence < 0 else "", *divmod(abs(pence), 100)
    mark = "£" if currency == "GBP" else f"{currency} "
    return f"{sign}{mark}{whole:,}" + (f".{odd:02}" if odd else "")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 week`, `21 weeks`."""
    return f"{number:,} {noun if abs(number) == 1 else plural or noun + 's'}"


def either(names: Sequence[str]) -> str:
    """Return names any of which will do: `own or shared`."""
    if len(names) > 1:
        return f"{', '.join(names[:-1])} or {names[-1]}"
    return "".join(names) or "none of its options"


def groups_listed(groups: Sequence[str], programme: ExpandedProgramme, most: int = 4) -> str:
    """Return service groups as a list of names, cut after a few."""
    names = [programme.groups[group].name or group for group in groups]
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def bounds(least: int | None, most: int | None) -> str:
    """Return limits of a count: `at least 1 and at most 2`."""
    told = [f"at least {least}"] if least is not None else []
    told += [f"at most {most}"] if most is not None else []
    return " and ".join(told)


def choice_words(choice: Choice, programme: ExpandedProgramme) -> str:
    """Return a choice as the group with the names of its options."""
    group = programme.groups[choice.group]
    names = [option.name or option.id for option in group.options if option.id in choice.options]
    return f"{group.name or group.id} is sourced by {either(names)}"
