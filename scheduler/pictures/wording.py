"""Dates and numbers in people's form."""

from datetime import date

from scheduler.rules.words import MONTHS, counted, short_date

__all__ = ["MONTHS", "counted", "long_date", "period", "plain", "short_date"]

LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date) -> str:
    """Return a date such as `6 November 2023`, whatever the locale."""
    return f"{day.day} {LONG_MONTHS[day.month - 1]} {day.year}"


def period(first: date, last: date) -> str:
    """Return both days included, such as `6 Nov 2023 to 8 Dec 2023`, or one day alone."""
    return short_date(first) if first == last else f"{short_date(first)} to {short_date(last)}"


def plain(content: object) -> str:
    """Return one line of text: control characters become spaces, dates take people's form."""
    words = short_date(content) if isinstance(content, date) else str(content)
    return "".join(c if c.isprintable() else " " for c in words)
