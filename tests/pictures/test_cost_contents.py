from dataclasses import replace

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Budget
from scheduler.domain.values import Money
from scheduler.pictures.cost_contents import costs_contents
from tests.rules.easter import april, programme

YEAR = {"budget": "NEW", "incumbent": 12_345_650, "dual": 0, "total": 12_345_650, "available": 100}
REST = {"budget": None, "incumbent": 49, "dual": 150, "total": 199, "available": None}


def of(*budgets: Budget) -> ExpandedProgramme:
    return ExpandedProgramme(replace(programme().document, budgets=budgets))


NEW = Budget(id="NEW", name="2023/24", first=april(8), last=april(30), amount=Money(pence=100))


def test_rows_are_parts_that_cost_anything_and_columns_financial_years() -> None:
    shown = costs_contents([YEAR, REST], of(NEW))
    assert [column.heading for column in shown.columns] == ["Part", "2023/24", "other days"]
    assert [[" ".join(cell.lines) for cell in row] for row in shown.rows] == [
        ["Incumbent", "123,457", "0"],
        ["Dual running", "0", "2"],
        ["Total", "123,457", "2"],
        ["Budget", "1", "-"],
    ]
    assert shown.caption == "Cost in pounds by financial year"


def test_without_budgets_there_is_one_column() -> None:
    shown = costs_contents([REST], of())
    assert [column.heading for column in shown.columns] == ["Part", "whole plan"]
    assert shown.caption == "Cost in pounds"
    assert [row[0].lines[0] for row in shown.rows] == ["Incumbent", "Dual running", "Total"]
