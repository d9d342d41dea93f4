"""A plan as sheets, and a plan whose dates somebody changed there."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from scheduler.domain.plan import Plan
from scheduler.exchange.sheets.plan_sheets import (
    ReadPlanRows,
    plan_sheets,
    read_plan_rows,
    write_plan_csv,
    write_plan_workbook,
)
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate, witness
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.rules.rule import Concession

EXPANDED = expand(generate(services=3, seed=3))
PLAN = witness(services=3, seed=3)
CONCESSION = Concession(
    rule="calm",
    kind="rolling_limit",
    statement="=At most one",
    activities=("PAY.transfer",),
    shortfall=2,
    unit="events",
    points=5,
)
BOOK = write_plan_workbook(EXPANDED, PLAN, [CONCESSION])


def same(found: Plan | None) -> bool:
    return (
        found is not None
        and dict(found.options) == dict(PLAN.options)
        and dict(found.placed) == dict(PLAN.placed)
    )


def changed(change: Callable[[Workbook], Any]) -> ReadPlanRows:
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return read_plan_rows(written.getvalue(), EXPANDED)


@pytest.mark.parametrize("write", [write_plan_workbook, write_plan_csv])
@pytest.mark.parametrize("services", [1, 2, 5])
def test_a_plan_comes_back(write: Callable[..., bytes], services: int) -> None:
    expanded = expand(generate(services=services, seed=services))
    plan = witness(services=services, seed=services)
    read = read_plan_rows(write(expanded, plan), expanded)
    assert (read.issues, read.losses) == ((), ())
    assert read.plan is not None
    assert dict(read.plan.options) == dict(plan.options)
    assert dict(read.plan.placed) == dict(plan.placed)


def test_the_sheets_say_what_the_plan_file_says() -> None:
    told = plan_to_jsonable(EXPANDED, PLAN, [CONCESSION])
    sheets = {sheet.name: sheet for sheet in plan_sheets(EXPANDED, PLAN, [CONCESSION])}
    assert len(sheets["Activities"].rows) == len(told["activities"])
    assert [row[0] for row in sheets["Services"].rows] == list(told["services"])
    for row in sheets["Services"].rows:
        said = told["services"][row[0]]
        assert str(row[6]) == said["transfer"]
        assert row[5] == "; ".join(said["cutovers"])
    assert sheets["Concessions"].rows[0][:3] == ("calm", "rolling_limit", "=At most one")
    meetings = {s.id for s in EXPANDED.document.date_sets if s.meeting}
    decided = {a for a in PLAN.placed if EXPANDED.activities[a].dates in meetings}
    assert {row[0] for row in sheets["Decisions"].rows} == decided


def test_the_rows_may_be_sorted_and_other_columns_changed() -> None:
    def turn(book: Workbook) -> None:
        page = book["Activities"]
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), start=2):
            for at, value in enumerate(values, start=1):
                page.cell(number, at).value = "changed" if at == 2 else value
        page.cell(1, 30).value = "my notes"

    read = changed(turn)
    assert read.issues == ()
    assert same(read.plan)


def test_a_date_that_somebody_changed_is_read() -> None:
    def later(book: Workbook) -> None:
        book["Activities"]["G2"].value = "6 November 2026"
        book["Activities"]["H2"].value = date(2026, 11, 20)

    read = changed(later)
    name = openpyxl.load_workbook(io.BytesIO(BOOK))["Activities"]["A2"].value
    assert read.plan is not None
    assert read.plan.placed[str(name)].start == date(2026, 11, 6)
    assert read.plan.placed[str(name)].finish == date(2026, 11, 20)
    assert not same(read.plan)


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("A2", "nothing.like.it", "unknown_reference"),
        ("A2", None, "missing_field"),
        ("A3", "=A2", "formula_without_value"),
        ("G2", "soon", "not_a_date"),
        ("G2", None, "missing_field"),
        ("G2", date(2300, 1, 1), "date_outside_horizon"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(cell: str, value: object, code: str) -> None:
    read = changed(lambda book: setattr(book["Activities"][cell], "value", value))
    assert read.plan is None
    assert (code, f"Activities!{cell}") in [(i.code, i.facts.get("cell")) for i in read.issues]


def test_an_activity_twice_is_told() -> None:
    def twice(book: Workbook) -> None:
        page = book["Activities"]
        page["A3"].value = page["A2"].value

    read = changed(twice)
    assert ("duplicate_id", "Activities!A3") in [(i.code, i.facts.get("cell")) for i in read.issues]


def test_options_that_contradict_each_other_are_told() -> None:
    def other(book: Workbook) -> None:
        book["Options"]["C2"].value = "XYZ"

    codes = {issue.code for issue in changed(other).issues}
    assert codes == {"contradiction", "unknown_reference"}


def test_options_are_read_beside_the_activities_where_their_sheet_is_gone() -> None:
    read = changed(lambda book: book.remove(book["Options"]))
    assert read.issues == ()
    assert same(read.plan)


def test_a_workbook_without_activities_is_told() -> None:
    read = changed(lambda book: book.remove(book["Activities"]))
    assert [issue.code for issue in read.issues] == ["missing_sheet"]
