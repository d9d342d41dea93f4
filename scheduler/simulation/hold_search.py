"""The search for plans that hold: options, order and buffers, each plan carried out in samples.

Options come first: one service group after another takes another one, and the search goes on from
what holds best. Then order: plans near the best are made in which what often makes it late comes
earlier (`region.py`), first as if work started as soon as it could, which shows what dates of
meetings and cutovers are worth, then with all planned starts kept. Buffers come last. Each plan is
checked and carried out in the same samples: few for a first look, all where it may be the best.

What is done is counted, in solver work and in plans: the same seed gives the same answer wherever
the limit in seconds is not reached.

Source  The same samples for all candidates: common random numbers, Kelton & Law (1991). Few samples
        for many, all for the best: sequential halving, Karnin, Koren & Somekh (2013).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scheduler.analysis.hold import EndedBy
from scheduler.answers import Answer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.simulation.buffered import with_buffers, with_options
from scheduler.simulation.chance import DEFAULT_CORRELATION
from scheduler.simulation.held import Candidate, Scoring
from scheduler.simulation.planned import Ending, ToPlan, plan_each
from scheduler.simulation.policy import Policy
from scheduler.simulation.region import (
    REGIONS,
    Region,
    near_plan,
    near_with_its_levels,
    with_its_levels,
)
from scheduler.simulation.remade import carried_over, put_forward
from scheduler.simulation.spreads import Shape
from scheduler.simulation.switches import switches
from scheduler.simulation.tried import BothWays, By, Tried, kept_in_mind, late_in, likeliest
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

HUNDRED = 100
WORTH = 0.002
"""By how much of one a plan must be likelier to hold to be gone on from."""
OFTEN = 0.02
"""In how many of one of the samples an activity makes the plan late to be given a buffer."""
EARLIER = (0, 28, 91)
"""Calendar days by which groups come earlier in the order in which people are given out."""
TO_SPARE = 0.01
"""By how much of one the target is exceeded before the search ends: fresh samples say less."""
PART_AT_FIRST = 8
"""Of the samples a plan is first tried in: one in so many."""
IN_DOUBT = 0.01
"""By how much less of one a plan may hold in few samples to be tried in all of them."""
SIDE_BY_SIDE = 4
"""Programmes that are planned from one best plan; fixed, so that the answer is too."""
MOST_MOVES = 12
"""Of putting work of one plan forward."""
SECONDS_FOR_A_FIRST_PLAN = 60.0
"""All seconds here are work of the solver, as a reproducible search counts them."""
SECONDS_FOR_AN_OPTION = 4.0
SECONDS_FOR_AN_ORDER = 6.0
SECONDS_FOR_A_BUFFER = 8.0
MOST_OPTIONS_FIRST = 4
"""Sets of options that are planned before another order is looked for."""
MOST_OPTIONS = 32
"""Sets of options that are planned after it."""
MOST_ORDERS = 48
"""Plans that are made near the best, each way of starting work."""
MOST_IDLE = 2
"""Times that all regions are tried without a better plan; what made others late then counts."""
MOST_BUFFERS = 6
NARROW = 3
"""Percent between two quantiles that are not told apart."""

OnEvent = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSettings:
    """What is asked for, and how it is tried."""

    target_percent: float
    samples: int = 4_000
    fresh_samples: int = 10_000
    seed: int = 1
    policy: Policy = "as-planned"
    shape: Shape = "pert"
    correlation: float = DEFAULT_CORRELATION
    at_once: frozenset[str] = frozenset()
    """Kinds of work that do not wait for their planned starts."""

    @property
    def fresh_seed(self) -> int:
        """The first seed of samples that no choice has seen."""
        return (self.seed + 1) % 2**31


class HoldSearch:
    """One search for a plan that holds."""

    def __init__(  # what is asked, and who is told
        self,
        programme: ExpandedProgramme,
        plan: Plan,
        settings: HoldSettings,
        search: SearchSettings,
        on_event: OnEvent,
        stop: threading.Event,
    ) -> None:
        """Begin with the plan that is given."""
        self.programme, self.settings, self.search = programme, settings, search
        self.on_event, self.stop = on_event, stop
        self.began = time.monotonic()
        self.ending = Ending(stop, self.began + search.time_limit_seconds)
        self.scoring = Scoring(programme, settings.samples, settings.seed, settings)
        few = max(1, settings.samples // PART_AT_FIRST)
        self.ways = BothWays(replace(self.scoring, samples=few))
        self.given = self.scoring.score(plan, "as given")
        self.violations = len({v.rule for v in verify(programme, plan).violations})
        self.found: list[Candidate] = [] if self.violations else [self.given]
        """Plans carried out in all samples."""
        self.tried: list[Tried] = [self.ways.tried(c.plan, c.made_by) for c in self.found]
        """All checked plans that were carried out, in few samples."""
        self.no_plan: set[int] = set()
        self._asked = 0
        self._options_tried: set[frozenset[tuple[str, str]]] = set()

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.began

    @property
    def target(self) -> float:
        """The share that is asked for."""
        return self.settings.target_percent / HUNDRED

    @property
    def ended_by(self) -> EndedBy:
        """What ended the search; of interest once it is over."""
        if self._reached():
            return "target"
        if self.stop.is_set():
            return "stop"
        return "limit" if self.ending.is_set() else "work"

    def search_all(self) -> None:
        """Put the given plan forward, then try other options, another order, and buffers."""
        if self._over():
            return
        if self.found:
            self._forward(self.given)
        else:
            (answer,) = self._planned(
                [ToPlan(programme=self.programme, start=None, seconds=SECONDS_FOR_A_FIRST_PLAN)]
            )
            if answer.plan is not None:
                self._try(answer.plan, "planned anew")
        self._try_options(MOST_OPTIONS_FIRST)
        if self.ways.differ:
            self._try_orders("soon")
        self._try_orders("kept")
        self._try_options(MOST_OPTIONS)
        self._try_buffers()
        self._try_cheaper()

    def best(self) -> Candidate:
        """Return the likeliest to hold, by all samples."""
        return max(self.found, key=lambda c: c.in_time.count, default=self.given)

    def _reached(self) -> bool:
        """Tell whether the given plan reaches the target, or another with something to spare."""
        if self.given in self.found and self.given.in_time.value >= self.target:
            return True
        return bool(self.found) and self.best().in_time.value >= self.target + TO_SPARE

    def _over(self) -> bool:
        return self.ending.is_set() or self._reached()

    def _planned(self, programmes: Sequence[ToPlan]) -> tuple[Answer, ...]:
        return plan_each(programmes, self.search, self.ending)

    def _try_options(self, left: int) -> None:
        """Give what makes the best plan late other options, as long as it holds better."""
        news = True
        while news and self.tried and left > 0:
            news = False
            best = likeliest(self.tried, "both")
            every = switches(self.programme, best.plan.options)
            new = [o for o in every if _key(o) not in self._options_tried]
            for some in _by(SIDE_BY_SIDE, new[:left]):
                if self._over():
                    return
                left -= len(some)
                self._options_tried.update(_key(options) for options in some)
                made = self._with_options(best, some)
                news = any(m.holds("both") >= best.holds("both") + WORTH for m in made)
                if news:
                    break

    def _with_options(self, best: Tried, some: Sequence[Mapping[str, str]]) -> list[Tried]:
        asked = [
            ToPlan(
                programme=with_its_levels(with_options(self.programme, options)),
                start=best.plan,
                seconds=SECONDS_FOR_AN_OPTION,
            )
            for options in some
        ]
        plans = [answer.plan for answer in self._planned(asked)]
        made = [self._try(plan, "another option") for plan in plans if plan is not None]
        return [m for m in made if m is not None]

    def _late_groups(self, names: Sequence[str]) -> Sequence[str]:
        programme = self.programme
        groups = (programme.group_of(programme.activities[name]) for name in names)
        return list(dict.fromkeys(group for group in groups if group is not None))

    def _try_orders(self, by: By) -> None:
        """Plan near the best, what makes it late earlier, as long as it holds better."""
        ways: tuple[By, By] = ("both", by)
        left = MOST_ORDERS
        spared = TO_SPARE if by == "soon" else 1.0
        idle, begun = 0, len(self.tried)
        while idle < MOST_IDLE and self.tried and left > 0:
            best = likeliest(self.tried, by)
            # What holds well both ways is near plans that hold better one way.
            starts = (likeliest(self.tried, "both"), best)
            in_mind = kept_in_mind(self.tried[begun:], by)
            late = [late_in(start, in_mind, by) for start in starts]
            news = False
            for some in _by(SIDE_BY_SIDE, REGIONS[:left]):
                if self._over() or best.holds(by) >= self.target + spared:
                    return
                left -= len(some)
                asked = []
                for place, region in enumerate(some):
                    start, why = starts[place % len(starts)], late[place % len(starts)]
                    asked.append(self._near(start, why, region, self._asked + place))
                self._asked += len(some)
                plans = [answer.plan for answer in self._planned(asked)]
                for plan in plans:
                    if plan is not None:
                        self._try(plan, "what makes it late comes earlier")
                news = any(
                    likeliest(self.tried, way).holds(way) > start.holds(way)
                    for way, start in zip(ways, starts, strict=True)
                )
                if news:
                    break
            idle = 0 if news else idle + 1

    def _near(self, start: Tried, late: Mapping[str, float], region: Region, number: int) -> ToPlan:
        fixed = with_options(self.programme, start.plan.options)
        made_for = near_plan(fixed, start.plan, late, region, number)
        return ToPlan(
            programme=made_for, start=start.plan, seconds=SECONDS_FOR_AN_ORDER, number=number
        )

    def _try_buffers(self) -> None:
        """Plan with buffers as large as the target needs, or as there is room for."""
        low, high = 0, HUNDRED
        for _ in range(MOST_BUFFERS):
            if self._over() or high - low <= NARROW or not self.tried:
                return
            percent = (low + high + 1) // 2
            best = likeliest(self.tried, "kept")
            often = best.kept.often(OFTEN)
            longer = with_buffers(self.programme, percent, self.settings.shape, often)
            made_for = with_its_levels(longer)
            (answer,) = self._planned(
                [ToPlan(programme=made_for, start=best.plan, seconds=SECONDS_FOR_A_BUFFER)]
            )
            if answer.outcome == "infeasible":
                self.no_plan.add(percent)
            plan = (
                None if answer.plan is None else carried_over(made_for, answer.plan, self.programme)
            )
            made = None if plan is None else self._try(plan, f"buffers for {percent} of 100 cases")
            if made is None or made.kept.in_time.value >= self.target:
                high = percent
            else:
                low = percent

    def _try_cheaper(self) -> None:
        """Better a plan that reaches the target by the programme's levels, nothing of it later."""
        best = self.best()
        if self.ending.is_set() or best.plan == self.given.plan or not self._reached():
            return
        (answer,) = self._planned(
            [
                ToPlan(
                    programme=near_with_its_levels(self.programme, best.plan),
                    start=best.plan,
                    seconds=SECONDS_FOR_A_BUFFER,
                )
            ]
        )
        if answer.plan is not None:
            self._try(answer.plan, "the same, cheaper")

    def _forward(self, best: Candidate) -> None:
        """Put forward what makes a plan late, group by group, as long as it gets likelier."""
        mark, news, moves = self.tried[-1].holds("kept"), True, 0
        while news:
            news = False
            for names, days in self._moves(best):
                if self._over() or moves >= MOST_MOVES:
                    return
                moves += 1
                plan = put_forward(self.programme, best.plan, names, days)
                made = None if plan is None else self._try(plan, "work put forward")
                if made is not None and made.holds("kept") >= mark + WORTH:
                    best, mark, news = made.kept, made.holds("kept"), True

    def _moves(self, best: Candidate) -> Iterator[tuple[frozenset[str], int]]:
        """Yield what may be put forward: groups that often make the plan late, the worst first."""
        programme = self.programme
        for group in self._late_groups(best.often(OFTEN)):
            names = [
                n for n in best.plan.placed if programme.group_of(programme.activities[n]) == group
            ]
            works = frozenset(n for n in names if programme.activities[n].form == "work")
            for days in EARLIER:
                yield works, days
                yield frozenset(names), days

    def _try(self, plan: Plan, made_by: str) -> Tried | None:
        """Carry a new plan out; in all samples where it may be the best. None for no new plan."""
        known = any(plan == one.plan for one in self.tried)
        if known or not verify(self.programme, plan).holds:
            return None
        made = self.ways.tried(plan, made_by)
        self.tried.append(made)
        mark = min(self.best().in_time.value, self.target) if self.found else 0.0
        if made.holds("kept") >= mark - IN_DOUBT:
            self.found.append(self.scoring.score(plan, made_by))
        self.on_event(
            {"type": "hold", "percent": HUNDRED * made.holds("kept"), "seconds": self.seconds}
        )
        return made


def _by(size: int, items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]


def _key(options: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(options.items())
