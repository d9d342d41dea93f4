"""What a plan costs by financial year and part, before a terminal or a page draws it."""

from collections.abc import Sequence

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Column, Contents, cell, number
from scheduler.pictures.outcome_contents import Entry

PARTS = {
    "incumbent": "Incumbent",
    "dual": "Dual running",
    "stranded": "Stranded overhead",
    "set_up": "Set-up",
    "running": "New options",
    "assistance": "Termination assistance",
    "components": "Shared components",
}
PENCE = 100


def costs_contents(costs: Sequence[Entry], expanded: ExpandedProgramme) -> Contents:
    """Return one row for each part that costs anything, one column for each financial year."""
    names = {budget.id: budget.name or budget.id for budget in expanded.document.budgets}
    years = [names.get(str(entry.get("budget")), "other days") for entry in costs]
    if len(years) == 1 and not names:
        years = ["whole plan"]
    rows = [
        (cell(words), *(number(_units(entry.get(part))) for entry in costs))
        for part, words in PARTS.items()
        if any(entry.get(part) for entry in costs)
    ]
    rows.append(
        (cell("Total", "strong"), *(number(_units(e.get("total")), "strong") for e in costs))
    )
    if names:
        budgets = (_units(entry.get("available")) for entry in costs)
        rows.append((cell("Budget"), *(number(amount) for amount in budgets)))
    return Contents(
        caption=f"Cost in {_unit(expanded)}{' by financial year' if names else ''}",
        columns=(Column(heading="Part"), *(Column(heading=year, number=True) for year in years)),
        rows=tuple(rows),
    )


def _unit(expanded: ExpandedProgramme) -> str:
    currency = expanded.document.currency
    return "pounds" if currency == "GBP" else currency


def _units(pence: object) -> int | None:
    """Return whole units of the currency, rounded half up."""
    return (2 * pence + PENCE) // (2 * PENCE) if isinstance(pence, int) else None
