"""Amounts: in one currency, for the period of time they are counted in, small enough to add up."""

from collections.abc import Iterator, Mapping

from scheduler.analysis.cost import most_pence
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import WithinBudget
from scheduler.domain.programme import Programme
from scheduler.domain.values import Money
from scheduler.validation.lookup import Written
from scheduler.validation.references import Named, unknown
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, quoted

MOST_PENCE = 10**15
"""What the solver counts in exactly."""

_PERIODS: Mapping[str, tuple[str, ...]] = {
    "yearly_cost": ("year", "month", "day"),
    "running_cost": ("year", "month", "day"),
    "cost": ("year", "month", "day"),
    "set_up_cost": ("once",),
    "day_rate": ("day",),
    "amount": ("once", "year"),
}
"""Field to the periods that its amount can be told for."""


def find_bad_amounts(parts: Parts) -> Iterator[Issue]:
    """Report amounts in other currencies, and amounts for a period that they cannot be for."""
    currency = parts.document.currency
    for path, money in parts.of(Money):
        if money.currency != currency:
            message = f"{money.currency} is not the programme's currency {currency}"
            yield error("other_currency", f"{path}/currency", message, money.currency)
        periods = _PERIODS.get(path.rpartition("/")[2], ())
        if periods and money.per not in periods:
            allowed = " or ".join(map(quoted, periods))
            message = f"the amount is told per {quoted(money.per)}; it is counted per {allowed}"
            yield error("other_period", f"{path}/per", message, money.per)


def find_overlapping_budgets(document: Programme) -> Iterator[Issue]:
    """Report budgets that share a day, whose cost would count twice."""
    ordered = sorted(document.budgets, key=lambda budget: (budget.first, budget.last))
    for place, budget in enumerate(ordered[1:]):
        before = max(ordered[: place + 1], key=lambda earlier: earlier.last)
        if budget.first <= before.last:
            message = f"{budget.first} is also a day of the budget {quoted(before.id)}"
            path = f"/budgets[id={budget.id}]/first"
            yield error("budgets_overlap", path, message, budget.first)


def find_bad_spending(written: Written) -> Iterator[Issue]:
    """Report budgets that rules name in vain, and amounts too large to be added up exactly."""
    document = written.expanded.document
    known = [budget.id for budget in document.budgets]
    for rule in document.rules:
        if not isinstance(rule, WithinBudget):
            continue
        path = f"{written.path_of_rule(rule.id)}/budget"
        if rule.budget is not None:
            yield from unknown(Named(path, "budget", rule.budget, known))
        elif not known:
            message = f"the rule {quoted(rule.id)} is about every budget, and there is none"
            yield error("rule_without_effect", path, message)
    most = most_pence(written.expanded)
    most += sum(abs(budget.amount.pence) for budget in document.budgets)
    if most > MOST_PENCE:
        message = f"all amounts together could be {most:.1e} pence; at most 1e+15 are counted"
        yield error("amounts_too_large", "/currency", message, most)
