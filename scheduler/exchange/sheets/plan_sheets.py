"""A plan as sheets for people to filter and sort, and the dates that they changed read back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.domain.plan import Plan
from scheduler.errors import PlanRejected
from scheduler.exchange.archive import opened
from scheduler.exchange.losses import Loss
from scheduler.exchange.sheets.cells_out import cells_of
from scheduler.exchange.sheets.compact import joined
from scheduler.exchange.sheets.csv_zip import csv_zip_grids, csv_zip_of
from scheduler.exchange.sheets.findings import Findings
from scheduler.exchange.sheets.grid import CellOut, Grid, OutColumn, OutSheet
from scheduler.exchange.sheets.headings import known_headings
from scheduler.exchange.sheets.kinds import Amounts, Scalar
from scheduler.exchange.sheets.layout import Column, Shape, Table
from scheduler.exchange.sheets.places import Places, RowPlace, with_cells
from scheduler.exchange.sheets.rows_in import ReadRow, read_rows
from scheduler.exchange.sheets.xlsx_in import read_workbook_grids
from scheduler.exchange.sheets.xlsx_out import workbook_of
from scheduler.interchange.plan_document import WrittenCost
from scheduler.interchange.plan_json import plan_to_jsonable, read_plan
from scheduler.rules.rule import Concession

ACTIVITIES, OPTIONS = "Activities", "Options"
BROKEN = "Broken rules"
_TEXT = Scalar(base="text")
_DATE = Scalar(base="date")
_WHOLE = Scalar(base="whole")
_DEMANDS = Amounts(item=_WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlanRows:
    """A plan that was read from sheets."""

    document: dict[str, Any]
    """The plan file that the sheets mean: `options` and `activities` with their dates."""
    plan: Plan | None
    """Missing where there are issues; whether it keeps the rules is for the checker."""
    issues: tuple[Issue, ...] = ()
    losses: tuple[Loss, ...] = ()
    places: Places = field(default_factory=Places)


def write_plan_workbook(
    expanded: ExpandedProgramme,
    plan: Plan,
    concessions: Sequence[Concession] = (),
    broken: Sequence[str] = (),
) -> bytes:
    """Return a plan as an XLSX workbook, one sheet for each sort of date."""
    return workbook_of(plan_sheets(expanded, plan, concessions, broken))


def write_plan_csv(
    expanded: ExpandedProgramme,
    plan: Plan,
    concessions: Sequence[Concession] = (),
    broken: Sequence[str] = (),
) -> bytes:
    """Return a plan as a zip of CSV files, one for each sort of date."""
    return csv_zip_of(plan_sheets(expanded, plan, concessions, broken))


def plan_sheets(
    expanded: ExpandedProgramme,
    plan: Plan,
    concessions: Sequence[Concession] = (),
    broken: Sequence[str] = (),
) -> tuple[OutSheet, ...]:
    """Return the sheets of a plan; those that would be empty but of activities are left out.

    `broken` are the statements of planning rules that it breaks; they come first.
    """
    told = plan_to_jsonable(expanded, plan, concessions)
    made = (
        _broken(broken),
        _services(expanded, told),
        _activities(expanded, told),
        _parts(expanded, told),
        _options(expanded, told),
        _decisions(expanded, told),
        _concessions(told),
        _costs(told),
    )
    return tuple(sheet for sheet in made if sheet.rows or sheet.name == ACTIVITIES)


def read_plan_rows(
    content: bytes, expanded: ExpandedProgramme, limits: Limits = DEFAULT_LIMITS
) -> ReadPlanRows:
    """Return the plan that a workbook or zip of CSV files says, with every problem and its cell.

    Read are id, start and finish of the sheet of activities, and the options on their own sheet or
    beside the activities; the rest follows from them. Raises: FileRejected for what is neither.
    """
    grids, losses = _grids(content)
    findings = Findings()
    findings.losses.extend(losses)
    by_name = {grid.name.strip().casefold(): grid for grid in grids}
    rows = list(_rows(by_name, _ACTIVITIES, findings))
    if ACTIVITIES.casefold() not in by_name:
        message = f"there is no sheet {ACTIVITIES}, which says what is done when"
        findings.refuse(ACTIVITIES, 1, 0, "missing_sheet", message)
    options = _options_read(list(_rows(by_name, _OPTIONS, findings)), rows, findings)
    document = {"options": options, "activities": [_dates_of(row) for row in rows]}
    places = Places(rows=dict(_places(rows)))
    issues = list(findings.issues())
    plan: Plan | None = None
    try:
        read = read_plan(json.dumps(document).encode(), expanded, limits)
        plan = None if issues else read.plan
    except PlanRejected as rejected:
        found = [issue for issue in rejected.issues if isinstance(issue, Issue)]
        issues += with_cells(found, places)
    return ReadPlanRows(
        document=document,
        plan=plan,
        issues=tuple(issues),
        losses=findings.losses.all(),
        places=places,
    )


def _broken(statements: Sequence[str]) -> OutSheet:
    columns = (_column("planning rule that this plan breaks"),)
    return OutSheet(name=BROKEN, columns=columns, rows=tuple((one,) for one in statements))


def _services(expanded: ExpandedProgramme, told: Mapping[str, Any]) -> OutSheet:
    rows = [
        (
            name,
            expanded.services[name].name,
            said["group"],
            told["options"].get(said["group"]),
            _day(said["staff_transfer"]),
            joined(said["cutovers"] or ()),
            _day(said["transfer"]),
            _day(said["charges_stop"]),
            _day(said["accepted"]),
        )
        for name, said in (told["services"] or {}).items()
    ]
    columns = (
        _column("id"),
        _column("name"),
        _column("group"),
        _column("option"),
        _column("staff transfer", _DATE, "First day on which its staff work for the successor."),
        _column("cutovers", _TEXT, "First live day of each technical cutover."),
        _column("transfer", _DATE, "First day on which the successor is accountable."),
        _column("charges stop", _DATE, "Last day charged for by the incumbent."),
        _column("accepted", _DATE, "The day on which the service is accepted."),
    )
    return OutSheet(name="Services", columns=columns, rows=tuple(rows))


def _activities(expanded: ExpandedProgramme, told: Mapping[str, Any]) -> OutSheet:
    rows: list[tuple[CellOut, ...]] = []
    for said in told["activities"]:
        activity = expanded.activities[said["id"]]
        (demands,) = cells_of(_DEMANDS, said["demands"])
        rows.append(
            (
                said["id"],
                activity.name,
                said["kind"],
                said["service"],
                said["group"],
                said["option"],
                _day(said["start"]),
                _day(said["finish"]),
                demands,
                activity.owner,
                activity.deliverable,
            )
        )
    columns = (
        _column("id"),
        _column("name"),
        _column("kind"),
        _column("service"),
        _column("group"),
        _column("option"),
        _column("start", _DATE, "First day."),
        _column("finish", _DATE, "Last day, included."),
        _column("demands", _TEXT, "Team to hundredths of a person on each working day."),
        _column("owner"),
        _column("deliverable"),
    )
    return OutSheet(name=ACTIVITIES, columns=columns, rows=tuple(rows))


def _parts(expanded: ExpandedProgramme, told: Mapping[str, Any]) -> OutSheet:
    rows: list[tuple[CellOut, ...]] = []
    for said in told["activities"]:
        parts = {part.id: part for part in expanded.activities[said["id"]].parts}
        for part in said["parts"]:
            own = parts[part["id"]]
            start, finish = _day(part["start"]), _day(part["finish"])
            rows.append((said["id"], own.id, own.name, start, finish, own.owner, own.deliverable))
    columns = (
        _column("activity"),
        _column("id"),
        _column("name"),
        _column("start", _DATE),
        _column("finish", _DATE),
        _column("owner"),
        _column("deliverable"),
    )
    return OutSheet(name="Activity parts", columns=columns, rows=tuple(rows), naming=1)


def _options(expanded: ExpandedProgramme, told: Mapping[str, Any]) -> OutSheet:
    rows: list[tuple[CellOut, ...]] = []
    for group, option in told["options"].items():
        declared = expanded.groups[group]
        name = next((o.name for o in declared.options if o.id == option), "")
        rows.append((group, declared.name, option, name))
    columns = tuple(map(_column, ("group", "group name", "option", "option name")))
    return OutSheet(name=OPTIONS, columns=columns, rows=tuple(rows))


def _decisions(expanded: ExpandedProgramme, told: Mapping[str, Any]) -> OutSheet:
    meetings = {dates.id: dates for dates in expanded.document.date_sets if dates.meeting}
    rows: list[tuple[CellOut, ...]] = []
    for said in told["activities"]:
        activity: Activity = expanded.activities[said["id"]]
        if activity.dates in meetings:
            meeting = meetings[activity.dates]
            name, day = activity.name, _day(said["start"])
            owner = activity.owner
            rows.append((said["id"], name, said["group"], day, meeting.name or meeting.id, owner))
    columns = (
        _column("id"),
        _column("name"),
        _column("group"),
        _column("on", _DATE),
        _column("meeting"),
        _column("owner"),
    )
    return OutSheet(name="Decisions", columns=columns, rows=tuple(rows))


def _concessions(told: Mapping[str, Any]) -> OutSheet:
    rows = [
        (
            said["id"],
            said["kind"],
            said["statement"],
            joined(said["activities"]),
            said["shortfall"],
            said["unit"],
            said["price"],
        )
        for said in told["concessions"]
    ]
    columns = (
        _column("rule"),
        _column("kind"),
        _column("statement"),
        _column("activities"),
        _column("shortfall", _WHOLE),
        _column("unit"),
        _column("points", _WHOLE),
    )
    return OutSheet(name="Concessions", columns=columns, rows=tuple(rows))


def _costs(told: Mapping[str, Any]) -> OutSheet:
    names = [declared.name for declared in fields(WrittenCost)]
    rows = [tuple(said.get(name) for name in names) for said in told["costs"] or ()]
    columns = tuple(_column(name.replace("_", " "), None, "In pence.") for name in names)
    return OutSheet(name="Costs", columns=columns, rows=tuple(rows))


def _column(heading: str, kind: Scalar | None = None, meaning: str = "") -> OutColumn:
    return OutColumn(heading=heading, kind=kind, meaning=meaning)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _table(name: str, **kinds: Scalar) -> Table:
    columns = tuple(
        Column(path=(own,), heading=own, kind=kind, required=True) for own, kind in kinds.items()
    )
    return Table(
        name=name,
        lists=((name.lower(),),),
        parents=(),
        key=None,
        amounts=False,
        shape=Shape(columns=columns),
        constants=(),
    )


_ID = Scalar(base="id")
_ACTIVITIES = _table(ACTIVITIES, id=_ID, start=_DATE, finish=_DATE, group=_ID, option=_ID)
_OPTIONS = _table(OPTIONS, group=_ID, option=_ID)


def _grids(content: bytes) -> tuple[tuple[Grid, ...], tuple[Loss, ...]]:
    """Return the sheets of either kind of file."""
    entries = opened(content, "workbook or zip of CSV").entries
    if any(name.lower().endswith(".csv") for name in entries):
        return csv_zip_grids(content)
    return read_workbook_grids(content).grids, ()


def _rows(by_name: Mapping[str, Grid], table: Table, findings: Findings) -> Iterator[ReadRow]:
    """Return the rows of a sheet, with only the columns that are read back."""
    grid = by_name.get(table.name.casefold())
    if grid is None or not grid.rows:
        return
    known = known_headings(table)
    head = grid.rows[0]
    told = {at: cell for at, cell in head.cells.items() if str(cell).strip().casefold() in known}
    rows = tuple(
        replace(row, cells={at: cell for at, cell in row.cells.items() if at in told})
        for row in grid.rows[1:]
    )
    yield from read_rows(
        Grid(name=grid.name, rows=(replace(head, cells=told), *rows)), table, findings
    )


def _options_read(
    options: Sequence[ReadRow], activities: Sequence[ReadRow], findings: Findings
) -> dict[str, str]:
    """Return the option of each group; activities may say it again, but not otherwise."""
    found: dict[str, str] = {}
    for row in (*options, *activities):
        group, option = row.value.get("group"), row.value.get("option")
        if not group or not option:
            continue
        if found.setdefault(group, option) != option:
            column = row.columns.get(("option",), 0)
            message = f"the option of {group} is {found[group]} in another row"
            findings.refuse(row.sheet, row.row, column, "contradiction", message, option, "option")
    return found


def _dates_of(row: ReadRow) -> dict[str, Any]:
    return {name: row.value[name] for name in ("id", "start", "finish") if name in row.value}


def _places(rows: Sequence[ReadRow]) -> Iterator[tuple[str, RowPlace]]:
    for at, row in enumerate(rows):
        place = RowPlace(
            sheet=row.sheet,
            row=row.row,
            columns=row.columns,
            first=row.columns.get(("id",), 0),
        )
        yield f"/activities[{at}]", place
        yield f"/activities[id={row.value.get('id', '')}]", place
