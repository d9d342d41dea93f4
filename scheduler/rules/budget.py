"""Budget: a financial year costs no more than was set aside for it.

Rule    sum of what is paid on the days of the financial year <= amount; without a year, the sums of
        all financial years together.
Units   thousands of the currency's unit above the amount, begun ones whole.
Source  exit practice: budgets are set by financial year; savings start when charges stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.analysis.cost import most_pence, pence_spent
from scheduler.domain.adjustments import ExtraAmount
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import WithinBudget
from scheduler.rules.easing import Easing, Move, Step
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import money

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild

PENCE = 100_000
"""In a unit of the shortfall."""


def statement(rule: WithinBudget, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    document = programme.document
    budgets = [b for b in document.budgets if rule.budget in (None, b.id)]
    amount = money(sum(budget.amount.pence for budget in budgets), document.currency)
    years = " and ".join(budget.name or budget.id for budget in budgets)
    return f"{years}{' together' if len(budgets) > 1 else ''}: {amount} is spent at most."


def check(rule: WithinBudget, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Add up what is paid day by day."""
    document = programme.document
    amounts = {b.id: b.amount.pence for b in document.budgets if rule.budget in (None, b.id)}
    allowed, spent = sum(amounts.values()), pence_spent(programme, plan, amounts.keys())
    if spent > allowed:
        yield Breach(
            activities=(),
            measured=money(spent, document.currency),
            allowed=money(allowed, document.currency),
            shortfall=-((allowed - spent) // PENCE),
        )


def post(rule: WithinBudget, build: ModelBuild, by: Enforcement) -> None:
    """Bound the cost of the years in pence."""
    budgets = [b for b in build.programme.document.budgets if rule.budget in (None, b.id)]
    spent = build.costs.of(tuple(budget.id for budget in budgets))
    amount = sum(budget.amount.pence for budget in budgets)
    give = by.give((most_pence(build.programme) + abs(amount)) // PENCE + 1)
    by.bind(build.model.add(spent - PENCE * give <= amount))


PERCENT = (5, 10, 25, 50)


def _moves(rule: WithinBudget, programme: ExpandedProgramme) -> Iterator[Move]:
    """Add to the budget of the year, or to the last one for all years together."""
    document = programme.document
    budgets = [b for b in document.budgets if rule.budget in (None, b.id)]
    amount = sum(budget.amount.pence for budget in budgets)
    more = dict.fromkeys(max(1, -(-max(0, amount) * p // (100 * PENCE))) for p in PERCENT)
    steps = (
        Step(
            amount=extra,
            adjustments=(ExtraAmount(id=f"{rule.id}.{extra}", of=budgets[-1].id, amount=extra),),
            before=money(amount, document.currency),
            after=money(amount + extra * PENCE, document.currency),
        )
        for extra in more
    )
    yield Move(steps=tuple(steps))


RULE = RuleKind(
    declares=WithinBudget,
    statement=statement,
    check=check,
    post=post,
    unit="thousand",
    easing=Easing(moves=_moves),
)
