"""What the end date survives: the order of the plan kept, and the weakest points planned again."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.analysis.risk import ReplannedSlip, Resilience, Slip
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.replanned_slips import WEAKEST, replanned_slips
from scheduler.explaining.work import Work
from scheduler.verification.verify import verify


def find_resilience(
    programme: ExpandedProgramme, plan: Plan, work: Work, weakest: int = WEAKEST
) -> Resilience:
    """Return by how much each activity alone may be late before the end date falls.

    All are looked at in the order of the plan, and so many of the weakest with everything else
    planned again. The programme must have passed validation.
    """
    # Loads the compiled kernel, which other analyses start without.
    from scheduler.simulation.policy import carried  # noqa: PLC0415
    from scheduler.simulation.slips import slips  # noqa: PLC0415

    found = slips(carried(programme, plan))
    broken = {violation.rule for violation in verify(programme, plan).violations}
    return Resilience(
        contract_end=programme.document.contract.end_date,
        slips=found,
        replanned=replan_weakest(programme, plan, found, work, weakest),
        violations=len(broken),
    )


def replan_weakest(
    programme: ExpandedProgramme,
    plan: Plan,
    found: Sequence[Slip],
    work: Work,
    weakest: int = WEAKEST,
) -> tuple[ReplannedSlip, ...]:
    """Return what the weakest of some survive with all else planned again.

    Nothing is asked of a plan that breaks a hard rule, nor of what was found to bear all that was
    tried.
    """
    if verify(programme, plan).violations:
        return ()
    names = [slip.activity for slip in found if slip.survived is not None][:weakest]
    return replanned_slips(programme, plan, names, work)
