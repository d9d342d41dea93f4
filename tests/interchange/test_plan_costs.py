"""Costs in plan files: by financial year, in pence, and checked when a file repeats them."""

import json
from dataclasses import replace
from typing import Any

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Budget
from scheduler.domain.values import Money
from scheduler.interchange.plan_json import disagreements, plan_to_jsonable, read_plan
from tests.rules.easter import april, plan, programme

TRANSFER = Activity(id="move", kind="transfer", form="event", service="PAY")
STOP = Activity(id="stop", kind="charges_stop", form="event", service="PAY")
BY = plan(move=6, stop=9)


def charged() -> ExpandedProgramme:
    """Return payroll at £1 a day, with one financial year from the 8th on."""
    document = programme(TRANSFER, STOP).document
    service = replace(document.services[0], yearly_cost=Money(pence=100, per="day"))
    year = Budget(id="NEW", first=april(8), last=april(30), amount=Money(pence=500))
    return ExpandedProgramme(replace(document, services=(service,), budgets=(year,)))


def written(by: Plan = BY) -> Any:
    return plan_to_jsonable(charged(), by)


def said(**changes: object) -> list[str]:
    """Return where a file disagrees whose first financial year is changed."""
    document = written()
    document["costs"][0].update(changes)
    read = read_plan(json.dumps(document).encode(), charged())
    return [str(violation.measured) for violation in disagreements(charged(), read)]


def test_each_year_is_told_with_its_parts_and_budget() -> None:
    year, rest = written()["costs"]
    assert (year["budget"], year["dual"], year["total"], year["available"]) == (
        "NEW",
        200,
        200,
        500,
    )
    assert (rest["budget"], rest["incumbent"], rest["dual"]) == (None, 300, 200)
    assert rest["available"] is None


def test_days_outside_every_year_are_left_out_when_they_cost_nothing() -> None:
    free = charged()
    service = replace(free.document.services[0], yearly_cost=None)
    of = ExpandedProgramme(replace(free.document, services=(service,)))
    assert [year["budget"] for year in plan_to_jsonable(of, BY)["costs"]] == ["NEW"]


def test_a_programme_without_money_tells_no_costs() -> None:
    assert plan_to_jsonable(programme(TRANSFER, STOP), BY)["costs"] == []


def test_a_file_that_tells_other_costs_disagrees() -> None:
    assert said() == []
    assert said(dual=199) == ["cost NEW: dual 199"]
    assert said(budget="LAST") == ["cost NEW: total 0", "cost LAST"]
