"""Prices: small enough for the sum of all concessions to be computed exactly."""

from collections.abc import Iterator

from scheduler.analysis.cost import most_pence
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import (
    ChangeLoad,
    ComponentStop,
    ConsumableUse,
    Decision,
    ProviderEffort,
    Rule,
    Separation,
    WithinBudget,
)
from scheduler.expansion.rules import selections
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error

_MOST_POINTS = 10**15


def find_excessive_prices(written: Written) -> Iterator[Issue]:
    """Report soft rules whose prices could add up beyond what the solver counts in."""
    document = written.expanded.document
    total = sum(
        rule.price.points * (_most_units(rule, written) if rule.price.per == "unit" else 1)
        for rule in document.rules
        if rule.price is not None
    )
    if total > _MOST_POINTS:
        message = (
            f"all concessions together could cost {total:.1e} points; at most 1e+15 are counted"
        )
        yield error(
            "prices_too_large", "/rules", message + "\nMaybe divide all prices alike.", total
        )


def _most_units(rule: Rule, written: Written) -> int:
    """Return more units of shortfall than a plan could have."""
    days = 2 * len(written.horizon) + 4_000
    activities = written.expanded.document.activities
    if isinstance(rule, ChangeLoad):
        profile = sum(written.document.load_profile)
        return profile * sum(a.change_load.get(rule.user_group, 0) for a in activities)
    if isinstance(rule, ConsumableUse):
        modes = (mode for activity in activities for mode in activity.modes)
        return sum(mode.consumes.get(rule.consumable, 0) for mode in modes)
    if isinstance(rule, ProviderEffort):
        return rule.fixed_hundredths + rule.each_hundredths * len(rule.groups)
    sizes = [len(selection.activities) for _, selection in selections(rule)]
    if isinstance(rule, WithinBudget):
        budgets = written.expanded.document.budgets
        return (
            1 + (most_pence(written.expanded) + sum(abs(b.amount.pence) for b in budgets)) // 10**5
        )
    if isinstance(rule, ComponentStop):
        return days + rule.after_calendar_days
    if isinstance(rule, Separation):
        return days * sizes[0] * sizes[1]
    if isinstance(rule, Decision):
        return days * sum([len(rule.same_meeting_as), *sizes])
    return days * max([2, *sizes])
