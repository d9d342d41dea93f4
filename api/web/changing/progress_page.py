"""How far the work is: what should have begun by a day, as it was planned and as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.pictures.wording import period

MOST_ROWS = 250
"""Of one form; what is told of them leaves room for the next."""
Document = Mapping[str, Any]
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One activity that should have begun, with what is told of it."""

    activity: str
    name: str
    planned: str
    began: str
    """As it is written in a field; nothing where it has not begun."""
    finished: str
    remaining: str
    wrong: tuple[tuple[str, str], ...] = ()
    """What is wrong, each with the name of its field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """The form."""

    programme: str
    name: str
    revision: int
    day: str
    """Up to the end of which everything is told."""
    in_force: str
    asked: bool
    """Whether a day was asked for."""
    rows: tuple[Row, ...]
    more: int
    """Activities that are told of later."""
    wrong: tuple[tuple[str, str], ...]
    """What is wrong of all of it, each with its field or with none."""
    key: str

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, in the order of the page."""
        return (*self.wrong, *(one for row in self.rows for one in row.wrong))


def asked_rows(
    day: date, programme: ExpandedProgramme, document: Document, plan: Plan
) -> tuple[Row, ...]:
    """Return what should have begun by a day and is not known to be over, filled in as planned."""
    known = {entry["activity"]: entry for entry in document.get("progress", ())}
    due = [
        (id, placed)
        for id, placed in plan.placed.items()
        if id in programme.activities
        and "actual_finish" not in known.get(id, {})
        and (placed.start <= day or id in known)
    ]
    due.sort(key=lambda one: (one[1].start, one[0]))
    return tuple(
        _row(day, id, programme.activities[id].name, known.get(id, {}), placed)
        for id, placed in due
    )


def _row(day: date, id: str, name: str, told: Document, placed: Placed) -> Row:
    began = told.get("actual_start", placed.start.isoformat() if placed.start <= day else "")
    over = placed.finish <= day and "remaining_working_days" not in told
    return Row(
        activity=id,
        name=name or id,
        planned=period(placed.start, placed.finish),
        began=began,
        finished=placed.finish.isoformat() if over else "",
        remaining="" if over else str(told.get("remaining_working_days", "")),
    )


def told_rows(rows: tuple[Row, ...], given: Given, day: date) -> tuple[Row, ...]:
    """Return the rows as a form has told them, with what is wrong."""
    return tuple(_told(row, given, day) for row in rows)


def _told(row: Row, given: Given, day: date) -> Row:
    told = replace(
        row,
        began=given.get(f"began:{row.activity}", ""),
        finished=given.get(f"finished:{row.activity}", ""),
        remaining=given.get(f"remaining:{row.activity}", ""),
    )
    return replace(told, wrong=tuple(_wrong(told, day)))


def _wrong(row: Row, day: date) -> Iterator[tuple[str, str]]:
    began, finished = _date(row.began), _date(row.finished)
    for field, words, found in (("began", row.began, began), ("finished", row.finished, finished)):
        if words and found is None:
            yield f"{row.name}: {words} is no date, such as 2023-03-31.", f"{field}:{row.activity}"
        elif found is not None and found > day:
            yield f"{row.name}: {words} is after the day of this report.", f"{field}:{row.activity}"
    if row.finished and not row.began:
        yield f"{row.name} is finished, but has not begun.", f"began:{row.activity}"
    elif began is not None and finished is not None and finished < began:
        yield f"{row.name} finished before it began.", f"finished:{row.activity}"
    if row.remaining and not re.fullmatch("[0-9]{1,4}", row.remaining):
        yield f"{row.name}: working days left are a whole number.", f"remaining:{row.activity}"
    elif row.remaining and row.finished:
        yield f"{row.name} is finished: no working days are left.", f"remaining:{row.activity}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def progress_patch(rows: tuple[Row, ...], day: date, document: Document) -> list[dict[str, Any]]:
    """Return the JSON Patch that tells the programme what has happened."""
    told = {row.activity: _entry(row) for row in rows if row.began or row.remaining}
    asked = {row.activity for row in rows}
    kept = [entry for entry in document.get("progress", ()) if entry["activity"] not in asked]
    return [
        {"op": "add", "path": "/status_date", "value": day.isoformat()},
        {"op": "add", "path": "/progress", "value": [*kept, *told.values()]},
    ]


def _entry(row: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"activity": row.activity}
    if row.began:
        entry["actual_start"] = row.began
    if row.finished:
        entry["actual_finish"] = row.finished
    if row.remaining:
        entry["remaining_working_days"] = int(row.remaining)
    return entry
