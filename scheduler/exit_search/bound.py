"""How early each group could be at best, compiled: nothing but links, calendars and dates binds.

With people, limits on change and greatest lags left out, every group is scheduled as early as it
goes under each of its options, from the least instants of whatever it waits for. What comes out is
no later than in any plan.
"""

import numpy as np
from numba import njit

from scheduler.exit_search.decode import set_modes
from scheduler.exit_search.kernel import DAYS_IN_WEEK, insert
from scheduler.exit_search.lowered import (
    GROUP,
    HELD,
    IF_GROUP,
    LAG,
    LIMITS_FROM,
    LIMITS_TO,
    MEMBERS_FROM,
    MEMBERS_TO,
    MODE,
    OPEN,
    OPTIONS,
    ORDERED,
    PARENT,
    PLACED,
    PRICE,
    START,
    START_ORDINAL,
    START_POSITION,
    TIES_FROM,
    TIES_TO,
    WEIGHT,
    Ints,
    Lowered,
    State,
)
from scheduler.exit_search.waits import FAR

MOST_PASSES = 12


def unbound(p: Lowered) -> Lowered:
    """Return the programme without people, limits on change, greatest lags and ties."""
    activities = p.activities.copy()
    activities[:, PARENT] = -1
    activities[:, LIMITS_TO] = activities[:, LIMITS_FROM]
    activities[:, TIES_TO] = activities[:, TIES_FROM]
    links = p.links.copy()
    # A link that holds under some option of another group need not hold at all.
    conditional = links[:, IF_GROUP] >= 0
    links[conditional, LAG] = -FAR
    links[conditional, ORDERED] = 0
    return p._replace(activities=activities, links=links, capacity=np.full_like(p.capacity, FAR))


@njit(cache=True, nogil=True)
def least_cost(p: Lowered, s: State, order: Ints) -> int:
    """Return a cost that no plan goes below, `p` being unbound and `s` empty.

    Beside it the least instants of every activity are left in `s`, as if all were placed.
    """
    n, groups = p.activities.shape[0], p.choices.shape[0]
    s.at[:, PLACED] = 0
    s.at[:, HELD] = 0
    for group in range(p.groups.shape[0]):
        set_modes(p, s, group)
    least = np.zeros((n, 4), np.int64)
    gathered = np.empty((n, 4), np.int64)
    rank = np.empty(n, np.int64)
    for at in range(n):
        rank[order[at]] = at
    best = np.zeros(groups + 1, np.int64)
    # Groups in the order of their earliest member: later passes only mend what that gets wrong.
    first_rank = np.full(groups + 1, n, np.int64)
    for i in range(n):
        g = p.activities[i, GROUP] if p.activities[i, GROUP] >= 0 else groups
        first_rank[g] = min(first_rank[g], rank[i])
    queue = np.argsort(first_rank)
    for _ in range(MOST_PASSES):
        changed = False
        for turn in range(groups + 1):
            g = queue[turn]
            low, high = p.groups[g, MEMBERS_FROM], p.groups[g, MEMBERS_TO]
            members = p.lists[low:high].copy()
            members = members[np.argsort(rank[members])]
            for i in members:
                gathered[i, :] = FAR
            cheapest = FAR
            options = max(1, p.groups[g, OPTIONS])
            for option in range(options):
                if g < groups:
                    if p.choices[g, option, OPEN] == 0:
                        continue
                    s.option[g] = option
                    set_modes(p, s, g)
                for i in members:
                    s.at[i, PLACED] = 0
                cost = p.choices[g, option, PRICE] if g < groups else 0
                for i in members:
                    if s.at[i, MODE] < 0:
                        continue
                    if not insert(p, s, i, False):
                        cost = FAR
                        break
                    if s.at[i, PLACED]:
                        cost += p.activities[i, WEIGHT] * (s.at[i, START_ORDINAL] // DAYS_IN_WEEK)
                        for column in range(4):
                            value = s.at[i, START_POSITION + column]
                            gathered[i, column] = min(gathered[i, column], value)
                cheapest = min(cheapest, cost)
            best[g] = cheapest
            for i in members:
                s.at[i, PLACED] = 0
                if gathered[i, 0] < FAR:
                    for column in range(4):
                        if gathered[i, column] != least[i, column]:
                            changed = True
                            least[i, column] = gathered[i, column]
                        s.at[i, START_POSITION + column] = least[i, column]
                    s.at[i, START] = least[i, 1]
                    s.at[i, PLACED] = 1
        if not changed:
            break
    return best.sum()
