"""Whether a plan is carried out as planned if nothing is late: looked at before every answer."""

from __future__ import annotations

import numpy as np

from scheduler.simulation.chance import planned_spreads
from scheduler.simulation.names import DAYS_OF_WORK
from scheduler.simulation.policy import Carried
from scheduler.simulation.runs import carry_out_as_drawn


def elsewhere(carried: Carried) -> tuple[str, ...]:
    """Return the activities that do not lie as planned in a run in which all goes as planned.

    None for a plan that meets its rules, carried out with planned starts kept. A plan that breaks
    some may have dates that no run can have.
    """
    activities = carried.programme.document.activities
    spreads = planned_spreads(carried.programme, carried.plan)
    table = np.zeros((3, 1, len(activities)), np.int64)
    table[DAYS_OF_WORK, 0] = [spread.first for spread in spreads]
    starts, finishes = carry_out_as_drawn(carried, table)
    found = []
    for i, activity in enumerate(activities):
        placed = carried.plan.placed.get(activity.id)
        if placed is None:
            continue
        first = carried.axis.ordinal(placed.start)
        if (starts[0, i], finishes[0, i]) != (first, carried.axis.ordinal(placed.finish) + 1):
            found.append(activity.id)
    return tuple(found)
