"""Every objective term by name."""

from collections.abc import Callable

from scheduler.domain.objectives import ObjectiveLevel
from scheduler.objectives import (
    change_load_area,
    commitments_changed,
    concessions,
    cost,
    customisation,
    dates_moved,
    last_finish,
    options_changed,
    peak_change_load,
    providers,
    risk,
    schedule_contingency,
    smallest_slack,
    sourcing_appraisal,
    spread,
    weighted_shift,
    weighted_transfers,
)
from scheduler.objectives.goal import with_goal
from scheduler.objectives.term import Term

TERMS: dict[str, Term] = {
    term.name: term
    for term in (
        concessions.TERM,
        schedule_contingency.TERM,
        peak_change_load.TERM,
        change_load_area.TERM,
        sourcing_appraisal.TERM,
        risk.TERM,
        providers.TERM,
        customisation.TERM,
        weighted_transfers.TERM,
        last_finish.TERM,
        spread.TERM,
        smallest_slack.TERM,
        cost.TERM,
        commitments_changed.TERM,
        options_changed.TERM,
        dates_moved.TERM,
        weighted_shift.TERM,
    )
}
"""With no parameter given."""

WITH_PARAMETERS: dict[str, Callable[[ObjectiveLevel], Term]] = {
    "change_load_area": change_load_area.term_for,
    "commitments_changed": commitments_changed.term_for,
    "spread": spread.term_for,
    "smallest_slack": smallest_slack.term_for,
}
"""Terms that read parameters of their level themselves; a goal means the same to all."""


def term_of(level: ObjectiveLevel) -> Term:
    """Return the term that a level asks for, with its parameters."""
    made = WITH_PARAMETERS[level.name](level) if level.name in WITH_PARAMETERS else None
    term = made or TERMS[level.name]
    if level.goal is None or term.best_possible == level.goal:
        return term
    return with_goal(term, level.goal)
