"""Custom fields of tasks into a Microsoft Project XML file.

A field whose name is one of the program's own, such as Number1, and whose values all fit it, goes
there; every other field goes to one of the thirty fields for text, under its name as alias.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scheduler.exchange.mspdi import values
from scheduler.exchange.mspdi.codes import TASK_FIELDS
from scheduler.exchange.mspdi.element_writing import Writing, child
from scheduler.exchange.project_schedule import Task
from scheduler.exchange.xml_reading import Element

_TEXT = "Text"
_DAYS = 7
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_FITS: dict[str, Callable[[str], bool]] = {
    _TEXT: lambda _: True,
    "Number": lambda text: bool(_NUMBER.fullmatch(text)),
    "Cost": lambda text: bool(_NUMBER.fullmatch(text)),
    "Flag": lambda text: text in ("0", "1"),
    "Duration": lambda text: values.duration(text) is not None,
    "Date": lambda text: values.moment(text) is not None,
    "Start": lambda text: values.moment(text) is not None,
    "Finish": lambda text: values.moment(text) is not None,
}
_BY_NAME = {name: number for number, name in TASK_FIELDS.items()}
_SLOTS = [name for name in TASK_FIELDS.values() if name.startswith(_TEXT)]


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of the program, and the name that people gave it."""

    number: int
    name: str
    alias: str


def slots(writing: Writing, tasks: Iterable[Task]) -> dict[str, Slot]:
    """Return by name the fields into which custom fields go, as many as there is room for."""
    found: dict[str, list[str]] = {}
    for task in tasks:
        for name, value in task.fields:
            found.setdefault(name, []).append(value)
    own = [name for name, texts in found.items() if name in _BY_NAME and _fits(name, texts)]
    free = iter(name for name in _SLOTS if name not in own)
    chosen: dict[str, Slot] = {}
    for name, texts in found.items():
        slot = name if name in own else (next(free, "") if name.strip() else "")
        if slot:
            chosen[name] = Slot(_BY_NAME[slot], slot, "" if slot == name else name)
        else:
            text = "there is no room for it" if name.strip() else "a field without a name"
            for _ in texts:
                writing.lose("not_carried", f"Task.fields {name}", "the project", text, texts[0])
    return chosen


def _fits(name: str, texts: list[str]) -> bool:
    fits = _FITS.get(name.rstrip("0123456789"))
    return fits is not None and all(fits(text) for text in texts)


def write_definitions(root: Element, writing: Writing, chosen: Mapping[str, Slot]) -> None:
    """Add which field has which alias."""
    container = child(root, "ExtendedAttributes")
    for slot in chosen.values():
        alias = writing.check_length("ExtendedAttribute/Alias", slot.name, slot.alias)
        writing.fill(
            child(container, "ExtendedAttribute"),
            "the project",
            (("FieldID", slot.number), ("FieldName", slot.name), ("Alias", alias or None)),
        )


def write_fields(
    element: Element, writing: Writing, place: str, task: Task, chosen: Mapping[str, Slot]
) -> None:
    """Add the values of a task."""
    written: set[str] = set()
    for name, text in task.fields:
        slot = chosen.get(name)
        if slot is None:
            continue
        if name in written:
            writing.lose("not_carried", f"Task.fields {name}", place, "a second value", text)
            continue
        written.add(name)
        writing.fill(
            child(element, "ExtendedAttribute"),
            place,
            (
                ("FieldID", slot.number),
                ("Value", writing.check_length("ExtendedAttribute/Value", place, text)),
                ("DurationFormat", _DAYS if slot.name.startswith("Duration") else None),
            ),
        )
