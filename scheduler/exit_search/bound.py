"""How early each group could be at best, compiled: nothing but links, calendars and dates binds.

With people, limits on change and greatest lags left out, every group is scheduled as early as it
goes under each of its options, from the least instants of whatever it waits for. What comes out is
no later than in any plan.
"""

from dataclasses import replace

import numpy as np

from scheduler.exit_search.access import (
    activities_in,
    groups_in,
    lists_of_members_in,
    of_activity,
    of_choice,
    of_group,
    placing,
    set_option,
    set_placing,
)
from scheduler.exit_search.booking import DAYS_IN_WEEK
from scheduler.exit_search.compiled import entry
from scheduler.exit_search.decode import set_modes
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.kernel import insert
from scheduler.exit_search.lowered import (
    GROUP,
    HELD,
    IF_GROUP,
    LAG,
    LIMITS_FROM,
    LIMITS_TO,
    MEMBERS_FROM,
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
    Lowered,
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
    return replace(p, activities=activities, links=links, capacity=np.full_like(p.capacity, FAR))


@entry
def least_cost(p: Ints, s: Ints, order: Ints) -> int:
    """Return a cost that no plan goes below, `p` being unbound and `s` empty.

    Beside it the least instants of every activity are left in `s`, as if all were placed.
    """
    n, groups = activities_in(p), groups_in(p)
    for i in range(n):
        set_placing(s, i, PLACED, 0)
        set_placing(s, i, HELD, 0)
    for group in range(lists_of_members_in(p)):
        set_modes(p, s, group)
    least = np.zeros((n, 4), np.int64)
    gathered = np.empty((n, 4), np.int64)
    best = np.zeros(groups + 1, np.int64)
    # Groups in the order of their earliest member: later passes only mend what that gets wrong.
    queue = np.empty(groups + 1, np.int64)
    members = np.empty(n, np.int64)
    first, count = np.zeros(groups + 1, np.int64), np.zeros(groups + 1, np.int64)
    for g in range(groups + 1):
        first[g] = of_group(p, g, MEMBERS_FROM) - of_group(p, 0, MEMBERS_FROM)
    queued = 0
    for at in range(n):
        g = of_activity(p, order[at], GROUP)
        if g < 0:
            g = groups
        if count[g] == 0:
            queue[queued] = g
            queued += 1
        members[first[g] + count[g]] = order[at]
        count[g] += 1
    for g in range(groups + 1):
        if count[g] == 0:
            queue[queued] = g
            queued += 1
    for _ in range(MOST_PASSES):
        changed = False
        for turn in range(groups + 1):
            g = queue[turn]
            low, high = first[g], first[g] + count[g]
            for at in range(low, high):
                for column in range(4):
                    gathered[members[at], column] = FAR
            cheapest = FAR
            options = max(1, of_group(p, g, OPTIONS))
            for option in range(options):
                if g < groups:
                    if of_choice(p, g, option, OPEN) == 0:
                        continue
                    set_option(s, g, option)
                    set_modes(p, s, g)
                for at in range(low, high):
                    set_placing(s, members[at], PLACED, 0)
                cost = of_choice(p, g, option, PRICE) if g < groups else 0
                for at in range(low, high):
                    i = members[at]
                    if placing(s, i, MODE) < 0:
                        continue
                    if not insert(p, s, i, False):
                        cost = FAR
                        break
                    if placing(s, i, PLACED):
                        cost += of_activity(p, i, WEIGHT) * (
                            placing(s, i, START_ORDINAL) // DAYS_IN_WEEK
                        )
                        for column in range(4):
                            value = placing(s, i, START_POSITION + column)
                            gathered[i, column] = min(gathered[i, column], value)
                cheapest = min(cheapest, cost)
            best[g] = cheapest
            for at in range(low, high):
                i = members[at]
                set_placing(s, i, PLACED, 0)
                if gathered[i, 0] < FAR:
                    for column in range(4):
                        if gathered[i, column] != least[i, column]:
                            changed = True
                            least[i, column] = gathered[i, column]
                        set_placing(s, i, START_POSITION + column, least[i, column])
                    set_placing(s, i, START, least[i, 1])
                    set_placing(s, i, PLACED, 1)
        if not changed:
            break
    total_cost = 0
    for g in range(groups + 1):
        total_cost += best[g]
    return total_cost
