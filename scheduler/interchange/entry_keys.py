"""By which field the entries of a list in a programme document are told apart."""

from collections.abc import Mapping

from scheduler.interchange.json_text import JsonValue

KEYS: Mapping[str, str] = {"progress": "activity", "decided_options": "group"}
"""Lists whose entries are told apart by another field than their id."""


def by_key(value: JsonValue, key: str) -> dict[str, JsonValue] | None:
    """Return the entries of a list by what tells them apart; None where nothing does.

    A list that is not there has no entries.
    """
    if value is None:
        return {}
    if not isinstance(value, list):
        return None
    found: dict[str, JsonValue] = {}
    for entry in value:
        name = entry.get(key) if isinstance(entry, dict) else None
        if not isinstance(name, str) or name in found:
            return None
        found[name] = entry
    return found
