"""What a plan costs by financial year, as a plan file says it."""

from scheduler.analysis.cost import costs, has_money
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_document import WrittenCost


def written_costs(expanded: ExpandedProgramme, plan: Plan) -> tuple[WrittenCost, ...]:
    """Return each financial year in the order of the programme, then days outside all, if paid."""
    if not has_money(expanded):
        return ()
    amounts = {budget.id: budget.amount.pence for budget in expanded.document.budgets}
    return tuple(
        WrittenCost(
            budget=year,
            **{str(part): pence for part, pence in parts.items()},
            total=sum(parts.values()),
            available=None if year is None else amounts[year],
        )
        for year, parts in costs(expanded, plan).items()
        if year is not None or any(parts.values())
    )
