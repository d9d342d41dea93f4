"""The order in which a plan is carried out, and the waits that it does not keep by itself."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    FINISH_ORDINAL,
    FORWARD,
    IF_GROUP,
    IF_OPTIONS,
    PARENT,
    START_ORDINAL,
    TO_START,
    Lowered,
    State,
)


def link_is_on(link: Ints, option: Ints) -> bool:
    """Tell whether a link holds under the chosen options."""
    group = link[IF_GROUP]
    return bool(group < 0 or (link[IF_OPTIONS] >> option[group]) & 1)


def order_of(lowered: Lowered, planned: State, start: Ints) -> Ints:
    """Return what is performed by planned start, each after what it waits for where that can be."""
    table = lowered.activities
    root = np.where(table[:, PARENT] >= 0, table[:, PARENT], np.arange(len(table)))
    root = np.where(start[root] >= 0, root, np.arange(len(table)))
    after: Mapping[int, list[int]] = defaultdict(list)
    waits = np.zeros(len(table), np.int64)
    for link in lowered.links:
        i, k = int(root[link[BEFORE]]), int(root[link[AFTER]])
        performed = start[link[BEFORE]] >= 0 and start[link[AFTER]] >= 0
        if link[FORWARD] and performed and i != k and link_is_on(link, planned.option):
            after[i].append(k)
            waits[k] += 1
    at = planned.at
    keys = [(int(at[i, START_ORDINAL]), int(at[i, FINISH_ORDINAL]), i) for i in range(len(table))]
    left = {i for i in range(len(table)) if start[i] >= 0}
    heap = [keys[i] for i in left if waits[i] == 0]
    heapq.heapify(heap)
    order: list[int] = []
    while left:
        # A circle of leads: what is planned first goes first.
        i = heapq.heappop(heap)[2] if heap else min(keys[i] for i in left)[2]
        if i not in left:
            continue
        left.remove(i)
        order.append(i)
        for k in after[i]:
            waits[k] -= 1
            if waits[k] == 0 and k in left:
                heapq.heappush(heap, keys[k])
    return np.array(order, np.int64)


def watched_links(lowered: Lowered, option: Ints, start: Ints, order: Ints) -> Ints:
    """Return the links that placing in order does not keep, and whether what is early is held.

    It is held where the other does not wait for it in turn, however indirectly.
    """
    n = len(lowered.activities)
    root = [int(row[PARENT]) if row[PARENT] >= 0 else i for i, row in enumerate(lowered.activities)]
    place = np.zeros(n, np.int64)
    place[order] = np.arange(len(order))
    waits: list[set[int]] = [set() for _ in range(n)]
    on = []
    for number, link in enumerate(lowered.links):
        i, k = int(link[BEFORE]), int(link[AFTER])
        if start[i] >= 0 and start[k] >= 0 and link_is_on(link, option):
            on.append((number, link, root[i], root[k]))
            if link[FORWARD]:
                waits[root[k]].add(root[i])
    found = []
    known: dict[int, set[int]] = {}
    for number, link, i, k in on:
        if link[FORWARD]:
            beside = root[int(link[AFTER])] != int(link[AFTER]) and not link[TO_START]
            if place[i] >= place[k] or beside:
                found.append((number, 1))
            continue
        if i not in known:
            known[i] = _all_before(i, waits)
        found.append((number, int(k not in known[i])))
    return np.array(found, np.int64).reshape(len(found), 2)


def _all_before(i: int, waits: Sequence[set[int]]) -> set[int]:
    seen: set[int] = set()
    queue = [i]
    while queue:
        for j in waits[queue.pop()]:
            if j not in seen:
                seen.add(j)
                queue.append(j)
    return seen
