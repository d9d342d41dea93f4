"""Serial schedule generation and justification, compiled: the innermost loops of the search."""

from typing import NamedTuple

import numpy as np

from scheduler.project_search.chance import below
from scheduler.project_search.compiled import compiled, copy
from scheduler.project_search.network import Int32s, Int64s, Network

NEVER = 1 << 30
"""A makespan worse than any."""

FORWARDS = -1
"""In place of a makespan from which time runs backwards."""


class Room(NamedTuple):
    """Scratch arrays of one search, so that no loop allocates."""

    free: Int64s
    earliest: Int32s
    counts: Int32s
    key: Int32s
    order: Int32s
    start: Int32s
    mode: Int32s
    spare: Int64s


def room_for(network: Network) -> Room:
    """Return scratch arrays large enough for every schedule of a project."""
    activities = network.release.size
    horizon = 2 * network.horizon + 2
    return Room(
        free=np.zeros((network.guard.size, horizon), np.int64),
        earliest=np.zeros(activities, np.int32),
        counts=np.zeros(horizon, np.int32),
        key=np.zeros(activities, np.int32),
        order=np.zeros(activities, np.int32),
        start=np.zeros(activities, np.int32),
        mode=np.zeros(activities, np.int32),
        spare=np.zeros(network.stock.size, np.int64),
    )


@compiled
def place(
    net: Network,
    room: Room,
    order: Int32s,
    mode: Int32s,
    start: Int32s,
    makespan: int,
    until: int,
    choosing: int,
    dice: Int64s,
) -> int:
    """Start every activity as early as it fits, in an order in which none precedes what it needs.

    With a `makespan` of 0 or more, time runs backwards from there: starts are written in that
    reversed time. `choosing` in 1000 activities take the mode that finishes first among those the
    stocks allow (none do backwards where arcs leave from starts). Gives up and answers NEVER once
    something would finish after `until`.
    """
    backwards = makespan >= 0
    earliest, free = room.earliest, room.free
    _clear(net, free, makespan, until)
    if backwards and net.has_start_arcs:
        choosing = 0
    if choosing > 0:
        _count_spare(net, mode, room.spare)
    if backwards:
        first, others = net.before_first, net.before
        lags, from_start = net.before_lag, net.before_from_start
        earliest[:] = 0
    else:
        first, others = net.after_first, net.after
        lags, from_start = net.after_lag, net.after_from_start
        copy(earliest, net.release)
    end = 0
    for position in range(order.size):
        i = order[position]
        if choosing > 0 and net.mode_count[i] > 1 and below(dice, 1000) < choosing:
            s = _choose(net, room, i, mode, until, dice)
        else:
            s = _fit(net, free, i, mode[i], earliest[i], until)
        if s < 0:
            return NEVER
        m = mode[i]
        finish = s + net.duration[i, m]
        for w in range(net.guard.size):
            need = net.demand[i, m, w]
            if need:
                for t in range(s, finish):
                    free[w, t] -= need
        start[i] = s
        end = max(end, finish)
        if backwards and net.has_releases and finish > makespan - net.release[i]:
            return NEVER
        for e in range(first[i], first[i + 1]):
            k = others[e]
            ready = finish + lags[e]
            if from_start[e]:
                ready = s + lags[e]
                if backwards:
                    ready = finish + lags[e] - net.duration[k, mode[k]]
            earliest[k] = max(earliest[k], ready)
    return end


@compiled
def _clear(net: Network, free: Int64s, makespan: int, until: int) -> None:
    days = net.full.shape[1] - 1
    for w in range(net.guard.size):
        last = net.full[w, days]
        for t in range(until):
            free[w, t] = last
        if makespan >= 0:
            for t in range(max(0, makespan - days), min(until, makespan)):
                free[w, t] = net.full[w, makespan - 1 - t]
        else:
            for t in range(min(days, until)):
                free[w, t] = net.full[w, t]


@compiled
def _fit(net: Network, free: Int64s, i: int, m: int, s: int, until: int) -> int:
    """Return the first day from `s` on which an activity fits, or -1 if it ends after `until`.

    Days are looked at from the last of a window: one that is too full moves the window past it.
    """
    length = net.duration[i, m]
    if s + length > until:
        return -1
    words = net.guard.size
    need, guard = net.demand[i, m, 0], net.guard[0]
    known = s
    if words == 1:
        if need == 0:
            return s
        while True:
            t = s + length - 1
            while t >= known and (free[0, t] - need) & guard == guard:
                t -= 1
            if t < known:
                return s
            known = s + length
            s = t + 1
            if s + length > until:
                return -1
    while True:
        t = s + length - 1
        while t >= known:
            fits = (free[0, t] - need) & guard == guard
            for w in range(1, words):
                fits = fits and (free[w, t] - net.demand[i, m, w]) & net.guard[w] == net.guard[w]
            if not fits:
                break
            t -= 1
        if t < known:
            return s
        known = s + length
        s = t + 1
        if s + length > until:
            return -1


@compiled
def _choose(net: Network, room: Room, i: int, mode: Int32s, until: int, dice: Int64s) -> int:
    """Give an activity the mode in which it finishes first, as far as the stocks go."""
    own = mode[i]
    best, chosen, ties = -1, own, 1
    best_finish = NEVER
    for m in range(net.mode_count[i]):
        allowed = True
        for r in range(net.stock.size):
            allowed = allowed and net.use[i, m, r] - net.use[i, own, r] <= room.spare[r]
        if m != own and not allowed:
            continue
        s = _fit(net, room.free, i, m, room.earliest[i], min(until, best_finish))
        if s < 0:
            continue
        finish = s + net.duration[i, m]
        if finish == best_finish:
            ties += 1
            if below(dice, ties) > 0:
                continue
        else:
            ties = 1
        best, best_finish, chosen = s, finish, m
    for r in range(net.stock.size):
        room.spare[r] += net.use[i, own, r] - net.use[i, chosen, r]
    mode[i] = chosen
    return best


@compiled
def _count_spare(net: Network, mode: Int32s, spare: Int64s) -> None:
    for r in range(net.stock.size):
        spare[r] = net.stock[r]
        for i in range(mode.size):
            spare[r] -= net.use[i, mode[i], r]


@compiled
def order_by_finish(net: Network, room: Room, order: Int32s, mode: Int32s, start: Int32s) -> None:
    """Rewrite an order for the opposite direction: what finishes last comes first."""
    n = order.size
    key, count = room.key, room.counts
    top = 0
    for i in range(n):
        key[i] = start[i] + net.duration[i, mode[i]]
        top = max(top, key[i])
    if net.has_start_arcs:
        _keep_waiting_in_front(net, room, order)
    count[: top + 2] = 0
    for i in range(n):
        count[top - key[i] + 1] += 1
    for t in range(top + 1):
        count[t + 1] += count[t]
    for position in range(n - 1, -1, -1):
        i = order[position]
        slot = top - key[i]
        room.order[count[slot]] = i
        count[slot] += 1
    copy(order, room.order)


@compiled
def _keep_waiting_in_front(net: Network, room: Room, order: Int32s) -> None:
    # An arc from start to start lets an activity finish after one that waits for it. The order may
    # belong to either direction: neighbours on both sides that come later in it are looked at.
    key, place_of = room.key, room.order
    for position in range(order.size):
        place_of[order[position]] = position
    for position in range(order.size):
        i = order[position]
        for e in range(net.after_first[i], net.after_first[i + 1]):
            k = net.after[e]
            if place_of[k] > position:
                key[k] = max(key[k], key[i])
        for e in range(net.before_first[i], net.before_first[i + 1]):
            k = net.before[e]
            if place_of[k] > position:
                key[k] = max(key[k], key[i])


@compiled
def order_by_start(room: Room, order: Int32s, start: Int32s) -> None:
    """Rewrite an order by rising starts; ties stay as they are."""
    n = order.size
    count = room.counts
    top = 0
    for i in range(n):
        top = max(top, start[i])
    count[: top + 2] = 0
    for i in range(n):
        count[start[i] + 1] += 1
    for t in range(top + 1):
        count[t + 1] += count[t]
    for position in range(n):
        i = order[position]
        room.order[count[start[i]]] = i
        count[start[i]] += 1
    copy(order, room.order)


@compiled
def justify(
    net: Network,
    room: Room,
    order: Int32s,
    mode: Int32s,
    start: Int32s,
    makespan: int,
    choosing: int,
    dice: Int64s,
) -> int:
    """Push a schedule to the right, then to the left; return its makespan, never a greater one.

    The order becomes that of the starts.
    """
    copy(room.mode, mode)
    order_by_finish(net, room, order, mode, start)
    end = place(net, room, order, room.mode, room.start, makespan, makespan, choosing, dice)
    if end < NEVER:
        order_by_finish(net, room, order, room.mode, room.start)
        end = place(
            net,
            room,
            order,
            room.mode,
            room.start,
            int(np.int64(FORWARDS)),
            makespan,
            choosing,
            dice,
        )
        if end < NEVER:
            copy(start, room.start)
            copy(mode, room.mode)
            makespan = end
    else:
        copy(order, order[::-1].copy())
    order_by_start(room, order, start)
    return makespan
