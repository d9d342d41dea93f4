"""Providers: how many the council deals with when the exit is done, itself not counted.

Options with the same provider named count once, whatever the case of its letters. An option of the
incumbent without a name has the contract's supplier. One whose provider is not settled yet counts
as a provider of its own: to rely on a competition being won twice by one bidder would be to guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.services import SourcingOption
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.expressions import Condition
    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Count the different providers of the chosen options."""
    supplier = programme.document.contract.supplier
    found: set[tuple[str, str]] = set()
    for group in programme.document.service_groups:
        for option in group.options:
            if plan.options.get(group.id) != option.id or option.model == "in_house":
                continue
            named = _named(option, supplier)
            found.add(("named", named) if named else ("unsettled", group.id))
    return len(found)


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Let one literal for each named provider hold while an option of its own does."""
    supplier = build.programme.document.contract.supplier
    named: dict[str, list[Condition]] = {}
    counted: list[Condition] = []
    for group in build.programme.document.service_groups:
        for option in group.options:
            if option.model == "in_house":
                continue
            name, chosen = _named(option, supplier), build.option(group.id, option.id)
            (named.setdefault(name, []) if name else counted).append(chosen)
    for name, options in named.items():
        some = build.model.new_bool_var(f"provider {name}")
        for chosen in options:
            build.model.add_implication(chosen, some)
        counted.append(some)
    return sum(counted)


def _named(option: SourcingOption, supplier: str) -> str:
    """Return the provider in a form that can be compared; nothing when not settled."""
    name = option.provider or (supplier if option.model == "incumbent" else "")
    return " ".join(name.casefold().split())


TERM = Term(name="providers", unit="providers", measure=measure, post=post, best_possible=0)
