"""One clash of a programme by questions: from what dates alone show, else by search."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from scheduler.asking.question import Ask, Question
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.causes import find_causes
from scheduler.solver.clock import Clock
from scheduler.solver.narrowing import Found, find_one, minimal_within
from scheduler.solver.settings import SearchSettings
from scheduler.solver.trials import Finding, RuleIds, Trials

SECONDS_FOR_A_PLAN = 15.0
"""Of some rules only: where the programme has none, few rules may still leave it one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Answers trials by asking."""

    programme: ExpandedProgramme
    ask: Ask
    side_by_side: int = 1

    def plan_under(self, rules: RuleIds, seconds: float) -> Finding:
        """Ask about some rules alone."""
        return self.ask(Question(programme=self.programme, only=rules, seconds=seconds)).finding

    def named(self, rules: RuleIds, suspects: RuleIds, seconds: float) -> tuple[Finding, RuleIds]:
        """Ask for names too."""
        if not suspects:
            return self.plan_under(rules, seconds), frozenset()
        reply = self.ask(
            Question(programme=self.programme, only=rules, suspects=suspects, seconds=seconds)
        )
        return reply.finding, reply.named

    def refuted_by(self, rules: RuleIds, seconds: float) -> tuple[Finding, ...]:
        """Ask two configurations."""
        reply = self.ask(Question(programme=self.programme, only=rules, sure=True, seconds=seconds))
        if reply.disagreement:
            return "none", "plan"
        return reply.finding, "none" if reply.confirmed else "unknown"


def trials_by_asking(
    programme: ExpandedProgramme,
    ask: Ask,
    settings: SearchSettings,
    *,
    stop: threading.Event | None = None,
    seconds: float | None = None,
) -> Trials:
    """Return trials of a programme's rules that are put to solver processes."""
    limit = settings.time_limit_seconds if seconds is None else seconds
    oracle = Asked(programme, ask, side_by_side=settings.workers)
    return Trials(programme, oracle, Clock(limit), stop or threading.Event())


def find_clash(trials: Trials, among: RuleIds | None = None) -> Found | Finding:
    """Return one clash among some rules, or all: first by dates alone, else by search.

    Otherwise whether they have a plan, as far as the time shows it.
    """
    every = frozenset(rule.id for rule in trials.rules)
    rules = every if among is None else among
    if trials.known(rules) == "plan":
        return "plan"
    for seen in find_causes(trials.programme, rules):
        named = frozenset(seen.rules) & every
        finding = trials.finding(named)
        if finding == "unknown" and seen.cause.kind == "amount" and not trials.over:
            # A sum is a proof of its own, which the solver may take long to find again. Whether
            # the clash is called proved, the solver decides.
            trials.note(named, "none", 0.0)
            finding = trials.known(named)
        if finding == "none":
            return minimal_within(trials, named)
    if among is not None and trials.finding(rules, SECONDS_FOR_A_PLAN) == "plan":
        return "plan"
    return find_one(trials, rules)
