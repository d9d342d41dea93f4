"""Money: budgets by financial year around what the hidden plan costs, and what there is to use."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scheduler.analysis.cost import pence_spent
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import WithinBudget
from scheduler.domain.programme import Budget, Programme
from scheduler.domain.resources import Consumable
from scheduler.domain.values import Money, Price
from scheduler.expansion.expand import expand
from scheduler.generation.estimates import SOURCE

_ROOM_PERCENT = 20
_THOUSAND_POUNDS = 100_000
_MOST_PERCENT = 80
"""Of what the costliest choices would use."""


def with_budgets(document: Programme, plan: Plan) -> Programme:
    """Return the programme with a budget for each financial year that the plan keeps to."""
    years = tuple(_years(document.plan_from, document.plan_until))
    spent = expand(replace(document, budgets=years, rules=(), rule_templates=()))
    budgets = (replace(year, amount=_money(pence_spent(spent, plan, (year.id,)))) for year in years)
    return replace(document, budgets=tuple(budgets), rules=(*document.rules, *_rules(years)))


def enough(consumable: Consumable, expanded: ExpandedProgramme, plan: Plan) -> Consumable:
    """Return the consumable with enough for the plan, and not enough for the costliest choices."""
    name = consumable.id
    activities = expanded.document.activities
    most = sum(max((m.consumes.get(name, 0) for m in a.modes), default=0) for a in activities)
    modes = (expanded.mode_in(activity, plan) for activity in activities)
    used = sum(mode.consumes.get(name, 0) for mode in modes if mode is not None)
    dearest = max((m.consumes.get(name, 0) for a in activities for m in a.modes), default=0)
    amount = max(used, dearest, most * _MOST_PERCENT // 100)
    return replace(consumable, amount=amount, source=SOURCE)


def _years(first: date, last: date) -> Iterator[Budget]:
    for year in range(first.year - 1, last.year + 1):
        opens, closes = date(year, 4, 1), date(year + 1, 3, 31)
        if closes >= first and opens <= last:
            yield Budget(
                id=f"FY{year}",
                name=f"{year}/{year + 1}",
                first=opens,
                last=closes,
                amount=_money(0),
            )


def _money(pence: int) -> Money:
    room = pence * (100 + _ROOM_PERCENT) // 100
    return Money(
        pence=-(-room // _THOUSAND_POUNDS) * _THOUSAND_POUNDS,
        price_base="synthetic",
        source=SOURCE,
    )


def _rules(years: tuple[Budget, ...]) -> Iterator[WithinBudget]:
    yield WithinBudget(
        id="all-budgets", basis="policy", reason="This is the money there is, over all years."
    )
    yield WithinBudget(
        id=f"budget-{years[1 if len(years) > 1 else 0].id}",
        basis="policy",
        reason="A year is dearer than agreed only for good reason.",
        budget=years[1 if len(years) > 1 else 0].id,
        price=Price(points=5),
    )
