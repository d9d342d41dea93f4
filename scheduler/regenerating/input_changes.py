"""What changed between two programme files, as changes that can be taken back one by one.

One change is one entry of a list (a rule, an activity, a team, the progress of one activity), or
one field of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from scheduler.interchange.entry_keys import KEYS, by_key
from scheduler.interchange.json_equality import same
from scheduler.interchange.json_text import JsonValue

IGNORED = ("baseline",)
"""What the new plan is compared with is no cause."""
_NOUNS: Mapping[str, str] = {
    "activities": "activity",
    "activity_templates": "activity template",
    "assumptions": "assumption",
    "budgets": "budget",
    "calendars": "calendar",
    "commitments": "commitment",
    "consumables": "consumable",
    "contract": "contract",
    "date_sets": "date set",
    "decided_options": "decision on",
    "leave_patterns": "leave pattern",
    "pools": "pool",
    "progress": "progress of",
    "risks": "risk",
    "rule_templates": "rule template",
    "rules": "planning rule",
    "service_groups": "service group",
    "services": "service",
    "shared_components": "shared component",
    "staff_groups": "staff group",
    "teams": "team",
    "user_groups": "user group",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChange:
    """One change of the input."""

    path: str
    """Where, with entries by their ids: `/rules[id=NEW]`."""
    kind: Literal["added", "removed", "changed"]
    field: str
    """Field of the document."""
    entry: str | None
    """The entry of its list, or the field inside."""
    was: JsonValue = None
    now: JsonValue = None

    @property
    def words(self) -> str:
        """The change in a few words."""
        noun = _NOUNS.get(self.field, self.field.replace("_", " "))
        what = noun if self.entry is None else f"{noun} {self.entry}"
        if self.kind != "changed":
            return f"{what} {self.kind}"
        if self.entry is None or self.field == "contract":
            return f"{what} changed from {_shown(self.was)} to {_shown(self.now)}"
        return f"{what} changed{_fields(self.was, self.now)}"


def _shown(value: JsonValue) -> str:
    return str(value) if isinstance(value, str | int | float) else "something" if value else "none"


def _fields(was: JsonValue, now: JsonValue) -> str:
    """Return which fields of an entry changed."""
    if not isinstance(was, dict) or not isinstance(now, dict):
        return ""
    differ = [k for k in dict.fromkeys((*was, *now)) if not same(was.get(k), now.get(k))]
    told = []
    for key in differ:
        old, new = was.get(key), now.get(key)
        plain = all(isinstance(v, str | int | float | None) for v in (old, new))
        told.append(f"{key} {_shown(old)} → {_shown(new)}" if plain else key.replace("_", " "))
    return f" ({', '.join(told)})" if told else ""


def input_changes(before: JsonValue, after: JsonValue) -> tuple[InputChange, ...]:
    """Return what changed from one programme document to another, as read from their files."""
    old, new = _object(before), _object(after)
    return tuple(
        change
        for name in dict.fromkeys((*old, *new))
        if name not in IGNORED and not same(old.get(name), new.get(name))
        for change in _of_field(name, old.get(name), new.get(name))
    )


def _object(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _of_field(name: str, old: JsonValue, new: JsonValue) -> Iterator[InputChange]:
    key = KEYS.get(name, "id")
    if name == "contract":
        yield from _of_entries(name, _object(old), _object(new), f"/{name}/{{}}")
        return
    was, now = by_key(old, key), by_key(new, key)
    if was is None or now is None or (not was and not now):
        kind = "added" if old is None else "removed" if new is None else "changed"
        yield InputChange(
            path=f"/{name}",
            kind=cast("Literal['added', 'removed', 'changed']", kind),
            field=name,
            entry=None,
            was=old,
            now=new,
        )
        return
    yield from _of_entries(name, was, now, f"/{name}[{key}={{}}]")


def _of_entries(
    name: str, was: Mapping[str, JsonValue], now: Mapping[str, JsonValue], path: str
) -> Iterator[InputChange]:
    for entry in dict.fromkeys((*was, *now)):
        old, new = was.get(entry), now.get(entry)
        if same(old, new):
            continue
        kind = "added" if entry not in was else "removed" if entry not in now else "changed"
        yield InputChange(
            path=path.format(entry),
            kind=cast("Literal['added', 'removed', 'changed']", kind),
            field=name,
            entry=entry,
            was=old,
            now=new,
        )


def with_changes(before: JsonValue, changes: Iterable[InputChange]) -> JsonValue:
    """Return a programme document with some of its changes made; it stays as it is itself."""
    made = dict(_object(before))
    for change in changes:
        if change.entry is None:
            _set(made, change.field, change)
        elif change.field == "contract":
            contract = dict(_object(made.get("contract")))
            _set(contract, change.entry, change)
            made["contract"] = contract
        else:
            made[change.field] = _with_entry(made.get(change.field), change)
    return made


def _set(target: dict[str, JsonValue], name: str, change: InputChange) -> None:
    if change.kind == "removed":
        target.pop(name, None)
    else:
        target[name] = change.now


def _with_entry(entries: JsonValue, change: InputChange) -> list[JsonValue]:
    key = KEYS.get(change.field, "id")
    known: Sequence[JsonValue] = entries if isinstance(entries, list) else ()
    if change.kind == "added":
        return [*known, change.now]
    made: list[JsonValue] = []
    for entry in known:
        if _object(entry).get(key) != change.entry:
            made.append(entry)
        elif change.kind == "changed":
            made.append(change.now)
    return made
