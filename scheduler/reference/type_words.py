"""Types of a JSON Schema in a reader's words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

_PATTERNS = {
    "^[A-Za-z][A-Za-z0-9_-]*$": "id",
    "^[A-Za-z][A-Za-z0-9_.-]*$": "id, perhaps generated",
    "^[0-9a-f]{64}$": "64 hexadecimal digits",
    "^[A-Z]{3}$": "three capital letters",
}

_WORDS = {None: "any value", "boolean": "`true` or `false`", "object": "object"}


def type_words(told: Mapping[str, Any], named: Callable[[str], str] = str) -> str:
    """Return what a value is; `named` writes the name of a declaration, perhaps as a link."""
    match told:
        case {"$ref": ref}:
            return named(ref.rpartition("/")[2])
        case {"discriminator": _}:
            return "planning rule of a kind below"
        case {"anyOf": members}:
            return " or ".join(type_words(member, named) for member in members)
        case {"type": "array", "items": items}:
            return f"list of {type_words(items, named)}"
        case {"type": "object", "additionalProperties": dict() as values}:
            return f"object of {type_words(values, named)} by name"
        case _:
            return _plain(told)


def _plain(told: Mapping[str, Any]) -> str:
    if "const" in told:
        return f"`{json.dumps(told['const'])}`"
    if "enum" in told:
        return ", ".join(f"`{value}`" for value in told["enum"])
    match told.get("type"):
        case "string":
            return _text(told)
        case "integer":
            return "whole number" + _range(told)
        case "number":
            return "number" + _range(told)
        case kind:
            return _WORDS.get(kind, f"`{kind}`")


def _text(told: Mapping[str, Any]) -> str:
    match told:
        case {"format": "date"}:
            return "date"
        case {"format": "date-time"}:
            return "instant"
        case {"pattern": pattern} if pattern in _PATTERNS:
            return _PATTERNS[pattern]
        case {"examples": [example, *_]}:
            return f"text such as `{example}`"
        case _:
            return "text"


def _range(told: Mapping[str, Any]) -> str:
    least, more_than, most = map(told.get, ("minimum", "exclusiveMinimum", "maximum"))
    if least is None and more_than is None:
        return ""
    low = f"{least:,}" if more_than is None else f"more than {more_than:,}"
    if most is None:
        return f", {low} or more" if more_than is None else f", {low}"
    return f", {low} to {most:,}"
