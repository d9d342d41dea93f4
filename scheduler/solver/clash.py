"""One minimal clash: planning rules that no plan can meet together, none of which can be left out.

First the solver names a core: every rule that relates activities gets a switch, all are assumed
on, and the proof says which it used. Rules that only bar dates stay on meanwhile. Then QuickXplain
narrows the core and the barring rules to a minimal set. Every trial is a hard model of just the
rules in question, without switches, so that capacity reasoning stays strong. Where no core is
found in time, QuickXplain starts from all rules, those of one template together. A trial that does
not finish keeps its rules, and the clash is then likely, not proved.

Source: QuickXplain, Junker (2004); deletion filter, Chinneck & Dravnieks (1991).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.solver.build import bars_dates_only
from scheduler.solver.clock import Clock
from scheduler.solver.messages import Emit
from scheduler.solver.refute import Finding, find_core, is_switchable, plan_under
from scheduler.solver.run import Profile
from scheduler.solver.settings import SearchSettings

PROFILES: tuple[Profile, ...] = ("full", "second configuration")
"""A clash is proved when both refute it alone."""

SECONDS_FOR_A_TRIAL = 10.0
SECONDS_FOR_A_CORE = 40.0
SHARE_OF_TIME_FOR_A_CORE = 0.5

Part = tuple[str, ...]
"""Rules that are kept or left out together."""

_TEMPORAL_LAST = ("precedence", "hypercare", "parallel_running", "continuity")
"""Kinds that people would rather keep in an explanation than see left out."""


@dataclass(slots=True)
class _Trials:
    programme: ExpandedProgramme
    settings: SearchSettings
    clock: Clock
    emit: Emit
    stop: threading.Event
    undecided: int = 0
    made: int = 0
    known: dict[frozenset[str], Finding] = field(default_factory=dict)

    def leaves_none(self, parts: Sequence[Part]) -> bool:
        """Tell whether the rules of some parts are known to leave no plan."""
        rules = frozenset(rule for part in parts for rule in part)
        if rules not in self.known:
            seconds = min(SECONDS_FOR_A_TRIAL, self.clock.left)
            finding = plan_under(self.programme, rules, self.settings, seconds, self.stop)
            self.known[rules] = finding
            self.made += 1
            self.undecided += finding == "unknown"
            self.emit({"type": "clash_trial", "rules": len(rules), "elapsed": self.clock.spent})
        return self.known[rules] == "none"


def find_clash(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    clock: Clock,
    emit: Emit,
    stop: threading.Event,
) -> dict[str, Any]:
    """Return the ids of a clash with whether it is minimal and proved."""
    trials = _Trials(programme, settings, clock, emit, stop)
    rules = [rule for rule in programme.document.rules if is_switchable(rule)]
    placement = _placement(programme)
    if trials.leaves_none([(placement,)]):
        return {"rules": [placement], "minimal": True, "proved": _proved(trials, [placement])}
    found = _narrowed(trials, rules)
    return {
        "rules": _in_reading_order(found, rules),
        "minimal": trials.undecided == 0 and not stop.is_set(),
        "proved": _proved(trials, found),
    }


def _narrowed(trials: _Trials, rules: Sequence[Rule]) -> list[str]:
    """Return a minimal set of rule ids, from the solver's core when it gives one."""
    core = find_core(
        trials.programme,
        trials.settings,
        min(SECONDS_FOR_A_CORE, trials.clock.left * SHARE_OF_TIME_FOR_A_CORE),
        trials.stop,
    )
    known = core or frozenset()
    named: list[Part] = [
        (rule.id,) for rule in rules if rule.id in known and not bars_dates_only(rule)
    ]
    barring: list[Part] = [(rule.id,) for rule in rules if bars_dates_only(rule)]
    if core is not None and trials.leaves_none([*named, *barring]):
        return [rule for part in _minimal(trials, [*named, *barring]) for rule in part]
    parts = _minimal(trials, _by_origin(rules))
    single: list[Part] = [(rule,) for part in parts for rule in part]
    if len(single) > len(parts):
        parts = _minimal(trials, single)
    return [rule for part in parts for rule in part]


def _minimal(trials: _Trials, parts: list[Part]) -> list[Part]:
    """Return parts that leave no plan together, each of them needed."""
    if len(parts) <= 1:
        return parts
    return _explain(trials, [], parts, background_changed=False)


def _explain(
    trials: _Trials, background: list[Part], parts: list[Part], *, background_changed: bool
) -> list[Part]:
    """QuickXplain: halve, explain each half against the other."""
    if background_changed and trials.leaves_none(background):
        return []
    if len(parts) == 1:
        return parts
    half = len(parts) // 2
    kept, dropped = parts[:half], parts[half:]
    second = _explain(trials, background + kept, dropped, background_changed=bool(kept))
    first = _explain(trials, background + second, kept, background_changed=bool(second))
    return first + second


def _by_origin(rules: Sequence[Rule]) -> list[Part]:
    """Gather rules by the template that wrote them, those easier to give up last."""
    origins: dict[str, list[str]] = {}
    keeps: dict[str, bool] = {}
    for rule in rules:
        origin = rule.id.partition(".")[0]
        if rule.kind in ("team_capacity", "sourcing_choice"):
            origin = rule.id
        origins.setdefault(origin, []).append(rule.id)
        keeps[origin] = rule.kind in _TEMPORAL_LAST
    return [tuple(origins[o]) for o in sorted(origins, key=lambda o: not keeps[o])]


def _proved(trials: _Trials, rules: Sequence[str]) -> bool:
    """Prove the clash alone again, by both configurations."""
    return all(
        plan_under(
            trials.programme,
            rules,
            trials.settings,
            trials.clock.left,
            trials.stop,
            profile=profile,
        )
        == "none"
        for profile in PROFILES
    )


def _in_reading_order(found: Sequence[str], rules: Sequence[Rule]) -> list[str]:
    return [rule.id for rule in rules if rule.id in found]


def _placement(programme: ExpandedProgramme) -> str:
    return next((r.id for r in programme.document.rules if r.kind == "placement"), "placement")
