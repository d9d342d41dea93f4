"""What no plan can exceed: how often all would be in time if each sample were known beforehand.

In the relaxed world of `relaxed.py` every sample is scheduled by itself. With planned starts
nothing begins before the least date that it can have in any plan, everything taking as long as the
programme says. A plan has one set of options for all samples: sets are told apart by branching on
one group after another, those left open counted at their best, until the set is known than which
none is better, or enough were looked at.

The same samples are taken for all sets. What is told is the greatest count of any set, or more; its
limit therefore holds for the set that is truly the best, without any correction for many tries.

Source  Branch and bound: Land & Doig (1960). Limit of a probability: Clopper & Pearson (1934).
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from scheduler.analysis.exact_interval import at_most
from scheduler.analysis.hold import Ceiling
from scheduler.analysis.risk import Share
from scheduler.domain.activities import ACCEPTANCE, TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import GROUP
from scheduler.simulation.due import last_transfer_day, limit_in
from scheduler.simulation.held import World
from scheduler.simulation.relaxed import (
    Open,
    Relaxed,
    least_dates,
    modes_open,
    options_open,
    relaxed,
)
from scheduler.simulation.wait_and_see import days_of_modes, planned_days

MOST_SETS = 60
"""Sets of options looked at; what is then still open is counted at its best."""
SALT = 7919
"""Added to the seed: samples of their own, drawn without strata, as the limit asks for."""

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Case:
    """What is looked at: one world, its samples, by when things are due."""

    world: Relaxed
    drawn: Mapping[int, Ints]
    planned: Mapping[int, Ints]
    transfers: Sequence[int]
    limits: Mapping[int, int]
    latest: int
    samples: int
    at_once: bool

    def in_time(self, allowed: Open) -> int:
        """Return in how many samples all is in time, with the best of the options left open."""
        held: dict[int, int] = {}
        if not self.at_once:
            least = least_dates(self.world, allowed, self.planned, {})
            held = {i: int(start[0]) for i, start in least.starts.items()}
        dates = least_dates(self.world, allowed, self.drawn, held)
        good: Truths = np.ones(self.samples, np.bool_)
        for i in self.transfers:
            if i in dates.starts:
                good &= dates.starts[i] <= self.latest
        for i, limit in self.limits.items():
            if i in dates.finishes:
                good &= dates.finishes[i] <= limit
        return int(np.count_nonzero(good))


def ceiling_of(
    programme: ExpandedProgramme,
    settings: World,
    *,
    samples: int,
    seed: int,
    at_once: bool,
    below: float = 0.0,
    tried: Mapping[str, str] | None = None,
    most_sets: int = MOST_SETS,
) -> Ceiling:
    """Return how likely any plan that meets the hard rules can be to hold at most.

    `at_once`: whether work may start before its planned day; else nothing may. `below` is what is
    asked whether it can be reached: where the options `tried` let it be, other sets are not told
    apart, and what is told is less close.
    """
    case = _case(programme, settings, samples, seed, at_once=at_once)
    known = None if tried is None else _set_of(case.world, tried)
    if known is not None and case.in_time(known) >= below * samples:
        most_sets = 1
    best, sets = _branched(case, most_sets)
    groups = programme.document.service_groups
    every = options_open(case.world)
    return Ceiling(
        at_once=at_once,
        in_time=Share(count=best, of=samples),
        at_most=at_most(best, samples),
        options={
            group.id: group.options[next(iter(sets[g]))].id
            for g, group in enumerate(groups)
            if len(sets[g]) == 1 and len(every[g]) > 1
        },
    )


def _set_of(world: Relaxed, options: Mapping[str, str]) -> Open | None:
    """Return the set of some options; none where one of them is not open."""
    found = []
    for group, every in zip(
        world.programme.document.service_groups, options_open(world), strict=True
    ):
        names = [option.id for option in group.options]
        chosen = options.get(group.id)
        at = names.index(chosen) if chosen in names else -1
        if at not in every:
            return None
        found.append(frozenset({at}))
    return tuple(found)


def _case(
    programme: ExpandedProgramme, settings: World, samples: int, seed: int, *, at_once: bool
) -> _Case:
    world = relaxed(programme)
    document, axis = programme.document, world.axis
    at = {activity.id: i for i, activity in enumerate(document.activities)}
    events = {i: a for i, a in enumerate(document.activities) if a.form == "event"}
    limits: dict[int, int] = {}
    for rule in document.rules:
        if rule.when or rule.price is not None:
            continue
        last, names = limit_in(rule)
        if last is None:
            continue
        instant = axis.ordinal(last) + 1
        for name in names:
            i = at[name]
            if i in events and events[i].kind == ACCEPTANCE:
                limits[i] = min(instant, limits.get(i, instant))
    return _Case(
        world=world,
        drawn=days_of_modes(world, settings, samples, seed + SALT),
        planned=planned_days(world),
        transfers=[i for i, a in events.items() if a.kind == TRANSFER],
        limits=limits,
        latest=axis.ordinal(last_transfer_day(programme)),
        samples=samples,
        at_once=at_once,
    )


def _branched(case: _Case, most_sets: int) -> tuple[int, Open]:
    """Return the greatest count of any set of options, or one no less, and the options."""
    order = count()
    begin = options_open(case.world)
    queue = [(-case.in_time(begin), next(order), begin)]
    looked_at = 1
    while True:
        worst, _, allowed = queue[0]
        group = _telling(case.world, allowed)
        if group is None or looked_at >= most_sets:
            return -worst, allowed
        heapq.heappop(queue)
        for option in sorted(allowed[group]):
            narrowed = (*allowed[:group], frozenset({option}), *allowed[group + 1 :])
            heapq.heappush(queue, (-case.in_time(narrowed), next(order), narrowed))
            looked_at += 1


def _telling(world: Relaxed, allowed: Open) -> int | None:
    """Return the open group that most work depends on in more than one way, if there is any."""
    owners = world.lowered.activities[:, GROUP]
    differ: dict[int, int] = {}
    for g, options in enumerate(allowed):
        if len(options) > 1:
            differ[g] = sum(
                len(modes_open(world, int(i), allowed)) != 1 for i in np.flatnonzero(owners == g)
            )
    return max(differ, key=lambda g: (differ[g], -g), default=None)
