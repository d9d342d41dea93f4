"""What is made by rote is made plain: fewer words, and only those that OpenAPI knows."""

from typing import Any

_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}


def tidied(value: Any) -> Any:  # noqa: ANN401  # JSON of any shape
    """Return a document without generated titles, and with bounds by their names in JSON Schema."""
    match value:
        case {"properties": dict() as properties, **rest}:
            plain = {name: _untitled(tidied(schema)) for name, schema in properties.items()}
            return {**tidied(rest), "properties": plain}
        case {"in": _, "schema": dict() as schema, **rest}:
            return {**tidied(rest), "in": value["in"], "schema": _parameter(tidied(schema))}
        case dict():
            return {_BOUNDS.get(key, key): tidied(item) for key, item in value.items()}
        case list():
            return [tidied(item) for item in value]
        case _:
            return value


def _untitled(schema: Any) -> Any:  # noqa: ANN401  # as above
    """Drop the title of a property, which says its name again."""
    if isinstance(schema, dict):
        return {key: item for key, item in schema.items() if key != "title"}
    return schema


def _parameter(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter, which may be left out but is never null."""
    plain = {k: v for k, v in schema.items() if k not in ("title", "description")}
    match plain:
        case {"anyOf": [dict() as only, {"type": "null"}], **rest}:
            return {**only, **rest}
        case _:
            return plain
