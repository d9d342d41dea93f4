"""Why a programme has no plan, as the solver process finds it: one minimal clash."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.solver.clock import Clock
from scheduler.solver.messages import Emit
from scheduler.solver.narrowing import Found, find_one
from scheduler.solver.refute import Refuting
from scheduler.solver.run import Profile
from scheduler.solver.settings import SearchSettings
from scheduler.solver.trials import Finding, RuleIds, Trials

PROFILES: tuple[Profile, ...] = ("full", "second configuration")
"""A clash is proved when both refute it alone."""

SECONDS_WITH_LIGHT_PRESOLVING = 3.0


@dataclass(frozen=True, slots=True)
class HereAndNow:
    """Answers trials in this process."""

    refuting: Refuting
    settings: SearchSettings
    stop: threading.Event
    side_by_side: int = 1

    def plan_under(self, rules: RuleIds, seconds: float) -> Finding:
        """Try the light way first, which is the faster one for most sets of rules."""
        light = min(seconds, SECONDS_WITH_LIGHT_PRESOLVING)
        alone = replace(self.settings, workers=1)
        found = self.refuting.plan_under(rules, alone, light, self.stop, profile="first solution")
        if found == "unknown" and seconds > light and not self.stop.is_set():
            left = seconds - light
            found = self.refuting.plan_under(rules, self.settings, left, self.stop)
        return found

    def named(self, rules: RuleIds, suspects: RuleIds, seconds: float) -> tuple[Finding, RuleIds]:
        """Return which suspects the proof used."""
        return self.refuting.core_of(rules, suspects, self.settings, seconds, self.stop)

    def refuted_by(self, rules: RuleIds, seconds: float) -> tuple[Finding, ...]:
        """Refute by each configuration alone."""
        return tuple(
            self.refuting.plan_under(rules, self.settings, seconds, self.stop, profile=profile)
            for profile in PROFILES
        )


def find_clash(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    clock: Clock,
    emit: Emit,
    stop: threading.Event,
) -> dict[str, Any] | None:
    """Return the ids of a clash with what is known of it; None when none is found.

    All rules together are known to leave no plan.
    """
    trials = Trials(programme, HereAndNow(Refuting(programme), settings, stop), clock, stop, emit)
    trials.note(frozenset(rule.id for rule in trials.rules), "none", 0.0)
    found = find_one(trials)
    if not isinstance(found, Found):
        return None
    return {
        "rules": list(found.rules),
        "minimal": found.minimal and not stop.is_set(),
        "proved": found.proved,
        "alarms": trials.alarms,
    }
