"""Activities and the work breakdown structure out of P6's rows.

A node of the WBS is a summary, and the project's own node is the project itself. P6 numbers nodes
and activities apart: a node keeps its number as its id unless an activity has the same, and is then
called `W` and its number. A node has no dates of its own: P6 works them out from what is below.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from scheduler.exchange.primavera.reading_values import Reading
from scheduler.exchange.primavera.rows import Row
from scheduler.exchange.primavera.words import (
    ACTIVITY_TYPES,
    CONSTRAINT_KINDS,
    PERCENT_TYPES,
    PRIORITY_VALUES,
    SOFT_CONSTRAINTS,
)
from scheduler.exchange.project_schedule import Constraint, Task, TaskKind

_HUNDRED = 100
_KINDS: Mapping[str, TaskKind] = {
    "TT_Mile": "milestone",
    "TT_FinMile": "milestone",
    "TT_LOE": "level_of_effort",
    "TT_WBS": "level_of_effort",
}
_TAKEN_AS = {
    "TT_Rsrc": "scheduled on its own calendar and not on those of its resources",
    "TT_FinMile": "taken as a milestone at its finish",
    "TT_WBS": "taken as level of effort",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands in other tables, by the number of the row that has it."""

    calendars: Container[str] = ()
    calendar: str | None = None
    """The project's own."""
    notes: Mapping[str, str] = field(default_factory=dict)
    wbs_notes: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    wbs_fields: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """Tasks in the order of the outline, and the ids of activities by P6's numbers."""

    tasks: tuple[Task, ...]
    activities: Mapping[str, Task]
    root: Row | None
    """The project's own node."""


def outline_of(
    nodes: Sequence[Row], activities: Sequence[Row], beside: Beside, reading: Reading
) -> Outline:
    """Return activities, then nodes, below each node: activities in the file's order, nodes by
    their sequence numbers.
    """
    node_of = _by_number(nodes, "wbs_id", reading)
    row_of = _by_number(activities, "task_id", reading)
    parents = {id: _parent(row, node_of, reading) for id, row in node_of.items()}
    _break_circles(parents, node_of, reading)
    root = next((id for id, row in node_of.items() if _is_root(row) and not parents[id]), None)
    id_of = {number: number if number not in row_of else f"W{number}" for number in node_of}
    top = id_of.get(root or "")

    below: dict[str | None, list[Task]] = defaultdict(list)
    made: dict[str, Task] = {}
    for number, row in row_of.items():
        under = id_of.get(row.get("wbs_id").strip())
        if under is None and row.get("wbs_id"):
            reading.lost("not_understood", row, "wbs_id", "names no node")
        parent = None if under == top else under
        made[number] = _activity(number, row, parent, beside, reading)
        below[parent].append(made[number])
    for number, row in sorted(node_of.items(), key=lambda pair: _sequence(pair[1])):
        if number != root:
            under = id_of[parents[number]] if parents[number] else None
            parent = None if under == top else under
            below[parent].append(_summary(number, id_of[number], row, parent, beside))
    return Outline(tuple(_walk(below)), made, node_of.get(root or ""))


def _walk(below: Mapping[str | None, Sequence[Task]]) -> Iterator[Task]:
    waiting = list(reversed(below.get(None, ())))
    while waiting:
        task = waiting.pop()
        yield task
        if task.kind == "summary":
            waiting += reversed(below.get(task.id, ()))


def _by_number(rows: Sequence[Row], column: str, reading: Reading) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        number = row.get(column).strip()
        if not number or number in found:
            reading.lost("not_understood", row, column, "no number, or one that is taken")
        else:
            found[number] = row
    return found


def _is_root(row: Row) -> bool:
    return row.get("proj_node_flag") == "Y"


def _sequence(row: Row) -> int:
    said = row.get("seq_num").strip()
    return int(said) if said.isdecimal() and len(said) < 12 else 0  # noqa: PLR2004


def _parent(row: Row, nodes: Mapping[str, Row], reading: Reading) -> str:
    """The number of the node above; the project's own node stands below one of the enterprise."""
    said = row.get("parent_wbs_id").strip()
    if said in nodes or not said:
        return said
    if not _is_root(row):
        reading.lost("not_understood", row, "parent_wbs_id", "names no node")
    return ""


def _break_circles(parents: dict[str, str], nodes: Mapping[str, Row], reading: Reading) -> None:
    sound: set[str] = {""}
    for number in parents:
        way: dict[str, None] = {}
        at = number
        while at not in sound and at not in way:
            way[at] = None
            at = parents[at]
        if at not in sound:
            reading.lost("not_understood", nodes[at], "parent_wbs_id", "leads back to itself")
            parents[at] = ""
        sound.update(way)


def _summary(number: str, id: str, row: Row, parent: str | None, beside: Beside) -> Task:
    return Task(
        id=id,
        code=row.get("wbs_short_name"),
        name=row.get("wbs_name"),
        kind="summary",
        parent=parent,
        notes=beside.wbs_notes.get(number, ""),
        fields=beside.wbs_fields.get(number, ()),
    )


