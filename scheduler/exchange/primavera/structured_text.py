"""The nested text in which XER keeps a calendar: `(0||name(key|value|…)(children))`."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEEPEST = 20
_BLANKS = re.compile(r"[\s\x7f]*")
_BEGINNING = re.compile(r"\((\d{1,6})\|\|([^()]{0,200})\(([^()]{0,2000})\)[\s\x7f]*\(")


@dataclass(frozen=True, slots=True)
class Record:
    """A name with values by key, and the records inside."""

    name: str
    values: dict[str, str]
    inside: tuple[Record, ...] = ()

    def child(self, name: str) -> Record | None:
        """Return the first record inside that is called so."""
        return next((r for r in self.inside if r.name == name), None)


def record_of(text: str) -> Record | None:
    """Return the record that a text holds, or None where it is damaged."""
    found = _read(text, _skip(text, 0), 0)
    if found is None:
        return None
    record, at = found
    return record if _skip(text, at) == len(text) else None


def text_of(record: Record) -> str:
    """Return the text that holds a record."""
    values = "|".join(f"{key}|{value}" for key, value in record.values.items())
    inside = "".join(text_of(child) for child in record.inside)
    return f"(0||{record.name}({values})({inside}))"


def _skip(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _read(text: str, at: int, depth: int) -> tuple[Record, int] | None:
    """Read one record and what is inside it, from its first parenthesis on."""
    match = _BEGINNING.match(text, at)
    if match is None or depth > DEEPEST:
        return None
    name, parts = match.group(2).strip(), match.group(3).split("|")
    values = {
        key.strip(): value.strip()
        for key, value in zip(parts[::2], parts[1::2], strict=False)
        if key.strip()
    }
    at = _skip(text, match.end())
    inside: list[Record] = []
    while text.startswith("(", at):
        found = _read(text, at, depth + 1)
        if found is None:
            return None
        inside.append(found[0])
        at = _skip(text, found[1])
    if not text.startswith(")", at):
        return None
    at = _skip(text, at + 1)
    if not text.startswith(")", at):
        return None
    return Record(name, values, tuple(inside)), at + 1
