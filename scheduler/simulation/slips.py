"""By how much each activity alone may be late before not all is transferred in time.

In the order of the plan, everything else as planned: what the plan bears without being changed. An
anomaly of schedules may make a longer delay harmless again; what is told is a delay that is borne,
of which one working day more is not.

Source  anomalies: Graham (1969); robustness to single disruptions: Leus & Herroelen (2004).
"""

from __future__ import annotations

import numpy as np

from scheduler.analysis.risk import Slip
from scheduler.exit_search.flat import Ints
from scheduler.simulation.chance import planned_spreads
from scheduler.simulation.due import Truths, in_time
from scheduler.simulation.names import AGAIN, DAYS_OF_WORK, GAP
from scheduler.simulation.policy import Carried
from scheduler.simulation.runs import carry_out_as_drawn

MOST_DAYS = 260
"""A working year: nobody asks about more."""


def slips(carried: Carried, most: int = MOST_DAYS) -> tuple[Slip, ...]:
    """Return what each activity to come survives, the weakest first; none if the plan is late.

    Work takes so many working days longer; an event is held so many working days later at least.
    """
    activities = carried.programme.document.activities
    who = np.array(
        [
            i
            for i, activity in enumerate(activities)
            if carried.planned[1, i] >= 0 and not carried.planned[3, i] and activity.form != "span"
        ],
        np.int64,
    )
    nothing = np.zeros(len(who), np.int64)
    if not len(who) or not _survive(carried, who[:1], nothing[:1])[0]:
        return ()
    low, high = nothing.copy(), np.full(len(who), most + 1, np.int64)
    whole = _survive(carried, who, np.full(len(who), most, np.int64))
    low[whole] = most
    while (open_ones := np.nonzero(high - low > 1)[0]).size:
        middle = (low[open_ones] + high[open_ones]) // 2
        good = _survive(carried, who[open_ones], middle)
        low[open_ones[good]] = middle[good]
        high[open_ones[~good]] = middle[~good]
    found = [
        Slip(
            activity=activities[i].id,
            name=activities[i].name,
            survived=None if days >= most else int(days),
            tried=most,
        )
        for i, days in zip(who, low, strict=True)
    ]
    return tuple(sorted(found, key=lambda s: (s.survived is None, s.survived or 0)))


def _survive(carried: Carried, who: Ints, days: Ints) -> Truths:
    """Tell for each activity whether all is in time if it alone is so many days late."""
    planned = planned_spreads(carried.programme, carried.plan)
    table = np.zeros((3, len(who), len(planned)), np.int64)
    table[DAYS_OF_WORK] = [spread.first for spread in planned]
    activities = carried.programme.document.activities
    for row, (i, late) in enumerate(zip(who, days, strict=True)):
        if activities[i].form == "event":
            table[AGAIN, row, i] = late > 0
            table[GAP, row, i] = late - 1
        else:
            table[DAYS_OF_WORK, row, i] += late
    starts, finishes = carry_out_as_drawn(carried, table)
    good: Truths = in_time(carried, starts.astype(np.int32), finishes.astype(np.int32))[1]
    return good
