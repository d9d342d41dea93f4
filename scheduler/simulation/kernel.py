"""Carrying a plan out once for each sample, compiled.

Activities are placed in the order of the plan, each as early as everything placed before lets it
and not before it is held; what is then not right is adjusted, and the sample begun again.

Compiled code is kept beside this module and is made anew when this module changes, not when one
that it calls does: while working on those, empty `__pycache__`.

Source: serial schedule generation as a scheduling policy, Möhring & Stork (2000); unscheduling,
Franck, Neumann & Schwindt (2001).
"""

import numpy as np

from scheduler.exit_search.access import activities_in, of_activity, placing, set_placing
from scheduler.exit_search.compiled import compiled, entry
from scheduler.exit_search.decode import clear
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import (
    DAYS,
    FINISH_ORDINAL,
    FORM,
    HELD,
    MODE,
    PLACED,
    START_ORDINAL,
    WORK,
)
from scheduler.simulation.adjusting import (
    days_short,
    hold_early,
    people_as_placed,
    people_as_planned,
    put_all_off,
)
from scheduler.simulation.chain import trace
from scheduler.simulation.names import (
    DAYS_OF_WORK,
    EVENT_OF,
    FINISHES,
    FIRST,
    HOLD,
    LINK,
    NEVER,
    NONE,
    STARTS,
    set_mode,
)
from scheduler.simulation.placing import place_all

MOST_ROUNDS = 12
"""How often a sample is begun again; what is too early then stays so, and is counted."""


@compiled
def write_dates(p: Ints, s: Ints, dates: Ints, sample: int) -> None:
    """Write where everything lies."""
    for i in range(activities_in(p)):
        if placing(s, i, PLACED):
            dates[STARTS, sample, i] = placing(s, i, START_ORDINAL)
            dates[FINISHES, sample, i] = placing(s, i, FINISH_ORDINAL)
        else:
            date = NEVER if placing(s, i, MODE) >= 0 else NONE
            dates[STARTS, sample, i] = date
            dates[FINISHES, sample, i] = date


@entry
def run(
    p: Ints,
    s: Ints,
    planned: Ints,
    watched: Ints,
    moves: Ints,
    drawn: Ints,
    dates: Ints,
    told: Ints,
) -> None:
    """Carry the plan out for each sample.

    Read are `planned`, [what, activity], `watched`, [place, what], `moves`, [move, what], and
    `drawn`, [what, sample, activity]; written are `dates`, [start or finish, sample, activity], and
    added to is `told`: for each link in how many samples it is not kept, then for each activity in
    how many it lies on the chain. What the tables hold is said in `names`.
    """
    n = activities_in(p)
    lost, held = np.zeros(n, np.int64), np.empty(n, np.int64)
    moved_on = np.empty(moves.shape[0], np.int64)
    for move in range(moves.shape[0]):
        moved_on[move] = planned[FIRST, moves[move, EVENT_OF]]
    clear(p, s)
    for sample in range(drawn.shape[1]):
        for i in range(n):
            held[i] = planned[HOLD, i]
            mode = placing(s, i, MODE)
            if mode >= 0 and of_activity(p, i, FORM) == WORK:
                set_mode(p, mode, DAYS, drawn[DAYS_OF_WORK, sample, i])
        people_as_planned(p, moves, moved_on, planned)
        for _ in range(MOST_ROUNDS):
            for i in range(n):
                set_placing(s, i, HELD, held[i])
            place_all(p, s, planned, drawn, sample, lost)
            if people_as_placed(p, s, moves, moved_on):
                continue
            if not hold_early(p, s, planned, watched, held):
                break
        trace(p, s, planned, told)
        put_all_off(p, s, planned, watched)
        write_dates(p, s, dates, sample)
        for at in range(watched.shape[0]):
            told[watched[at, LINK]] += days_short(p, s, watched[at, LINK]) > 0
    people_as_planned(p, moves, moved_on, planned)
