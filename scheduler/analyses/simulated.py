"""A plan under chance, beside what else is said of it."""

from __future__ import annotations

from scheduler.analysis.risk import RiskAnswer
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan


def simulated(programme: ExpandedProgramme, plan: Plan) -> RiskAnswer | None:
    """Return what becomes of a plan under chance, by the usual settings; none without a transfer.

    The programme must have passed validation.
    """
    if not any(programme.activities[name].kind == TRANSFER for name in plan.placed):
        return None
    # Loads the compiled kernel, which what else is said of a plan starts without.
    from scheduler.simulation.assess import assess  # noqa: PLC0415

    return assess(programme, plan)
