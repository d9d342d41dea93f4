"""Several values in one cell: `a; b; c`, or by name `PM=100; CHANGE=50`.

A value that would be taken for something else, such as one with a semicolon in it, stands in
double quotes, with backslashes as in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

EMPTY_LIST = "[]"
"""A list that is empty where leaving it out would mean another one."""

_JSON_TEXT = r'"(?:[^"\\]|\\.)*"'
_BETWEEN = re.compile(r"[;\r\n]+")
_TOKEN = re.compile(rf"\s*({_JSON_TEXT}|[^;\r\n]*)", re.DOTALL)
_PAIR = re.compile(
    rf"\s*(?P<name>{_JSON_TEXT}|[^=;\r\n]*?)\s*=\s*(?P<value>{_JSON_TEXT}|[^;\r\n]*)", re.DOTALL
)
_UNCLEAR = re.compile(r'[;"\r\n]|^\s|\s$|^$')
_UNCLEAR_NAME = re.compile(r'[;="\r\n]|^\s|\s$|^$')


class Unclear(ValueError):
    """A cell that holds no such list; the message says what is wrong."""


def quoted(text: str) -> str:
    """Return a text in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def unquoted(text: str) -> str | None:
    """Return what stands in double quotes, or None where that is not the whole text."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':  # noqa: PLR2004  # two quotes
        return None
    try:
        value = json.loads(text, strict=False)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def joined(values: Iterable[str]) -> str:
    """Return values as the text of one cell."""
    return "; ".join(quoted(v) if _UNCLEAR.search(v) or v == EMPTY_LIST else v for v in values)


def paired(values: Iterable[tuple[str, str]]) -> str:
    """Return values by name as the text of one cell."""
    return "; ".join(
        f"{quoted(name) if _UNCLEAR_NAME.search(name) else name}"
        f"={quoted(value) if _UNCLEAR.search(value) else value}"
        for name, value in values
    )


def split(text: str) -> Iterator[str]:
    """Return the values of a cell; semicolons and line breaks divide them.

    Raises: Unclear for a quotation without an end.
    """
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        token = found[1] if found else ""
        at = _past(text, found.end() if found else at)
        if token.strip():
            yield _value(token.strip())


def split_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Return the values of a cell by name.

    Raises: Unclear for a part without `=` or a quotation without an end.
    """
    at = 0
    while at < len(text):
        if not text[at:].strip("; \t\r\n"):
            return
        found = _PAIR.match(text, at)
        if found is None:
            part = _BETWEEN.split(text[at:].strip(), maxsplit=1)[0]
            raise Unclear(f"{quoted(part[:60])} is no name with a value, such as PM=100")
        at = _past(text, found.end())
        name = found["name"].strip()
        if not name:
            raise Unclear(f"{quoted(found[0].strip()[:60])} has no name before the =")
        yield _value(name), _value(found["value"].strip())


def _value(token: str) -> str:
    if not token.startswith('"'):
        return token
    value = unquoted(token)
    if value is None:
        raise Unclear(f"the quotation {token[:60]} has no end")
    return value


def _past(text: str, at: int) -> int:
    """Return the place behind the next divider; nothing else may stand before it."""
    rest = re.compile(r"[ \t]*").match(text, at)
    at = rest.end() if rest else at
    if at >= len(text):
        return at
    between = _BETWEEN.match(text, at)
    if between is None:
        raise Unclear(f"a semicolon is missing before {quoted(text[at : at + 60])}")
    return between.end()
