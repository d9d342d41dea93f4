"""Beside DCMA check 12: the same delay with everything else planned again.

The check keeps the order of the plan. A plan made again may go round the delay, so that the end
moves by less; where it moves as much, the activity is critical whatever is done.

Source: DCMA-EA PAM 200.1, 2012, section 4.12, with the plan re-optimised in place of a forward
pass.
"""

from __future__ import annotations

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.end_moved import EndMoved, end_moved
from scheduler.explaining.work import Work
from scheduler.quality.findings import Measure
from scheduler.quality.path_test import DELAY, critical_task
from scheduler.quality.schedule import schedule_of
from scheduler.rules.words import counted


def replanned_path(
    programme: ExpandedProgramme, plan: Plan, work: Work, delay: int = DELAY
) -> Measure | None:
    """Return how far the last transfer moves, of a delay of a critical task of a checked plan.

    None where check 12 has no task to delay.
    """
    schedule = schedule_of(programme, plan)
    milestone = schedule.milestone
    if milestone is None or milestone in schedule.complete:
        return None
    found = critical_task(schedule, milestone)
    if found is None:
        return None
    moved = end_moved(programme, plan, found[0].id, delay, work)
    return Measure(
        code="replanned_critical_path",
        name="Critical path test, planned again",
        value=moved.at_least,
        of=delay,
        unit="working days that the last transfer moves at least",
        sentence=_words(moved),
        sample=(moved.activity,),
    )


def _words(moved: EndMoved) -> str:
    late = f"With {moved.activity} {counted(moved.delay, 'working day')} late and everything else "
    late += "planned again"
    least, most = moved.at_least, moved.at_most
    days = f"the last transfer moves by {counted(least, 'working day')}"
    if most == 0:
        return f"{late}, the last transfer need not move: a plan goes round the delay."
    if most is None and least > moved.room:
        room = counted(moved.room, "working day")
        return (
            f"{late}, no plan under the hard rules holds the contract end, {room} after the "
            "planned last transfer: proved."
        )
    if most is None:
        return f"{late}, {days} or more; no plan was found in time."
    if most == least:
        return f"{late}, {days}: less is proved impossible."
    return f"{late}, the last transfer moves by {least} to {counted(most, 'working day')}."
