"""Trials of sets of rules, each made once, whoever makes them; imports no solver.

What leaves no plan leaves none with more rules, and what leaves a plan leaves one with fewer: many
trials are answered by those made before.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal, Protocol

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.solver.clock import Clock
from scheduler.solver.kinds import is_switchable
from scheduler.solver.messages import Emit

Finding = Literal["plan", "none", "unknown"]

RuleIds = frozenset[str]

SECONDS_FOR_A_TRIAL = 10.0


class Oracle(Protocol):
    """Who answers trials: this process, or solver processes that are asked."""

    @property
    def side_by_side(self) -> int:
        """How many trials are answered at once."""

    def plan_under(self, rules: RuleIds, seconds: float) -> Finding:
        """Tell whether some hard rules leave a plan."""

    def named(self, rules: RuleIds, suspects: RuleIds, seconds: float) -> tuple[Finding, RuleIds]:
        """Tell the same, and of what leaves none which suspects the proof used.

        The rules that are no suspects hold in any case. The names are a hint, not a proof.
        """

    def refuted_by(self, rules: RuleIds, seconds: float) -> tuple[Finding, ...]:
        """Tell what each of two configurations finds of the rules alone."""


@dataclass(slots=True)
class Trials:
    """What is known of sets of rules of one programme."""

    programme: ExpandedProgramme
    oracle: Oracle
    clock: Clock
    stop: threading.Event
    emit: Emit = lambda _: None
    alarms: list[str] = field(default_factory=list)
    """What two answers of the solver disagree on, in words."""
    made: int = 0
    _none: list[RuleIds] = field(default_factory=list)
    _plan: list[RuleIds] = field(default_factory=list)
    _unknown: dict[RuleIds, float] = field(default_factory=dict)
    """With the seconds that did not do."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that can be part of a clash, in reading order."""
        return tuple(rule for rule in self.programme.document.rules if is_switchable(rule))

    @property
    def over(self) -> bool:
        """Whether there is no time for another trial."""
        return self.stop.is_set() or self.clock.spent >= self.clock.limit

    def known(self, rules: RuleIds) -> Finding:
        """Return what follows from the trials made."""
        if any(none <= rules for none in self._none):
            return "none"
        if any(rules <= plan for plan in self._plan):
            return "plan"
        return "unknown"

    def finding(self, rules: Iterable[str], seconds: float = SECONDS_FOR_A_TRIAL) -> Finding:
        """Tell whether some rules leave a plan, as far as the time shows it."""
        asked = frozenset(rules)
        known = self.known(asked)
        if known != "unknown" or self.over:
            return known
        seconds = min(seconds, self.clock.left)
        if self._unknown.get(asked, 0.0) >= seconds:
            return "unknown"
        found = self.oracle.plan_under(asked, seconds)
        self.made += 1
        self.note(asked, found, seconds)
        self._tell(asked)
        return found

    def findings(self, sets: Sequence[RuleIds], seconds: float) -> list[Finding]:
        """Tell the same of several sets, side by side where the oracle can."""
        if len(sets) == 1:
            return [self.finding(sets[0], seconds)]
        asked = [rules for rules in sets if self.known(rules) == "unknown" and not self.over]
        limit = min(seconds, self.clock.left)
        with ThreadPoolExecutor(max_workers=max(1, len(asked))) as threads:
            replies = threads.map(lambda rules: self.oracle.plan_under(rules, limit), asked)
            for rules, found in zip(asked, replies, strict=True):
                self.made += 1
                self.note(rules, found, limit)
                self._tell(rules)
        return [self.known(rules) for rules in sets]

    def tell_found(self, rules: RuleIds) -> None:
        """Tell of rules that leave no plan, before it is known whether fewer do."""
        ids = [rule.id for rule in self.rules if rule.id in rules]
        if ids:
            self.emit({"type": "clash_found", "rules": ids, "minimal": False, "proved": False})

    def _tell(self, rules: RuleIds) -> None:
        self.emit({"type": "clash_trial", "rules": len(rules), "elapsed": self.clock.spent})

    def named(self, rules: RuleIds, suspects: RuleIds, seconds: float) -> tuple[Finding, RuleIds]:
        """Return what leaves no plan among some rules: the suspects named and all the others.

        All the rules again where it is known already that they leave a plan, or there is no time.
        """
        if self.known(rules) == "plan" or self.over:
            return self.known(rules), rules
        found, named = self.oracle.named(rules, suspects, min(seconds, self.clock.left))
        self.made += 1
        if found != "none":
            self.note(rules, found, 0.0)
            return found, rules
        self.note(rules, "none", 0.0)
        return "none", (rules - suspects) | named

    def note(self, rules: RuleIds, found: Finding, seconds: float) -> None:
        """Keep a finding, from here or elsewhere; one that contradicts another raises an alarm."""
        known = self.known(rules)
        if "unknown" not in (known, found) and known != found:
            self.alarms.append(
                f"Two answers of the solver disagree on {len(rules)} planning rules: "
                f"one says that they leave a plan, the other that they leave none."
            )
        elif found == "none":
            self._none = [n for n in self._none if not rules <= n] + [rules]
        elif found == "plan":
            self._plan = [p for p in self._plan if not p <= rules] + [rules]
        else:
            self._unknown[rules] = max(seconds, self._unknown.get(rules, 0.0))
