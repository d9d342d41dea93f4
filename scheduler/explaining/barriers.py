"""Barriers: what keeps a programme without a plan, said of its levers.

Levers moved to some position leave no plan. Few rules are found that leave none there, and then
levers are moved further as long as these rules still leave none. Those that stop short of their top
are the barrier: one of them has to go further, or there is no plan. Rules that made one barrier are
tried first for the next; questions about few rules are answered fast.

Source: growing cores in implicit hitting set search, Davies & Bacchus (2011); QuickXplain, Junker
(2004).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from scheduler.asking.question import Ask, Finding, Question, Reply
from scheduler.domain.planning_rules import ChangeFreeze, FallbackSlot
from scheduler.expansion.adjustments import origin_of
from scheduler.explaining.causes import find_causes
from scheduler.explaining.cheapest import Barrier
from scheduler.explaining.one_clash import Asked
from scheduler.explaining.panel import Panel, Position, raised
from scheduler.solver.clock import Clock
from scheduler.solver.kinds import is_shared
from scheduler.solver.narrowing import reduced
from scheduler.solver.trials import Trials

SECONDS_FOR_A_TRIAL = 10.0
MOST_KNOWN = 40
"""Rules of a barrier that are tried for the next: more of them take as long as a search."""


class OutOfTimeError(Exception):
    """The time for the search is over, or somebody asked to stop."""


@dataclass(slots=True)
class Limits:
    """When to end."""

    deadline: float
    stop: threading.Event
    over: threading.Event = field(default_factory=threading.Event)
    """Whether another part of the search has found all that there is."""

    def left(self) -> float:
        """Return the seconds left; raises OutOfTimeError when there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0 or self.stop.is_set() or self.over.is_set():
            raise OutOfTimeError
        return left


@dataclass(slots=True)
class Barriers:
    """Finds barriers and remembers the rules that made them."""

    panel: Panel
    ask: Ask
    limits: Limits
    known: frozenset[str] = frozenset()
    """Rules of barriers so far."""
    asked: int = 0

    def under_known(self, position: Position) -> Barrier | None:
        """Return a barrier at a position that the rules of earlier ones make; None when none."""
        if not self.known or self._finding(position, self.known) != "none":
            return None
        return self._grown(position, self.known)

    def at(
        self, position: Position, seconds: float, most_rules: int | None = None
    ) -> Barrier | None:
        """Return a barrier at a position known to leave no plan.

        None where that could not be shown in time, or of no more rules than are wanted; the
        position then speaks for itself.
        """
        there = self.panel.at(position)
        clock = Clock(min(seconds, self.limits.left()))
        trials = Trials(there, Asked(there, self.asking), clock, self.limits.stop)
        found = self._few(trials)
        if found is None or (most_rules is not None and len(found) > most_rules):
            return None
        return self._grown(position, self._with_freezes(found))

    def _few(self, trials: Trials) -> frozenset[str] | None:
        """Return few rules that leave no plan: by dates alone, else by search."""
        every = frozenset(rule.id for rule in trials.rules)
        if trials.finding(()) == "none":
            return frozenset()
        for seen in find_causes(trials.programme, every):
            named = frozenset(seen.rules) & every
            if trials.finding(named) == "none":
                return frozenset(map(origin_of, named))
        found = reduced(trials, trials.rules)
        return None if isinstance(found, str) else frozenset(map(origin_of, found))

    def _with_freezes(self, named: frozenset[str]) -> frozenset[str]:
        """Return some rules with what they read of others: second chances avoid freezes."""
        freezes: frozenset[str] = frozenset()
        for rule in self.panel.programme.document.rules:
            if isinstance(rule, FallbackSlot) and rule.dates is None and rule.id in named:
                own = set(rule.activities.activities)
                freezes |= frozenset(
                    origin_of(freeze.id)
                    for freeze in self.panel.programme.document.rules
                    if isinstance(freeze, ChangeFreeze) and freeze.price is None
                    if own.intersection(freeze.activities.activities)
                )
        return named | freezes

    def asking(self, question: Question) -> Reply:
        """Put a question, and count it."""
        self.asked += 1
        return self.ask(question)

    def _grown(self, position: Position, rules: frozenset[str]) -> Barrier:
        """Move levers further, the cheapest first, as long as the rules still leave no plan.

        What a proof had no use for is moved at once.
        """
        panel, top = self.panel, self.panel.top
        open_ = [lever for lever in top if position.get(lever, 0) < top[lever]]
        used = self._used(position, rules)
        open_.sort(key=lambda lever: panel.cost(lever, top[lever]))
        own = [lever for lever in open_ if origin_of(panel.levers[lever].rule) in rules]
        at = dict(position)
        for some in (
            [lever for lever in open_ if lever not in set(own)],
            [lever for lever in own if panel.levers[lever].rule not in used],
            [lever for lever in own if panel.levers[lever].rule in used],
        ):
            at = self._raised_to_top(at, some, rules)
        for lever in own:
            at = self._raised_stepwise(at, lever, rules)
        if len(rules) <= MOST_KNOWN:
            self.known |= rules
        return {lever: at.get(lever, 0) + 1 for lever in open_ if at.get(lever, 0) < top[lever]}

    def _used(self, position: Position, rules: frozenset[str]) -> frozenset[str]:
        """Return the rules with levers that a proof uses: a hint where to move first."""
        about = self.panel.about(position, rules)
        eased = {lever.rule for lever in self.panel.levers}
        only = frozenset(rule.id for rule in about.document.rules)
        suspects = frozenset(
            rule.id
            for rule in about.document.rules
            if origin_of(rule.id) in eased and not is_shared(rule)
        )
        shared = frozenset(rule.id for rule in about.document.rules if is_shared(rule))
        if not suspects:
            return rules
        seconds = min(SECONDS_FOR_A_TRIAL, self.limits.left())
        reply = self.asking(
            Question(programme=about, only=only, suspects=suspects, seconds=seconds)
        )
        if reply.finding != "none":
            return rules
        return frozenset(map(origin_of, reply.named | shared))

    def _raised_to_top(
        self, position: dict[int, int], levers: Sequence[int], rules: frozenset[str]
    ) -> dict[int, int]:
        """Move all levers that can be to their top: all together, or else by halves."""
        if not levers:
            return position
        higher = raised(position, ((lever, self.panel.top[lever]) for lever in levers))
        if self._finding(higher, rules) == "none":
            return higher
        if len(levers) == 1:
            return position
        half = len(levers) // 2
        for some in (levers[:half], levers[half:]):
            position = self._raised_to_top(position, some, rules)
        return position

    def _raised_stepwise(
        self, position: dict[int, int], lever: int, rules: frozenset[str]
    ) -> dict[int, int]:
        """Move one lever as far as the rules still leave no plan, its top known to leave one."""
        low, high = position.get(lever, 0), self.panel.top[lever]
        while high - low > 1:
            middle = (low + high) // 2
            if self._finding(raised(position, [(lever, middle)]), rules) == "none":
                low = middle
            else:
                high = middle
        return raised(position, [(lever, low)])

    def _finding(self, position: Position, rules: frozenset[str]) -> Finding:
        seconds = min(SECONDS_FOR_A_TRIAL, self.limits.left())
        about = self.panel.about(position, rules)
        only = frozenset(rule.id for rule in about.document.rules)
        return self.asking(Question(programme=about, only=only, seconds=seconds)).finding