def _activity(number: str, row: Row, parent: str | None, beside: Beside, reading: Reading) -> Task:
    said = row.get("task_type") or "TT_Task"
    if said not in ACTIVITY_TYPES:
        reading.lost("not_understood", row, "task_type", "taken as a task")
    if said in _TAKEN_AS:
        reading.lost("changed", row, "task_type", _TAKEN_AS[said])
    kind = _KINDS.get(said, "task")
    start, finish = _dates(row, milestone=kind == "milestone", reading=reading)
    priority = row.get("priority_type")
    if priority and priority not in PRIORITY_VALUES:
        reading.lost("not_understood", row, "priority_type")
    return Task(
        id=number,
        code=row.get("task_code"),
        name=row.get("task_name"),
        kind=kind,
        parent=parent,
        start=start,
        finish=finish,
        duration=reading.minutes(row, "target_drtn_hr_cnt"),
        calendar=_calendar(row, beside, reading),
        constraint=_constraint(row, reading),
        priority=PRIORITY_VALUES.get(priority),
        percent_complete=_percent(row, reading),
        actual_start=reading.moment(row, "act_start_date"),
        actual_finish=reading.moment(row, "act_end_date"),
        remaining=reading.minutes(row, "remain_drtn_hr_cnt"),
        notes=beside.notes.get(number, ""),
        fields=beside.fields.get(number, ()),
    )


def _calendar(row: Row, beside: Beside, reading: Reading) -> str | None:
    said = row.get("clndr_id").strip()
    if said and said not in beside.calendars:
        reading.lost("not_understood", row, "clndr_id", "names no calendar")
        return None
    return None if said in {"", beside.calendar} else said


def _dates(
    row: Row, *, milestone: bool, reading: Reading
) -> tuple[datetime | None, datetime | None]:
    """The dates that P6 shows: actual ones, else those of what remains, else the planned ones."""
    start = _first(row, ("act_start_date", "restart_date", "target_start_date"), reading)
    finish = _first(row, ("act_end_date", "reend_date", "target_end_date"), reading)
    start = start or _first(row, ("early_start_date",), reading)
    finish = finish or _first(row, ("early_end_date",), reading)
    if milestone:
        return start or finish, finish or start
    return start, finish


def _first(row: Row, columns: Sequence[str], reading: Reading) -> datetime | None:
    column = next((c for c in columns if row.get(c)), None)
    found = reading.moment(row, column) if column else None
    planned = columns[-1]
    if column != planned and planned.startswith("target") and found is not None:
        said = reading.moment(row, planned)
        if said not in {None, found}:
            reading.lost("not_read", row, planned)
    return found


def _constraint(row: Row, reading: Reading) -> Constraint | None:
    if row.get("cstr_type2"):
        reading.lost("not_read", row, "cstr_type2", "a task has one constraint here")
    said = row.get("cstr_type")
    if not said:
        return None
    kind = CONSTRAINT_KINDS.get(said) or SOFT_CONSTRAINTS.get(said)
    at = reading.moment(row, "cstr_date")
    if kind is None or (at is None and kind != "as_late_as_possible"):
        reading.lost("not_understood", row, "cstr_type")
        return None
    if said in SOFT_CONSTRAINTS:
        reading.lost("changed", row, "cstr_type", "P6 lets links move it, here it is fixed")
    return Constraint(kind=kind, at=None if kind == "as_late_as_possible" else at)


def _percent(row: Row, reading: Reading) -> int | None:
    """Per cent complete by the type that the activity has."""
    said = row.get("complete_pct_type") or "CP_Drtn"
    if said not in PERCENT_TYPES:
        reading.lost("not_understood", row, "complete_pct_type", "taken as that of duration")
    judged = {"CP_Phys": "phys_complete_pct", "CP_Scope": "scope_complete_pct"}.get(said)
    if judged is not None:
        exact, column = reading.number(row, judged), judged
    elif said == "CP_Units":
        done = _sum(row, ("act_work_qty", "act_equip_qty"), reading)
        left = _sum(row, ("remain_work_qty", "remain_equip_qty"), reading)
        whole = done + left
        exact, column = (done * _HUNDRED / whole if whole else Decimal(0)), "act_work_qty"
    else:
        exact, column = _percent_of_duration(row, reading), "remain_drtn_hr_cnt"
    if exact is None:
        return None
    if not 0 <= exact <= _HUNDRED:
        reading.lost("not_understood", row, column, "no percentage")
        return None
    return reading.whole(exact, row, column, "rounded to whole per cent")


def _percent_of_duration(row: Row, reading: Reading) -> Decimal | None:
    complete = row.get("status_code") == "TK_Complete"
    target = reading.number(row, "target_drtn_hr_cnt")
    left = reading.number(row, "remain_drtn_hr_cnt")
    return percent_of_duration(target, left, complete=complete)


def percent_of_duration(
    target: Decimal | None, left: Decimal | None, *, complete: bool
) -> Decimal | None:
    """Return how much of a duration is done, by P6's rule, or None where it is not known."""
    if complete:
        return Decimal(_HUNDRED)
    if target is None or left is None:
        return None
    if not target > 0 or left > target:
        return Decimal(0)
    return (target - left) * _HUNDRED / target


def _sum(row: Row, columns: Sequence[str], reading: Reading) -> Decimal:
    return sum((reading.number(row, column) or Decimal(0) for column in columns), Decimal(0))
