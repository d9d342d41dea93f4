"""Sheets follow the declarations."""

from __future__ import annotations

from typing import get_args

from scheduler.domain.planning_rules import Rule
from scheduler.exchange.sheets.kinds import constant_kind
from scheduler.exchange.sheets.layout import COLUMNS, PROGRAMME, READ_ME, programme_layout
from scheduler.exchange.sheets.naming import LONGEST_SHEET, plain_heading
from scheduler.exchange.sheets.sheets_out import table_columns

LAYOUT = programme_layout()


def test_names_of_sheets_are_short_and_different() -> None:
    names = [PROGRAMME, READ_ME, COLUMNS, *(table.name for table in LAYOUT.tables)]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= LONGEST_SHEET
    assert not set("[]:*?/\\") & set("".join(names))


def test_every_kind_of_rule_has_a_sheet_and_one_for_its_templates() -> None:
    (union, *_) = get_args(Rule)
    kinds = {constant_kind(member) for member in get_args(union)}
    for lists, path in (((("rules",),), ("kind",)), ((("rule_templates",),), ("rule", "kind"))):
        told = {dict(table.constants)[path] for table in LAYOUT.of(lists)}
        assert told == kinds


def test_headings_of_a_sheet_are_different() -> None:
    for table in LAYOUT.tables:
        headings = [plain_heading(column.heading) for column in table_columns(table)]
        assert len(set(headings)) == len(headings), table.name


def test_a_row_of_a_sheet_always_fills_a_cell() -> None:
    # Otherwise an entry with nothing but defaults would be an empty row, which is passed over.
    for table in LAYOUT.tables:
        needed = any(column.required for column in table.shape.columns)
        assert needed or table.parents or table.key is not None, table.name


def test_headings_are_read_in_any_spelling() -> None:
    assert (
        plain_heading("Day_Rate.pence") == plain_heading("day rate :  pence") == "day rate: pence"
    )
