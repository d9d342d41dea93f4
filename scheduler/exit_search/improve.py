"""Improving a schedule, compiled: a few groups are taken out and put back another way.

A group comes back with an option drawn anew now and then, its activities in an order drawn anew,
each as early as everything else lets it. A worse schedule is accepted with a chance that falls:
simulated annealing.

Source: iterated greedy, Ruiz & Stützle (2007).
"""

import numpy as np
from numba import njit

from scheduler.exit_search.decode import push_early_ones, put_back, set_modes, shortage
from scheduler.exit_search.kernel import book, insert
from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    COST,
    DUE,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FORWARD,
    GROUP,
    HELD,
    IN_FROM,
    IN_TO,
    LATE,
    MEMBERS_FROM,
    MEMBERS_TO,
    MODE,
    OPEN,
    OPTIONS,
    OUT_FROM,
    OUT_TO,
    PARENT,
    PLACED,
    PRICE,
    SHY,
    START,
    Ints,
    Lowered,
    State,
)
from scheduler.exit_search.waits import is_on

WORTH_OF_A_DAY_LATE = 2_000
WORTH_OF_A_BROKEN_LINK = 20_000
PENALTY_IN_WEEKS = 50
"""Of penalty for a weighted week of cost, when the chance to accept either is drawn."""


@njit(cache=True, nogil=True)
def seed(number: int) -> None:
    """Seed the draws of this thread."""
    np.random.seed(number)


@njit(cache=True, nogil=True)
def broken_at(p: Lowered, s: State, i: int, in_block: Ints) -> int:
    """Return how many links of a placed activity are not met; within a block each counts once."""
    count = 0
    for at in range(p.activities[i, IN_FROM], p.activities[i, IN_TO]):
        link = p.lists[at]
        if in_block[p.links[link, BEFORE]]:
            continue
        if s.at[p.links[link, BEFORE], PLACED] and is_on(p, s, link) and shortage(p, s, link) > 0:
            count += 1
    for at in range(p.activities[i, OUT_FROM], p.activities[i, OUT_TO]):
        link = p.lists[at]
        if s.at[p.links[link, AFTER], PLACED] and is_on(p, s, link) and shortage(p, s, link) > 0:
            count += 1
    return count


@njit(cache=True, nogil=True)
def _free(p: Lowered, s: State, i: int) -> None:
    book(p, s, i, -1)


@njit(cache=True, nogil=True)
def _push_within(p: Lowered, s: State, i: int, in_block: Ints) -> int:
    """Push what is too early for an activity, in its block only; return how many stay too early."""
    for at in range(p.activities[i, OUT_FROM], p.activities[i, OUT_TO]):
        link = p.lists[at]
        k = p.links[link, AFTER]
        if s.at[k, PLACED] == 0 or in_block[k] or not is_on(p, s, link):
            continue
        if shortage(p, s, link) > 0:
            return 1
    return push_early_ones(p, s, i)


@njit(cache=True, nogil=True)
def _sort(keys: Ints, block: Ints, start: Ints, finish: Ints, was: Ints, size: int) -> None:
    """Sort a block and what is remembered of it by key."""
    for at in range(1, size):
        key, one, two, three, four = keys[at], block[at], start[at], finish[at], was[at]
        to = at - 1
        while to >= 0 and keys[to] > key:
            keys[to + 1], block[to + 1], start[to + 1] = keys[to], block[to], start[to]
            finish[to + 1], was[to + 1] = finish[to], was[to]
            to -= 1
        keys[to + 1], block[to + 1], start[to + 1] = key, one, two
        finish[to + 1], was[to + 1] = three, four


@njit(cache=True, nogil=True)
def _shuffle_keys(p: Lowered, keys: Ints, block: Ints, size: int) -> None:
    """Swap some neighbours of a sorted block that do not wait for each other."""
    for _ in range(size):
        at = int(np.random.random() * (size - 1))
        i, k = block[at], block[at + 1]
        waits = False
        for link_at in range(p.activities[i, OUT_FROM], p.activities[i, OUT_TO]):
            link = p.lists[link_at]
            if p.links[link, AFTER] == k and p.links[link, FORWARD]:
                waits = True
        if not waits:
            block[at], block[at + 1] = k, i
            keys[at], keys[at + 1] = keys[at + 1], keys[at]


@njit(cache=True, nogil=True)
def find_troubled(p: Lowered, s: State, troubled: Ints, none: Ints) -> int:
    """List the groups with anything late, too early for others or not placed; return how many."""
    count = 0
    for group in range(p.choices.shape[0]):
        for at in range(p.groups[group, MEMBERS_FROM], p.groups[group, MEMBERS_TO]):
            i = p.lists[at]
            if s.at[i, MODE] < 0:
                continue
            late = s.at[i, PLACED] == 0 or s.at[i, FINISH_ORDINAL] > p.activities[i, DUE]
            if late or broken_at(p, s, i, none) > 0:
                troubled[count] = group
                count += 1
                break
    return count


