"""Types of a JSON Schema in a reader's words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

_PATTERNS = {
    "^[A-Za-z][A-Za-z0-9_-]*$": "id",
    "^[A-Za-z][A-Za-z0-9_.-]*$": "id, perhaps generated",
    "^[A-Z]{3}$": "three capital letters",
}


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
        case {"type": "object", "additionalProperties": values}:
            return f"object of {type_words(values, named)} by name"
        case _:
            return _plain(told)


def _plain(told: Mapping[str, Any]) -> str:
    if "const" in told:
        return f"`{json.dumps(told['const'])}`"
    if "enum" in told:
        return ", ".join(f"`{value}`" for value in told["enum"])
    match told["type"]:
        case "string":
            return _text(told)
        case "integer":
            return "whole number" + _range(told)
        case "number":
            return "number" + _range(told)
        case "boolean":
            return "`true` or `false`"
        case kind:
            return f"`{kind}`"


def _text(told: Mapping[str, Any]) -> str:
    if told.get("format") == "date":
        return "date"
    if "pattern" in told:
        return _PATTERNS[told["pattern"]]
    return "text"


def _range(told: Mapping[str, Any]) -> str:
    least = told.get("minimum")
    more_than = told.get("exclusiveMinimum")
    most = told.get("maximum")
    low = f"more than {more_than:,}" if more_than is not None else f"{least:,}"
    return "" if most is None else f", {low} to {most:,}"
