"""The kinds of column that tables are made of."""

from sqlalchemy import BigInteger, Column, Integer, Text


def key(name: str) -> Column[str]:
    """Return a text that is part of the primary key."""
    return Column(name, Text, primary_key=True)


def numbered(name: str) -> Column[int]:
    """Return a number that is part of the primary key, given by whoever writes the row."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def string(name: str, *, optional: bool = False) -> Column[str]:
    """Return a text."""
    return Column(name, Text, nullable=optional)


def count(name: str, *, optional: bool = False) -> Column[int]:
    """Return a number of 32 bits."""
    return Column(name, Integer, nullable=optional)


def time(name: str, *, optional: bool = False) -> Column[int]:
    """Return a time: milliseconds since 1970 in UTC."""
    return Column(name, BigInteger, nullable=optional)