@njit(cache=True, nogil=True)
def improve(
    p: Lowered,
    s: State,
    order: Ints,
    moves: int,
    hot: float,
    cold: float,
    best_start: Ints,
    best_finish: Ints,
    best_option: Ints,
    best: Ints,
) -> int:
    """Try so many moves; the best schedule so far is written to the arrays of that name.

    `best` holds its worth, by `LATE` a penalty for what is late or broken, by `COST` the cost.
    """
    n, groups = p.activities.shape[0], p.choices.shape[0]
    if groups == 0:
        return 0
    rank = np.empty(n, np.int64)
    for at in range(n):
        rank[order[at]] = at
    block = np.empty(n, np.int64)
    in_block = np.zeros(n, np.int64)
    old_start, old_finish = np.empty(n, np.int64), np.empty(n, np.int64)
    was_placed = np.empty(n, np.int64)
    keys, sequence = np.empty(n, np.int64), np.empty(n, np.int64)
    chosen, old_option = np.empty(4, np.int64), np.empty(4, np.int64)
    accepted = 0
    troubled = np.empty(groups, np.int64)
    troubles = find_troubled(p, s, troubled, in_block)
    for move in range(moves):
        heat = hot * (cold / hot) ** (move / moves)
        many = 1 + int(np.random.random() * 3)
        picked = 0
        for number in range(many):
            group = int(np.random.random() * groups)
            if number == 0 and troubles > 0 and move % 4 != 0:
                group = troubled[int(np.random.random() * troubles)]
            fresh = True
            for at in range(picked):
                if chosen[at] == group:
                    fresh = False
            if fresh:
                chosen[picked] = group
                old_option[picked] = s.option[group]
                picked += 1
        size = 0
        for at in range(picked):
            for m in range(p.groups[chosen[at], MEMBERS_FROM], p.groups[chosen[at], MEMBERS_TO]):
                block[size] = p.lists[m]
                in_block[p.lists[m]] = 1
                size += 1
        grouped = size
        for b in range(grouped):
            i = block[b]
            for at in range(p.activities[i, OUT_FROM], p.activities[i, OUT_TO]):
                k = p.links[p.lists[at], AFTER]
                if (
                    p.activities[k, GROUP] < 0
                    and in_block[k] == 0
                    and p.links[p.lists[at], FORWARD]
                ):
                    in_block[k] = 1
                    block[size] = k
                    size += 1
        before_late, before_cost = s.totals[LATE], s.totals[COST]
        broken = 0
        for b in range(size):
            i = block[b]
            was_placed[b] = s.at[i, PLACED]
            old_start[b], old_finish[b] = s.at[i, START], s.at[i, FINISH_POSITION]
            if s.at[i, PLACED]:
                broken += broken_at(p, s, i, in_block)
            elif s.at[i, MODE] >= 0:
                broken += 1
        for b in range(size):
            if s.at[block[b], PLACED]:
                _free(p, s, block[b])
        for at in range(picked):
            group = chosen[at]
            if np.random.random() < 0.3:
                option = int(np.random.random() * p.groups[group, OPTIONS])
                if p.choices[group, option, OPEN]:
                    s.totals[COST] += (
                        p.choices[group, option, PRICE] - p.choices[group, s.option[group], PRICE]
                    )
                    s.option[group] = option
                    set_modes(p, s, group)
        noise = int(np.random.random() * 3)
        s.totals[SHY] = int(np.random.random() * 2)
        for b in range(size):
            s.at[block[b], HELD] = 0
            keys[b] = rank[block[b]]
            if noise == 1 and p.activities[block[b], GROUP] != chosen[0]:
                keys[b] += n
        _sort(keys, block, old_start, old_finish, was_placed, size)
        sequence[:size] = block[:size]
        if noise == 0 and size > 1:
            _shuffle_keys(p, keys, sequence, size)
        done = True
        for b in range(size):
            i = sequence[b]
            if (
                s.at[i, MODE] < 0
                or s.at[i, PLACED]
                or (p.activities[i, PARENT] >= 0 and s.at[p.activities[i, PARENT], MODE] >= 0)
            ):
                continue
            if insert(p, s, i, True):
                continue
            if not insert(p, s, i, False) or _push_within(p, s, i, in_block) > 0:
                done = False
                break
        if done:
            for b in range(size):
                i = block[b]
                if s.at[i, MODE] >= 0 and s.at[i, PLACED] == 0:
                    done = False
        # What is wrong with a schedule comes before what it costs.
        change = (s.totals[LATE] - before_late) * WORTH_OF_A_DAY_LATE
        change -= broken * WORTH_OF_A_BROKEN_LINK
        if change == 0:
            change = s.totals[COST] - before_cost
        else:
            change //= PENALTY_IN_WEEKS
        if done and (change <= 0 or np.random.random() < np.exp(-change / heat)):
            accepted += 1
            best[2] -= broken
            worth = s.totals[LATE] * WORTH_OF_A_DAY_LATE + best[2] * WORTH_OF_A_BROKEN_LINK
            if worth < best[LATE] or (worth == best[LATE] and s.totals[COST] < best[COST]):
                best[LATE], best[COST] = worth, s.totals[COST]
                for i in range(n):
                    best_start[i] = s.at[i, START] if s.at[i, PLACED] else -1
                best_finish[:] = s.at[:, FINISH_POSITION]
                best_option[:] = s.option
        else:
            for b in range(size):
                if s.at[block[b], PLACED]:
                    _free(p, s, block[b])
            for at in range(picked):
                s.option[chosen[at]] = old_option[at]
                set_modes(p, s, chosen[at])
            for b in range(size):
                if was_placed[b]:
                    put_back(p, s, block[b], old_start[b], old_finish[b])
            s.totals[LATE], s.totals[COST] = before_late, before_cost
        for b in range(size):
            in_block[block[b]] = 0
    return accepted
