"""What a plan costs by financial year, beside the budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from scheduler.analysis.cost import has_money
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_costs import written_costs
from scheduler.interchange.plan_document import WrittenCost
from scheduler.papers.paper import Block, Figure, Paragraph, Table
from scheduler.papers.tables import table_of
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.cost_contents import PENCE, costs_contents
from scheduler.rules.words import joined, money

_MILLION = 100 * 1_000_000
NO_MONEY = "The programme says of nothing what it costs."


def spending(programme: ExpandedProgramme, plan: Plan) -> Iterator[Block]:
    """Yield whether each financial year is within its budget, and the costs by part."""
    if not has_money(programme):
        yield Paragraph(text=NO_MONEY)
        return
    costs = written_costs(programme, plan)
    yield Paragraph(text=_within(programme, costs), strong=True)
    table = table_of(costs_contents([asdict(cost) for cost in costs], programme))
    base = programme.document.price_base
    prices = f" Prices of {base}." if base else ""
    note = f"Days of the plan's horizon alone.{prices} Only what the programme prices is counted."
    rows = (*table.rows, *_left(costs, programme))
    yield Table(
        caption=table.caption, header=table.header, rows=rows, numbers=table.numbers, note=note
    )


def overspent(programme: ExpandedProgramme, plan: Plan) -> tuple[str, ...]:
    """Return each financial year that costs more than its budget, with by how much."""
    return tuple(_over(programme, written_costs(programme, plan)))


def spending_figure(programme: ExpandedProgramme, plan: Plan) -> Figure | None:
    """Return the whole cost beside all budgets; nothing where nothing is priced."""
    if not has_money(programme):
        return None
    costs, currency = written_costs(programme, plan), programme.document.currency
    value = in_short(sum(cost.total for cost in costs), currency)
    budgets = [cost.available for cost in costs if cost.available is not None]
    note = f"of {in_short(sum(budgets), currency)} in the budgets" if budgets else "no budget named"
    return Figure(name="Cost to the end of the plan", value=value, note=note)


def in_short(pence: int, currency: str) -> str:
    """Return an amount in millions with one decimal, smaller ones in whole units."""
    if abs(pence) < _MILLION:
        return money(_whole(pence) * PENCE, currency)
    sign = "-" if pence < 0 else ""
    tenths = (2 * abs(pence) * 10 + _MILLION) // (2 * _MILLION)
    mark = "£" if currency == "GBP" else f"{currency} "
    return f"{sign}{mark}{tenths // 10:,}.{tenths % 10}m"


def _whole(pence: int) -> int:
    """Return whole units, rounded half up, as in the table."""
    return (2 * pence + PENCE) // (2 * PENCE)


def _over(programme: ExpandedProgramme, costs: tuple[WrittenCost, ...]) -> Iterator[str]:
    names = {budget.id: budget.name or budget.id for budget in programme.document.budgets}
    for cost in costs:
        if cost.budget is not None and cost.available is not None:
            over = cost.total - cost.available
            if over > 0:
                amount = in_short(over, programme.document.currency)
                yield f"{names[cost.budget]} by {amount}"


def _within(programme: ExpandedProgramme, costs: tuple[WrittenCost, ...]) -> str:
    if not programme.document.budgets:
        return "The programme names no budget."
    over = tuple(_over(programme, costs))
    if not over:
        return "Every financial year is within its budget."
    return f"Over its budget: {joined(over)}."


def _left(
    costs: tuple[WrittenCost, ...], programme: ExpandedProgramme
) -> Iterator[tuple[str, ...]]:
    if not programme.document.budgets:
        return
    amounts = (
        NOTHING if cost.available is None else f"{_whole(cost.available - cost.total):,}"
        for cost in costs
    )
    yield ("Left of the budget", *amounts)
