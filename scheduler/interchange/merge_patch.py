"""JSON Merge Patch: a change written like the document itself. Source: RFC 7396."""

from scheduler.interchange.json_text import JsonValue


def merge_patch(target: JsonValue, patch: JsonValue) -> JsonValue:
    """Return the target with what the patch says; both stay as they are.

    Fields are set one by one, at any depth; null takes a field away; a list is replaced whole.
    """
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged
