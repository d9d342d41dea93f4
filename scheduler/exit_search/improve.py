"""Improving a schedule, compiled: a few groups are taken out and put back another way.

A group comes back with an option drawn anew now and then, its activities in an order drawn anew,
each as early as everything else lets it. A worse schedule is accepted with a chance that falls:
simulated annealing.

Source: iterated greedy, Ruiz & Stützle (2007).
"""

import numpy as np

from scheduler.exit_search.access import (
    activities_in,
    add_total,
    groups_in,
    listed_at,
    of_activity,
    of_choice,
    of_group,
    of_link,
    option_of,
    placing,
    set_option,
    set_placing,
    set_total,
    total,
)
from scheduler.exit_search.booking import book
from scheduler.exit_search.compiled import compiled, entry
from scheduler.exit_search.decode import push_early_ones, put_back, set_modes, shortage
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.kernel import insert
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
)
from scheduler.exit_search.waits import is_on

WORTH_OF_A_DAY_LATE = 2_000
WORTH_OF_A_BROKEN_LINK = 20_000
PENALTY_IN_WEEKS = 50
"""Of penalty for a weighted week of cost, when the chance to accept either is drawn."""


@entry
def seed(number: int) -> None:
    """Seed the draws of this thread."""
    np.random.seed(number)


@compiled
def broken_at(p: Ints, s: Ints, i: int, in_block: Ints) -> int:
    """Return how many links of a placed activity are not met; within a block each counts once."""
    count = 0
    for at in range(of_activity(p, i, IN_FROM), of_activity(p, i, IN_TO)):
        link = listed_at(p, at)
        if in_block[of_link(p, link, BEFORE)]:
            continue
        if (
            placing(s, of_link(p, link, BEFORE), PLACED)
            and is_on(p, s, link)
            and shortage(p, s, link) > 0
        ):
            count += 1
    for at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
        link = listed_at(p, at)
        if (
            placing(s, of_link(p, link, AFTER), PLACED)
            and is_on(p, s, link)
            and shortage(p, s, link) > 0
        ):
            count += 1
    return count


@compiled
def _push_within(p: Ints, s: Ints, i: int, in_block: Ints) -> int:
    """Push what is too early for an activity, in its block only; return how many stay too early."""
    for at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
        link = listed_at(p, at)
        k = of_link(p, link, AFTER)
        if placing(s, k, PLACED) == 0 or in_block[k] or not is_on(p, s, link):
            continue
        if shortage(p, s, link) > 0:
            return 1
    return push_early_ones(p, s, i)


@compiled
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


@compiled
def _shuffle_keys(p: Ints, keys: Ints, block: Ints, size: int) -> None:
    """Swap some neighbours of a sorted block that do not wait for each other."""
    for _ in range(size):
        at = int(np.random.random() * (size - 1))
        i, k = block[at], block[at + 1]
        waits = False
        for link_at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
            link = listed_at(p, link_at)
            if of_link(p, link, AFTER) == k and of_link(p, link, FORWARD):
                waits = True
        if not waits:
            block[at], block[at + 1] = k, i
            keys[at], keys[at + 1] = keys[at + 1], keys[at]


@entry
def find_troubled(p: Ints, s: Ints, troubled: Ints, none: Ints) -> int:
    """List the groups with anything late, too early for others or not placed; return how many."""
    count = 0
    for group in range(groups_in(p)):
        for at in range(of_group(p, group, MEMBERS_FROM), of_group(p, group, MEMBERS_TO)):
            i = listed_at(p, at)
            if placing(s, i, MODE) < 0:
                continue
            late = placing(s, i, PLACED) == 0 or placing(s, i, FINISH_ORDINAL) > of_activity(
                p, i, DUE
            )
            if late or broken_at(p, s, i, none) > 0:
                troubled[count] = group
                count += 1
                break
    return count


