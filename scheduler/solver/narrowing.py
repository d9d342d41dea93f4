"""One minimal clash by trials: planning rules that no plan can meet together, all of them needed.

First all rules but those that share something out among many; where these leave no plan, the
solver's proof names those it used. Where they leave one, few shared rules are looked for that leave
none beside them, and then the others that matter: those that the proof names, else those around
the activities that the shared rules speak of, step by step. Of rules that only bar dates just those
on activities of the others can matter. What is left is narrowed by leaving rules out, each trial a
hard model of just the rules in question, so that reasoning about capacity stays strong. A rule
whose trial does not end is kept, and the clash is not called minimal.

Source: QuickXplain, Junker (2004); deletion filter, Chinneck & Dravnieks (1991).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.analysis.spoken_of import spoken_of
from scheduler.domain.planning_rules import Rule
from scheduler.solver.kinds import bars_dates_only, is_shared
from scheduler.solver.tightness import tightest_first
from scheduler.solver.trials import SECONDS_FOR_A_TRIAL, Finding, RuleIds, Trials

SECONDS_FOR_NAMES = 20.0
SECONDS_FOR_ALL = 30.0
SECONDS_FOR_ONE_SHARED = 4.0
MOST_SINGLE_SHARED = 3
MOST_ONE_BY_ONE = 60
"""Rules up to which leaving out one after another takes fewer trials than halving."""
MOST_WITH_SHARED = 20
"""The same where a rule is shared, whose trials take long."""
SECONDS_FOR_A_DOUBT = 20.0
"""For a rule of a clash whose first trial did not end."""

_RATHER_KEPT = ("precedence", "hypercare", "parallel_running", "continuity")
"""Kinds that people would rather keep in an explanation than see left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A clash by its rules, with what is known of it."""

    rules: tuple[str, ...]
    """In reading order."""
    minimal: bool
    """Whether every one of them was shown to be needed."""
    proved: bool
    """Whether each of two configurations refutes them alone."""
    disagreement: bool = False
    """Whether one of the two finds a plan instead."""


def minimal_within(trials: Trials, rules: RuleIds) -> Found:
    """Return a clash within rules that are known to leave no plan."""
    return found_of(trials, _minimal(trials, rules))


def find_one(trials: Trials, among: RuleIds | None = None) -> Found | Finding:
    """Return a clash among some rules, or all, or what is known when none is found."""
    rules = [rule for rule in trials.rules if among is None or rule.id in among]
    if trials.finding(()) == "none":
        return found_of(trials, [_placement(trials)])
    few = reduced(trials, rules)
    if isinstance(few, str):
        return few
    # Said at once: who is ended at a limit says no more, and few rules are better than none.
    trials.tell_found(few)
    minimal = _minimal(trials, few)
    trials.tell_found(minimal)
    return found_of(trials, minimal)


def found_of(trials: Trials, rules: Iterable[str]) -> Found:
    """Return rules that leave no plan as a clash, proved where two configurations say so alone."""
    ids = frozenset(rules) or frozenset({_placement(trials)})
    needed = [trials.finding(ids - {rule}, SECONDS_FOR_A_DOUBT) for rule in sorted(ids)]
    findings = trials.oracle.refuted_by(ids, max(1.0, trials.clock.left))
    disagreement = "plan" in findings
    if disagreement:
        trials.alarms.append(
            f"Two configurations of the solver disagree on the clash of {', '.join(sorted(ids))}: "
            "one of them finds a plan."
        )
    alone = ids == {_placement(trials)}
    return Found(
        rules=tuple(r.id for r in trials.programme.document.rules if r.id in ids) or tuple(ids),
        minimal=alone or all(finding == "plan" for finding in needed),
        proved=bool(findings) and all(finding == "none" for finding in findings),
        disagreement=disagreement,
    )


def reduced(trials: Trials, rules: Sequence[Rule]) -> RuleIds | Finding:
    """Return few rules that leave no plan, found fast."""
    own = _ids(rule for rule in rules if not is_shared(rule))
    suspects = _ids(rule for rule in rules if not is_shared(rule) and not bars_dates_only(rule))
    finding, core = trials.named(own, suspects, SECONDS_FOR_NAMES)
    if finding == "unknown":
        finding = trials.finding(own)
    shared: RuleIds = frozenset()
    if finding != "none":
        needed = _shared_needed(trials, own, [rule for rule in rules if is_shared(rule)])
        if isinstance(needed, str):
            return needed
        shared = needed
        finding, core = trials.named(own | shared, suspects, SECONDS_FOR_NAMES)
    if finding == "none" and len(core) < len(own | shared):
        reduced = _with_barring(trials, core, shared, rules)
    else:
        reduced = _grown(trials, own | shared, shared)
    return _named_again(trials, reduced)


def _shared_needed(trials: Trials, own: RuleIds, shared: Sequence[Rule]) -> RuleIds | Finding:
    """Return few shared rules that leave no plan beside the others."""
    every = own | _ids(shared)
    ordered = tightest_first(shared, trials.programme)
    for rule in ordered[:MOST_SINGLE_SHARED]:
        if trials.finding(own | {rule.id}, SECONDS_FOR_ONE_SHARED) == "none":
            return frozenset({rule.id})
    finding = trials.finding(every, SECONDS_FOR_ALL)
    if finding != "none":
        return finding
    parts = [frozenset({rule.id}) for rule in ordered]
    return frozenset().union(*_halved(trials, own, parts))


def _with_barring(trials: Trials, core: RuleIds, shared: RuleIds, rules: Sequence[Rule]) -> RuleIds:
    """Return a core with no more of the rules that only bar dates than its activities meet."""
    barring = _ids(rule for rule in rules if bars_dates_only(rule) and rule.id in core)
    named = (core - barring) | shared
    met = _spoken_of(trials, named)
    near = _ids(
        rule for rule in rules if rule.id in barring and spoken_of(rule, trials.programme) & met
    )
    for few in (named, named | near):
        if few < core and trials.finding(few) == "none":
            return few
    return core


def _grown(trials: Trials, rules: RuleIds, around: RuleIds) -> RuleIds:
    """Return those of some rules that leave no plan, by growing around a few of them."""
    if not around:
        return rules
    chosen, met = around, _spoken_of(trials, around)
    spoken = {
        rule.id: spoken_of(rule, trials.programme) for rule in trials.rules if rule.id in rules
    }
    while trials.finding(chosen) != "none":
        more = frozenset(name for name, of in spoken.items() if of & met)
        if more <= chosen:
            return rules
        chosen |= more
        met = met.union(*(spoken[name] for name in more))
    return chosen


def _named_again(trials: Trials, rules: RuleIds) -> RuleIds:
    """Return what a second proof uses of few rules, now that its model is small."""
    if len(rules) <= 1:
        return rules
    shared = _ids(r for r in trials.rules if r.id in rules and is_shared(r))
    finding, named = trials.named(rules, rules - shared, SECONDS_FOR_NAMES / 4)
    if finding == "none" and named < rules and trials.finding(named) == "none":
        return named
    return rules


def _minimal(trials: Trials, rules: RuleIds) -> RuleIds:
    """Return rules that leave no plan together, each of them needed as far as trials end.

    Where a rule can be left out, the proof that shows it names others that it had no use for.
    """
    ordered = [r.id for r in sorted(trials.rules, key=_kept_first) if r.id in rules]
    few = MOST_WITH_SHARED if any(is_shared(r) for r in trials.rules if r.id in rules) else None
    if len(ordered) > (few or MOST_ONE_BY_ONE):
        parts = [frozenset({rule}) for rule in ordered]
        ordered = [rule for part in _halved(trials, frozenset(), parts) for rule in part]
    if trials.oracle.side_by_side > 1:
        return _side_by_side(trials, ordered)
    left = frozenset(ordered)
    shared = _ids(rule for rule in trials.rules if is_shared(rule))
    for rule in reversed(ordered):
        if rule not in left:
            continue
        fewer = left - {rule}
        if trials.known(fewer) == "unknown":
            finding, named = trials.named(fewer, fewer - shared, SECONDS_FOR_A_TRIAL)
            if finding == "none" and trials.finding(named) == "none":
                left = named
        elif trials.known(fewer) == "none":
            left = fewer
    return left


def _side_by_side(trials: Trials, ordered: Sequence[str]) -> RuleIds:
    """Leave rules out by trials side by side: one that is needed among more is among fewer."""
    left, waiting = frozenset(ordered), list(reversed(ordered))
    while waiting:
        batch = waiting[: trials.oracle.side_by_side]
        del waiting[: len(batch)]
        found = trials.findings([left - {rule} for rule in batch], SECONDS_FOR_A_TRIAL)
        needless = [rule for rule, of in zip(batch, found, strict=True) if of == "none"]
        left -= set(needless[:1])
        waiting[:0] = needless[1:]
    return left


def _halved(trials: Trials, fixed: RuleIds, parts: list[RuleIds]) -> list[RuleIds]:
    """QuickXplain: parts that leave no plan beside some rules, each needed; those first rather."""
    if not parts or trials.finding(fixed) == "none":
        return []
    if len(parts) == 1:
        return parts
    half = len(parts) // 2
    kept, dropped = parts[:half], parts[half:]
    second = _halved(trials, fixed.union(*kept), dropped)
    first = _halved(trials, fixed.union(*second), kept)
    return first + second


def _kept_first(rule: Rule) -> int:
    if is_shared(rule):
        return 3
    if rule.kind in _RATHER_KEPT:
        return 0
    return 2 if bars_dates_only(rule) else 1


def _spoken_of(trials: Trials, rules: RuleIds) -> frozenset[str]:
    return frozenset().union(
        *(spoken_of(rule, trials.programme) for rule in trials.rules if rule.id in rules)
    )


def _ids(rules: Iterable[Rule]) -> RuleIds:
    return frozenset(rule.id for rule in rules)


def _placement(trials: Trials) -> str:
    rules = trials.programme.document.rules
    return next((rule.id for rule in rules if rule.kind == "placement"), "placement")
