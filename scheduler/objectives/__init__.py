"""Every objective term by name."""

from scheduler.objectives import (
    concessions,
    last_finish,
    peak_change_load,
    schedule_contingency,
    sourcing_appraisal,
    weighted_transfers,
)
from scheduler.objectives.term import Term

TERMS: dict[str, Term] = {
    term.name: term
    for term in (
        concessions.TERM,
        schedule_contingency.TERM,
        peak_change_load.TERM,
        sourcing_appraisal.TERM,
        weighted_transfers.TERM,
        last_finish.TERM,
    )
}
