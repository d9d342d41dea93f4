"""Whose turn it is: the order in which what waits is handed to workers.

What was begun before goes first. Else the tenant with the fewest jobs at work is next; among equals
the one that has waited longest, counted from its oldest order or, if later, from when a job of its
own last began. Within a tenant a higher priority goes first, then what was asked for earlier.
Shares of analyses come behind everything else, by the same order among themselves.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An order that is not carried out."""

    plan: str
    dispatch: int
    """Above 1 where it was handed over before."""
    tenant: str
    priority: int
    submitted_at: int
    share: bool = False
    """Whether it only helps an analysis, which goes on without it as well."""


def in_turn(
    waiting: Iterable[Waiting],
    *,
    at_work: Mapping[str, int],
    last_begun: Mapping[str, int],
    most: Mapping[str, int],
) -> Iterator[Waiting]:
    """Return orders in the order of their turns, as if nothing ended and nothing came.

    `at_work` counts what each tenant has at work; what is returned is counted on top. `last_begun`
    says when a job of a tenant's last began. Of a tenant in `most`, no more are returned than it
    may have at work.
    """
    orders, counts = list(waiting), Counter(at_work)
    yield from _turns([o for o in orders if not o.share], counts, last_begun, most)
    yield from _turns([o for o in orders if o.share], counts, last_begun, most)


def _turns(
    waiting: Iterable[Waiting],
    counts: Counter[str],
    last_begun: Mapping[str, int],
    most: Mapping[str, int],
) -> Iterator[Waiting]:
    """Return orders that are alike in turn, counted on top of what is at work."""
    firsts: dict[str, list[Waiting]] = {}
    for order in sorted(waiting, key=lambda each: (each.submitted_at, each.plan)):
        if order.dispatch == 1:
            firsts.setdefault(order.tenant, []).append(order)
        elif _may(order.tenant, counts, most):
            counts[order.tenant] += 1
            yield order
    queues = {
        tenant: deque(sorted(orders, key=lambda each: -each.priority))
        for tenant, orders in firsts.items()
    }
    # Those who had a turn here come behind those who had none, in the order of their turns.
    since = {
        t: (0, max(last_begun.get(t, 0), orders[0].submitted_at)) for t, orders in firsts.items()
    }
    turn = 0
    while able := [t for t, queue in queues.items() if queue and _may(t, counts, most)]:
        tenant = min(able, key=lambda each: (counts[each], since[each], each))
        turn += 1
        counts[tenant] += 1
        since[tenant] = (1, turn)
        yield queues[tenant].popleft()


def _may(tenant: str, counts: Mapping[str, int], most: Mapping[str, int]) -> bool:
    return tenant not in most or counts[tenant] < most[tenant]
