"""The two forms of a patch, as schemas; they are read by `scheduler.interchange`."""

from typing import Any

JSON_PATCH: dict[str, Any] = {
    "title": "JsonPatch",
    "description": "Operations applied in order, all or none (RFC 6902).",
    "type": "array",
    "maxItems": 10_000,
    "items": {
        "type": "object",
        "required": ["op", "path"],
        "properties": {
            "op": {"enum": ["add", "remove", "replace", "move", "copy", "test"]},
            "path": {
                "type": "string",
                "description": "A JSON Pointer, or a path with ids as filters.",
                "examples": ["/services[id=PAYC]/name", "/services/0/name"],
            },
            "from": {"type": "string", "description": "Of `move` and `copy`."},
            "value": {"description": "Of `add`, `replace` and `test`."},
        },
    },
}
MERGE_PATCH: dict[str, Any] = {
    "title": "MergePatch",
    "description": "Fields to set; null takes a field away (RFC 7396).",
    "type": "object",
}
