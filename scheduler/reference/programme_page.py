"""The page of the programme format, generated from its JSON Schema and so from the declarations.

`python -m scheduler.reference.programme_page` writes it anew.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scheduler.reference.schema import programme_schema
from scheduler.reference.type_words import type_words

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
    return type_words(told, lambda name: f"[{name}](#{name.lower()})")


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


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PLACE.write_text(programme_page(), encoding="utf-8")
