"""The best plan, made by one question where none is given."""

from __future__ import annotations

from scheduler.asking.question import Question
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.option_table import BestKnown, level_values
from scheduler.explaining.work import Work


def best_plan(programme: ExpandedProgramme, work: Work, *, seconds: float) -> BestKnown | None:
    """Return the best plan found in time with what is known of better ones; None without a plan."""
    reply = work.ask(
        Question(programme=programme, levels=programme.document.objectives, seconds=seconds)
    )
    if reply.plan is None:
        return None
    return BestKnown(plan=reply.plan, levels=level_values(programme, reply))
