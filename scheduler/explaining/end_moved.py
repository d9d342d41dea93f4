"""By how much the last transfer moves when one activity is late and all else is planned again.

The plans asked for have the options of the plan at hand; the last transfer may be no later than so
many working days after its planned date. The fewest for which a plan exists are searched by
halving, as in `replanned_slips`: what is found is checked, that there is none is proved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.measures import last_day_to_transfer
from scheduler.asking.question import Reply
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.replanned_slips import delayed, halved, in_time
from scheduler.explaining.work import Work
from scheduler.timeline.time_axis import axis_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMoved:
    """By how much the last transfer moves for a delay of one activity, in working days."""

    activity: str
    delay: int
    at_least: int
    """It is proved that it cannot move less, against its planned date."""
    at_most: int | None
    """A plan was found and checked in which it moves no more; none where none was found."""
    room: int
    """From the planned last transfer to the last day allowed, the day after the contract end."""


def end_moved(
    programme: ExpandedProgramme, plan: Plan, name: str, delay: int, work: Work
) -> EndMoved:
    """Return how far the last transfer of a checked plan moves; the plan has a transfer."""
    axis = axis_of(programme)
    transfers = [a.id for a in programme.document.activities if a.kind == TRANSFER]
    planned = max(plan.placed[t].start for t in transfers if t in plan.placed)
    end = last_day_to_transfer(programme.document)
    room = max(0, axis.position(end) - axis.position(planned))
    late = delayed(programme, plan, name, delay, work.seconds)

    def last_day(moved: int) -> date:
        at = axis.position(planned) + moved
        return max(planned, end if moved == room or at >= axis.size else axis.start_date(at))

    def attempt(kept: int) -> int | None:
        """Ask for a plan that keeps so many days of the room, and one for holding the end."""
        if late is None:
            return -1
        by = last_day(room + 1 - kept)
        wishes = dict.fromkeys((*late.wishes, *in_time(programme, by)))
        reply: Reply = work.ask(replace(late, wishes=tuple(wishes)))
        if reply.plan is None:
            return -1 if reply.finding == "none" else None
        then = max(reply.plan.placed[t].start for t in transfers if t in reply.plan.placed)
        moved = max(0, axis.position(then) - axis.position(planned))
        return max(kept, room + 1 - moved)

    kept, none_at = halved(attempt, room + 1, work.stop.is_set)
    return EndMoved(
        activity=name,
        delay=delay,
        at_least=0 if none_at is None else room + 2 - none_at,
        at_most=room + 1 - kept if kept else None,
        room=room,
    )
