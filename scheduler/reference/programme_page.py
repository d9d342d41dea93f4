"""The page of the programme format, generated from its JSON Schema and so from the declarations.

`python -m scheduler.reference.programme_page` writes it anew.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scheduler.reference.schema import programme_schema

PLACE = Path(__file__).parent / "PROGRAMME.md"

HEAD = """\
# The programme file, format version 1

JSON in UTF-8. One object, the programme; what it may hold is below, in the order in which it is
met. Fields without a default must be given; unknown fields are refused. Dates are written
`2023-05-08`; a text has at most 2,000 characters. Everything wrong with the form of a file is
reported at once, then everything wrong with its content, each problem with a code, a path such as
`/rules[id=XMAS]/windows[0]/last` and the value found.
`phased-exit schema` prints the same as JSON Schema; `phased-exit expand` writes out every template
and scope of a programme.

This page is generated; `python -m scheduler.reference.programme_page` writes it anew.
"""

_PATTERNS = {
    "^[A-Za-z][A-Za-z0-9_-]*$": "id",
    "^[A-Za-z][A-Za-z0-9_.-]*$": "id, perhaps generated",
    "^[A-Z]{3}$": "three capital letters",
}


def programme_page() -> str:
    """Return the page as Markdown."""
    schema = programme_schema()
    declared: dict[str, Any] = schema["$defs"]
    lines = [HEAD, *_section("Programme", schema)]
    for name in _in_order(schema, declared):
        lines += ["", *_section(name, declared[name])]
    return "\n".join(lines) + "\n"


def _in_order(schema: Mapping[str, Any], declared: Mapping[str, Any]) -> list[str]:
    """Return the names of declarations in the order in which a reader meets them."""
    found: list[str] = []
    waiting = list(_mentioned(schema.get("properties", {})))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting = [*_mentioned(declared[name].get("properties", {})), *waiting]
    return found


def _mentioned(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"].rpartition("/")[2]
        for key, item in value.items():
            if key != "discriminator":
                yield from _mentioned(item)
    elif isinstance(value, list):
        for item in value:
            yield from _mentioned(item)


def _section(name: str, declared: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}"
    yield ""
    yield str(declared.get("description", "")).strip()
    yield ""
    fields: Mapping[str, Mapping[str, Any]] = declared.get("properties", {})
    if not fields:
        return
    yield "| field | type | default | meaning |"
    yield "|---|---|---|---|"
    required = declared.get("required", ())
    for field, told in fields.items():
        default = "" if field in required else _default(told)
        meaning = " ".join(str(told.get("description", "")).split())
        yield f"| `{field}` | {_cell(_type(told))} | {_cell(default)} | {_cell(meaning)} |"


def _type(told: Mapping[str, Any]) -> str:
    match told:
        case {"$ref": ref}:
            return f"[{_name(ref)}](#{_name(ref).lower()})"
        case {"discriminator": _}:
            return "planning rule of a kind below"
        case {"anyOf": members}:
            return " or ".join(_type(member) for member in members)
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
        case {"type": "object", "additionalProperties": values}:
            return f"object of {_type(values)} by name"
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


def _default(told: Mapping[str, Any]) -> str:
    match told.get("default", ""):
        case None:
            return "none"
        case "" | [] | {}:
            return "empty"
        case dict() as scope if not any(scope.values()):
            return "empty"
        case [{"name": _}, *_] as levels:
            return ", ".join(f"`{level['name']}`" for level in levels)
        case value:
            return f"`{json.dumps(value, ensure_ascii=False)}`"


def _name(ref: str) -> str:
    return ref.rpartition("/")[2]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PLACE.write_text(programme_page(), encoding="utf-8")
