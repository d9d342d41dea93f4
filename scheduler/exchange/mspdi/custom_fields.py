"""Custom fields and outline codes of tasks, by the names that people gave them."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.exchange.mspdi.codes import TASK_FIELDS
from scheduler.exchange.mspdi.record import Record

_MOST_NUMBER = 2**31 - 1
_DEEPEST_CODE = 20


@dataclass(frozen=True, slots=True)
class Definitions:
    """Names of custom fields by their numbers, and the texts of values that stand in lists."""

    names: dict[str, str]
    listed: dict[tuple[str, str], str]
    """By the field's number and the value's number or its global id."""
    aliased: frozenset[str]
    """Numbers of the fields that people gave a name."""

    def tell_unused(self, project: Record, used: set[str]) -> None:
        """Note the names of fields that no task uses; those of resources are among them."""
        for number in sorted(self.aliased):
            if self.names.get(number) not in used:
                text = "a name for a field that no task uses"
                project.lose("not_read", "ExtendedAttributes/Alias", text, self.names[number])


def read_definitions(project: Record) -> Definitions:
    """Return what a file says of its custom fields."""
    names: dict[str, str] = {}
    listed: dict[tuple[str, str], str] = {}
    aliased: set[str] = set()
    by_table: dict[str, str] = {}
    kind = "ExtendedAttributes/ExtendedAttribute"
    for record in project.within("ExtendedAttributes", "ExtendedAttribute", kind=kind):
        record.tell_rest({"FieldID", "FieldName", "Alias", "ValueList"})
        number = _field(record)
        if number:
            _name(record, number, names, aliased)
            by_table[record.text("Ltuid").strip()] = number
            for value in record.within("ValueList", "Value"):
                _list(value, number, ("ID",), value.text("Value"), listed)
    for record in project.within("OutlineCodes", "OutlineCode"):
        number = _field(record) or by_table.get(record.text("Guid").strip(), "")
        if number and number not in names:
            _name(record, number, names, aliased)
        _list_code(record, number, listed)
    return Definitions(names, listed, frozenset(aliased))


def _field(record: Record) -> str:
    number = record.whole("FieldID", 0, _MOST_NUMBER)
    return "" if number is None else str(number)


def _name(record: Record, number: str, names: dict[str, str], aliased: set[str]) -> None:
    own = _own_name(number) or record.text("FieldName").strip()
    name = record.text("Alias").strip() or own
    if not name:
        return
    if name != own:
        aliased.add(number)
    if name in {named for field, named in names.items() if field != number}:
        name = f"{name} ({own or number})"
    names[number] = name


def _own_name(number: str) -> str:
    return TASK_FIELDS.get(int(number), "")


def _list(
    record: Record,
    number: str,
    keys: tuple[str, ...],
    text: str,
    listed: dict[tuple[str, str], str],
) -> None:
    for key in keys:
        if record.has(key):
            listed[number, record.text(key).strip()] = text


def _list_code(record: Record, number: str, listed: dict[tuple[str, str], str]) -> None:
    """Values of an outline code stand below each other; their texts are joined by points."""
    values = list(record.within("Values", "Value"))
    by_id = {value.text("ValueID").strip(): value for value in values}
    for value in values:
        parts: list[str] = []
        here: Record | None = value
        while here is not None and len(parts) < _DEEPEST_CODE:
            parts.append(here.text("Value"))
            here = by_id.get(here.text("ParentValueID").strip())
        _list(value, number, ("ValueID", "FieldGUID"), ".".join(reversed(parts)), listed)


def read_fields(task: Record, definitions: Definitions) -> tuple[tuple[str, str], ...]:
    """Return the custom fields of a task, in the file's order, then its outline codes."""
    found: list[tuple[str, str]] = []
    for kind in ("ExtendedAttribute", "OutlineCode"):
        for record in task.within(kind, place=task.place):
            record.tell_rest({"FieldID", "Value", "ValueID", "ValueGUID"})
            number = _field(record)
            text = _value(record, number, definitions)
            if not number or text is None:
                record.lose("not_understood", "Value", "its field or value is not told")
                continue
            own = _own_name(number)
            if kind == "OutlineCode":
                record.lose("changed", "FieldID", "an outline code is kept as text", text)
            elif number in definitions.aliased and own and not own.startswith("Text"):
                as_text = "its values are kept as text under its alias"
                record.lose("changed", "FieldID", as_text, own)
            name = definitions.names.get(number) or own or f"Field {number}"
            found.append((name, text))
    return tuple(_once(task, found))


def _value(record: Record, number: str, definitions: Definitions) -> str | None:
    if "Value" in record.children:
        return record.text("Value")
    for key in ("ValueID", "ValueGUID"):
        text = definitions.listed.get((number, record.text(key).strip()))
        if text is not None:
            return text
    return None


def _once(task: Record, found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each field once; a second value of the same is a loss."""
    fields: dict[str, str] = {}
    for name, value in found:
        if name in fields:
            text = "a field with more than one value keeps its first"
            task.lose("not_read", "ExtendedAttribute", text, value)
        fields.setdefault(name, value)
    return list(fields.items())
