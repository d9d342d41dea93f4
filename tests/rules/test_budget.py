from dataclasses import replace

import pytest

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import WithinBudget
from scheduler.domain.programme import Budget
from scheduler.domain.values import Money
from tests.rules.easter import april, breaches, holds, plan, programme, shortfall, words

STOP = Activity(id="stop", kind="charges_stop", form="event", service="PAY")
RULE = WithinBudget(id="R", budget="OLD")
ALL = WithinBudget(id="R")


def budgeted(old: int, new: int, a_day: int = 100) -> ExpandedProgramme:
    """Return payroll at so many pence a day from the 3rd on, with a year to the 7th and one after.

    Its charges stop on a day to be planned.
    """
    document = programme(STOP).document
    service = replace(document.services[0], yearly_cost=Money(pence=a_day, per="day"))
    budgets = (
        Budget(id="OLD", name="2022/23", first=april(1), last=april(7), amount=Money(pence=old)),
        Budget(id="NEW", first=april(8), last=april(30), amount=Money(pence=new)),
    )
    return ExpandedProgramme(replace(document, services=(service,), budgets=budgets))


@pytest.mark.parametrize(("stop", "met"), [(5, True), (6, True), (7, False), (12, False)])
def test_a_year_costs_what_is_charged_on_its_days(stop: int, met: bool) -> None:
    # Four days cost 400; the 7th is Good Friday, and is charged for all the same.
    assert holds(RULE, budgeted(400, 0), plan(stop=stop)) is met


@pytest.mark.parametrize(("stop", "met"), [(7, True), (8, True), (9, False)])
def test_another_year_starts_on_its_first_day(stop: int, met: bool) -> None:
    rule = WithinBudget(id="R", budget="NEW")
    assert holds(rule, budgeted(0, 100), plan(stop=stop)) is met


@pytest.mark.parametrize(("stop", "met"), [(8, True), (9, False)])
def test_all_years_together_may_help_each_other(stop: int, met: bool) -> None:
    assert holds(ALL, budgeted(600, 0), plan(stop=stop)) is met


@pytest.mark.parametrize(
    ("amount", "short"),
    [(250_000, 0), (249_999, 1), (150_000, 1), (149_999, 2), (0, 3)],
)
def test_a_shortfall_counts_thousands_and_begun_ones_whole(amount: int, short: int) -> None:
    # Five days at £500.
    assert shortfall(RULE, budgeted(amount, 0, a_day=50_000), plan(stop=7)) == short


def test_a_breach_says_amounts() -> None:
    (breach,) = breaches(RULE, budgeted(120_050, 0, a_day=50_000), plan(stop=7))
    assert (breach.measured, breach.allowed) == ("£2,500", "£1,200.50")


def test_words() -> None:
    of = budgeted(120_000_000, 5)
    assert words(RULE, of) == "2022/23: £1,200,000 is spent at most."
    assert words(ALL, of) == "2022/23 and NEW together: £1,200,000.05 is spent at most."
