"""The critical chain: what the last service transfer waits for, back to its first cause."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.along import reasons_together
from scheduler.explaining.chains import chain_to
from scheduler.explaining.network import Network
from scheduler.explaining.paths import default_milestone
from scheduler.explaining.readers import rules_speaking
from scheduler.explaining.reasons import Scene, reasons_for


def critical_chain(
    programme: ExpandedProgramme, plan: Plan, network: Network
) -> tuple[frozenset[str], Mapping[str, int]]:
    """Return the activities whose delay delays the last service transfer, all else as planned.

    Those without float to it (the critical path), and the chain of what holds it, which follows
    shared teams and limits of change load as well. With them the total float to that transfer of
    all that links lead to it from, in working days. Empty for a plan without a service transfer.

    Source: Kelley & Walker (1959); with resources, Goldratt (1997).
    """
    milestone = default_milestone(programme, plan)
    if milestone is None:
        return frozenset(), {}
    # What places each activity holds none by itself, and is the longest check of a large plan.
    speaking = rules_speaking(programme, plan, without=("placement",))
    scene = Scene(programme, plan, network.positions, speaking)
    floats = network.floats(milestone)
    chain = chain_to(
        milestone,
        plan,
        lambda name: reasons_for(scene, name),
        lambda name: reasons_together(scene, name),
    )
    left = {name: held.total for name, held in floats.items()}
    without = [name for name, days in left.items() if days <= 0]
    return frozenset(without + [link.activity for link in chain.links]), left
