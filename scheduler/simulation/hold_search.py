"""The search for plans that hold: buffers, order and options, each plan carried out in samples.

Plans are made for programmes in which the work that makes the plan late takes as long as in so many
of a hundred cases, the quantile narrowed down by halving; then for those in which one service group
takes another option. Each is made a plan of the programme itself, checked, put forward where that
helps, and carried out in the same samples.

Source  Buffers sized by simulation and search in turn: Van de Vonder, Demeulemeester & Herroelen
        (2008); the same samples for all candidates: common random numbers, Kelton & Law (1991).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.planning import plan_exit
from scheduler.simulation.buffered import with_buffers, with_options
from scheduler.simulation.chance import DEFAULT_CORRELATION
from scheduler.simulation.held import Candidate, Scoring
from scheduler.simulation.policy import Policy
from scheduler.simulation.remade import carried_over, put_forward
from scheduler.simulation.spreads import Shape
from scheduler.simulation.weighted import with_weights
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

HUNDRED = 100
WORTH = 0.002
"""By how much of one a plan must be likelier to hold to be worth putting something forward."""
OFTEN = 0.02
"""In how many of one of the samples an activity makes the plan late to be given a buffer."""
LEAST = 0.01
"""In how many of one of the samples an activity makes the plan late to be given weight."""
EARLIER = (0, 28, 91)
"""Calendar days by which groups come earlier in the order in which people are given out."""
TO_SPARE = 0.01
"""By how much of one the target is exceeded where one plan will do: fresh samples say less."""
PART_FOR_A_FIRST_PLAN = 0.6
"""Of the time, where the plan that is given breaks rules; most often far less is taken."""
MOST_BUFFERS = 6
MOST_WEIGHTED = 6
PART_FOR_WEIGHTS = 0.5
PART_FOR_OPTIONS = 0.35
"""Of the time, for other options before buffers are looked for."""
PART_FOR_BUFFERS = 0.7
"""Of what is then left; the rest is for other options again."""
MOST_MOVES = 40
"""Of putting work of one plan forward: counted, so that a busy machine tries as many."""
LEAST_FOR_A_SWITCH = 12.0
"""Seconds of planning for another option."""
LEAST_SECONDS = 1.0
NARROW = 3
"""Percent between two quantiles that are not told apart."""
PART_FOR_FORWARD = 0.15
PART_AT_FIRST = 4
"""Of the samples a move is first tried in: one in so many."""

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
        self.scoring = Scoring(programme, settings.samples, settings.seed, settings)
        self.began = time.monotonic()
        self.given = self.scoring.score(plan, "as given")
        self.violations = len({v.rule for v in verify(programme, plan).violations})
        self.found: list[Candidate] = [] if self.violations else [self.given]
        self.no_plan: set[int] = set()
        self.one_will_do = False
        """Whether the search is over with the first plan that reaches the target."""
        self._options_tried: set[frozenset[tuple[str, str]]] = set()

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the limit; 0 once it is to end."""
        limit = self.search.time_limit_seconds
        return 0.0 if self.stop.is_set() else max(0.0, limit - self.seconds)

    @property
    def target(self) -> float:
        """The share that is asked for."""
        return self.settings.target_percent / HUNDRED

    def search_all(self) -> None:
        """Put the given plan forward, then try other options, buffers, and options again."""
        if self.found:
            self._forward(self.given, PART_FOR_FORWARD * self.left)
        else:
            self._planned(self.programme, "planned anew", PART_FOR_A_FIRST_PLAN * self.left)
        if self.settings.at_once:
            self._try_weights(until=self.seconds + PART_FOR_WEIGHTS * self.left)
        self._try_options(until=self.seconds + PART_FOR_OPTIONS * self.left)
        self._try_buffers(until=self.seconds + PART_FOR_BUFFERS * self.left)
        self._try_options(until=self.seconds + self.left)

    def _try_weights(self, until: float) -> None:
        """Plan for what makes the plan late, again for what then does, until none is better."""
        late: dict[str, float] = {}
        for number in range(MOST_WEIGHTED):
            over = self.left < LEAST_SECONDS or self.seconds >= until
            if over or self._nothing_to_gain():
                return
            # What was early because it made other plans late stays in mind.
            last = self.found[-1] if number and self.found else self.best()
            now = {name: last.chain.get(name, 0) / last.in_time.of for name in last.often(LEAST)}
            late = {n: (late.get(n, 0.0) + now.get(n, 0.0)) / 2 for n in {**late, **now}}
            made_for = with_weights(self.programme, late)
            seconds = max(LEAST_SECONDS, (until - self.seconds) / (MOST_WEIGHTED - number))
            made, _ = self._planned(made_for, "what makes it late comes first", seconds)
            if made is None:
                return

    def _try_buffers(self, until: float) -> None:
        """Plan with buffers as large as the target needs, or as there is room for."""
        low, high = 0, HUNDRED
        for number in range(MOST_BUFFERS):
            over = self.left < LEAST_SECONDS or self.seconds >= until
            if over or high - low <= NARROW or self._nothing_to_gain():
                return
            percent = (low + high + 1) // 2
            often = self.best().often(OFTEN)
            made_for = with_buffers(self.programme, percent, self.settings.shape, often)
            seconds = max(LEAST_SECONDS, (until - self.seconds) / (MOST_BUFFERS - number))
            words = f"buffers for {percent} of 100 cases"
            made, finding = self._planned(made_for, words, seconds)
            if finding == "infeasible":
                self.no_plan.add(percent)
            if made is None or made.in_time.value >= self.target:
                high = percent
            else:
                low = percent

    def _try_options(self, until: float) -> None:
        """Give what makes the best plan late another option, one group after another."""
        tried, news = self._options_tried, True
        while news:
            news = False
            best = self.best()
            switches = list(self._switches(best))
            for number, options in enumerate(switches):
                over = self.left < LEAST_SECONDS or self.seconds >= until
                if over or self._nothing_to_gain():
                    return
                if frozenset(options.items()) in tried:
                    continue
                tried.add(frozenset(options.items()))
                left = min(self.left, until - self.seconds)
                share = max(LEAST_FOR_A_SWITCH, left / (len(switches) - number))
                made_for = with_options(self.programme, options)
                made, _ = self._planned(made_for, "another option", min(share, self.left))
                if made is not None and made.in_time.value >= best.in_time.value + WORTH:
                    news = made.in_time.value < self.target
                    break

    def _switches(self, best: Candidate) -> Iterator[Mapping[str, str]]:
        """Yield the options of the best plan with one changed, where it is late most first."""
        programme = self.programme
        groups = dict.fromkeys(
            programme.group_of(programme.activities[name]) for name in best.often(OFTEN)
        )
        for group in groups:
            if group is None:
                continue
            for option in programme.groups[group].options:
                if option.id != best.plan.options.get(group):
                    yield {**best.plan.options, group: option.id}

    def best(self) -> Candidate:
        """Return the likeliest to hold."""
        return max(self.found, key=lambda c: c.in_time.count, default=self.given)

    def _nothing_to_gain(self) -> bool:
        """Tell whether the plan that was given reaches the target, or any if one will do."""
        if self.one_will_do:
            return bool(self.found) and self.best().in_time.value >= self.target + TO_SPARE
        return self.given in self.found and self.given.in_time.value >= self.target

    def _planned(
        self, made_for: ExpandedProgramme, words: str, seconds: float
    ) -> tuple[Candidate | None, str]:
        """Return the best that comes of a plan of a programme, and how planning went."""
        # What a later level may spend of the time kept free is what buffers are made of.
        levels = tuple(replace(level, tolerance=0) for level in made_for.document.objectives)
        made_for = ExpandedProgramme(replace(made_for.document, objectives=levels, profile=None))
        allowed = max(LEAST_SECONDS, (1 - PART_FOR_FORWARD) * seconds)
        answer = plan_exit(
            made_for,
            replace(self.search, time_limit_seconds=allowed, confirm=False),
            on_event=self.on_event,
            stop=self.stop,
            with_baselines=False,
            baseline=self.best().plan,
        )
        if answer.plan is None:
            return None, answer.outcome
        plan = carried_over(made_for, answer.plan, self.programme)
        if plan is None:
            return None, "not mended"
        return self._forward(self._take(plan, words), PART_FOR_FORWARD * seconds), "plan"

    def _forward(self, best: Candidate, seconds: float) -> Candidate:
        """Put forward what makes a plan late, group by group, as long as it gets likelier."""
        quick = replace(self.scoring, samples=max(1, self.settings.samples // PART_AT_FIRST))
        mark = quick.score(best.plan, best.made_by).in_time.value
        until, news, moves = self.seconds + seconds, True, 0
        while news:
            news = False
            for names, days in self._moves(best):
                over = self.seconds > until or self.left <= 0 or moves >= MOST_MOVES
                if over or best.in_time.value >= self.target:
                    return best
                moves += 1
                plan = put_forward(self.programme, best.plan, names, days)
                if plan is None or plan == best.plan:
                    continue
                reached = quick.score(plan, best.made_by).in_time.value
                if reached >= mark + WORTH:
                    best, mark, news = self._take(plan, "work put forward"), reached, True
        return best

    def _moves(self, best: Candidate) -> Iterator[tuple[frozenset[str], int]]:
        """Yield what may be put forward: groups that often make the plan late, the worst first."""
        programme = self.programme
        groups = dict.fromkeys(
            programme.group_of(programme.activities[name]) for name in best.often(OFTEN)
        )
        for group in groups:
            names = [n for n in best.plan.placed if _is_of(programme, n, group)]
            works = frozenset(n for n in names if programme.activities[n].form == "work")
            for days in EARLIER:
                yield works, days
                yield frozenset(names), days

    def _take(self, plan: Plan, made_by: str) -> Candidate:
        candidate = self.scoring.score(plan, made_by)
        self.found.append(candidate)
        self.on_event(
            {"type": "hold", "percent": HUNDRED * candidate.in_time.value, "seconds": self.seconds}
        )
        return candidate


def _is_of(programme: ExpandedProgramme, name: str, group: str | None) -> bool:
    return programme.group_of(programme.activities[name]) == group
