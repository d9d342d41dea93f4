"""Custom fields and notes as P6 keeps them: user defined fields with a text, notebook topics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scheduler.exchange.primavera.from_tasks import shown
from scheduler.exchange.primavera.html_notes import note_of_text
from scheduler.exchange.primavera.to_fields import distinct
from scheduler.exchange.primavera.writing_values import Writing
from scheduler.exchange.project_schedule import Task

Rows = list[dict[str, str]]

_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_LABEL = 40
_LONGEST_TEXT = 255
TOPIC = "1"
"""The number of the only notebook topic."""


class FieldRows:
    """Gathers the types and values of user defined fields of a project."""

    def __init__(self, writing: Writing) -> None:
        """Begin with none."""
        self.types: Rows = []
        self.values: Rows = []
        self._writing = writing
        self._number_of: dict[tuple[str, str], int] = {}

    def add(self, table: str, number: int, fields: Sequence[tuple[str, str]], at: str) -> None:
        """Add the fields of a row."""
        labelled = [
            (self._writing.text(name, "fields", at, _LONGEST_LABEL) or "Field", value)
            for name, value in fields
        ]
        for (label, value), (name, _) in zip(distinct(labelled), fields, strict=True):
            if label != name:
                self._writing.lost("changed", "fields", at, name, f"called {label}")
            text = self._writing.text(value, "fields", at, _LONGEST_TEXT, breaks=True)
            self.values.append(
                {
                    "udf_type_id": str(self._type(table, label)),
                    "fk_id": str(number),
                    "udf_text": text,
                }
            )

    def _type(self, table: str, label: str) -> int:
        key = (table, label)
        if key not in self._number_of:
            number = len(self.types) + 1
            self._number_of[key] = number
            self.types.append(
                {
                    "udf_type_id": str(number),
                    "table_name": table,
                    "udf_type_name": f"user_field_{number}",
                    "udf_type_label": label,
                    "logical_data_type": "FT_TEXT",
                    "super_flag": "N",
                }
            )
        return self._number_of[key]


def note_rows(
    tasks: Sequence[Task], numbers: Mapping[str, int], writing: Writing, *, nodes: bool
) -> Rows:
    """Return notes of activities, or of nodes of the WBS."""
    rows: Rows = []
    for task in tasks:
        if not task.notes:
            continue
        text = _NO_TEXT.sub(" ", task.notes)
        if text != task.notes:
            writing.lost("changed", "Task.notes", shown(task), text="control characters are blanks")
        own = (
            {"wbs_memo_id": str(len(rows) + 1), "wbs_id": str(numbers[task.id])}
            if nodes
            else {"memo_id": str(len(rows) + 1), "task_id": str(numbers[task.id])}
        )
        column = "wbs_memo" if nodes else "task_memo"
        rows.append({**own, "memo_type_id": TOPIC, column: note_of_text(text)})
    return rows