@entry
def improve(
    p: Ints,
    s: Ints,
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
    n, groups = activities_in(p), groups_in(p)
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
                old_option[picked] = option_of(s, group)
                picked += 1
        size = 0
        for at in range(picked):
            for m in range(
                of_group(p, chosen[at], MEMBERS_FROM), of_group(p, chosen[at], MEMBERS_TO)
            ):
                block[size] = listed_at(p, m)
                in_block[listed_at(p, m)] = 1
                size += 1
        grouped = size
        for b in range(grouped):
            i = block[b]
            for at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
                k = of_link(p, listed_at(p, at), AFTER)
                if (
                    of_activity(p, k, GROUP) < 0
                    and in_block[k] == 0
                    and of_link(p, listed_at(p, at), FORWARD)
                ):
                    in_block[k] = 1
                    block[size] = k
                    size += 1
        before_late, before_cost = total(s, LATE), total(s, COST)
        broken = 0
        for b in range(size):
            i = block[b]
            was_placed[b] = placing(s, i, PLACED)
            old_start[b], old_finish[b] = placing(s, i, START), placing(s, i, FINISH_POSITION)
            if placing(s, i, PLACED):
                broken += broken_at(p, s, i, in_block)
            elif placing(s, i, MODE) >= 0:
                broken += 1
        for b in range(size):
            if placing(s, block[b], PLACED):
                book(p, s, block[b], -1)
        for at in range(picked):
            group = chosen[at]
            if np.random.random() < 0.3:
                option = int(np.random.random() * of_group(p, group, OPTIONS))
                if of_choice(p, group, option, OPEN):
                    add_total(
                        s,
                        COST,
                        (
                            of_choice(p, group, option, PRICE)
                            - of_choice(p, group, option_of(s, group), PRICE)
                        ),
                    )
                    set_option(s, group, option)
                    set_modes(p, s, group)
        noise = int(np.random.random() * 3)
        set_total(s, SHY, int(np.random.random() * 2))
        for b in range(size):
            set_placing(s, block[b], HELD, 0)
            keys[b] = rank[block[b]]
            if noise == 1 and of_activity(p, block[b], GROUP) != chosen[0]:
                keys[b] += n
        _sort(keys, block, old_start, old_finish, was_placed, size)
        for b in range(size):
            sequence[b] = block[b]
        if noise == 0 and size > 1:
            _shuffle_keys(p, keys, sequence, size)
        done = True
        for b in range(size):
            i = sequence[b]
            if (
                placing(s, i, MODE) < 0
                or placing(s, i, PLACED)
                or (
                    of_activity(p, i, PARENT) >= 0
                    and placing(s, of_activity(p, i, PARENT), MODE) >= 0
                )
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
                if placing(s, i, MODE) >= 0 and placing(s, i, PLACED) == 0:
                    done = False
        # What is wrong with a schedule comes before what it costs.
        change = (total(s, LATE) - before_late) * WORTH_OF_A_DAY_LATE
        change -= broken * WORTH_OF_A_BROKEN_LINK
        if change == 0:
            change = total(s, COST) - before_cost
        else:
            change //= PENALTY_IN_WEEKS
        if done and (change <= 0 or np.random.random() < np.exp(-change / heat)):
            accepted += 1
            best[2] -= broken
            worth = total(s, LATE) * WORTH_OF_A_DAY_LATE + best[2] * WORTH_OF_A_BROKEN_LINK
            if worth < best[LATE] or (worth == best[LATE] and total(s, COST) < best[COST]):
                best[LATE], best[COST] = worth, total(s, COST)
                for i in range(n):
                    best_start[i] = placing(s, i, START) if placing(s, i, PLACED) else -1
                    best_finish[i] = placing(s, i, FINISH_POSITION)
                for group in range(groups):
                    best_option[group] = option_of(s, group)
        else:
            for b in range(size):
                if placing(s, block[b], PLACED):
                    book(p, s, block[b], -1)
            for at in range(picked):
                set_option(s, chosen[at], old_option[at])
                set_modes(p, s, chosen[at])
            for b in range(size):
                if was_placed[b]:
                    put_back(p, s, block[b], old_start[b], old_finish[b])
            set_total(s, LATE, before_late)
            set_total(s, COST, before_cost)
        for b in range(size):
            in_block[block[b]] = 0
    return accepted
