"""The best plan so far, with what its answer claims of better ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import PlanBreaksRules
from scheduler.explaining.option_table import BestKnown, LevelValue
from scheduler.objectives import term_of
from scheduler.verification.verify import verify


def best_known(
    programme: ExpandedProgramme, plan: Plan, objectives: Sequence[Mapping[str, Any]] = ()
) -> BestKnown:
    """Return a plan with the levels of its answer document, measured anew.

    A claim counts only for the value that it was made of. Raises PlanBreaksRules for a plan that
    breaks a hard rule: reasons for what cannot be would mislead.
    """
    violations = verify(programme, plan).violations
    if violations:
        rules = "planning rule" if len(violations) == 1 else "planning rules"
        message = f"the plan breaks {len(violations)} {rules} of this programme; check tells which"
        raise PlanBreaksRules(message, rules=[violation.rule for violation in violations])
    said = {entry["name"]: entry for entry in objectives}
    levels = []
    for level in programme.document.objectives:
        term, entry = term_of(level), said.get(level.key, {})
        value = term.measure(programme, plan)
        proved = bool(entry.get("proved")) and entry.get("value") == value
        bound = entry.get("bound") if proved else None
        levels.append(
            LevelValue(name=level.key, value=value, bound=bound, unit=term.unit, proved=proved)
        )
    return BestKnown(plan=plan, levels=tuple(levels))
