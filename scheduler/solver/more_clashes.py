"""Further clashes of a programme, sharing as little as possible; imports no solver.

While all rules of the clashes found are left out, others share nothing with them. Then one rule of
each clash is left out: whoever still has no plan has another clash. Where every way to leave out
one of each has a plan, there are no others.

Source: minimal hitting sets, Reiter (1987); MARCO, Liffiton, Previti, Malik & Marques-Silva (2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.solver.narrowing import Found, find_one
from scheduler.solver.trials import Finding, RuleIds, Trials

Look = Callable[[RuleIds], Found | Finding]
"""Looks for a clash among some rules; else tells whether they have a plan, where that is known."""


@dataclass(frozen=True, slots=True)
class Told:
    """Clashes in the order found, with what is known of others."""

    found: tuple[Found, ...]
    none_apart: bool
    """Whether every other clash shares a rule with one of these."""
    complete: bool
    """Whether there are no others."""


def find_several(
    trials: Trials,
    at_most: int,
    look: Look | None = None,
    tell: Callable[[Found], None] = lambda _: None,
) -> Told | Finding:
    """Return several clashes, or what is known when not even one is found."""
    look = look or (lambda among: find_one(trials, among))
    every = frozenset(rule.id for rule in trials.rules)
    first = look(every)
    if not isinstance(first, Found):
        return first
    found = [first]
    tell(first)
    if every.isdisjoint(first.rules):
        # What a plan is cannot be met by itself.
        return Told((first,), none_apart=True, complete=True)
    none_apart = _find_apart(trials, every, found, at_most, look, tell)
    complete = False
    while len(found) < at_most and not trials.over:
        other = _another(trials, every, found, look)
        if not isinstance(other, Found):
            complete = other == "plan" and all(c.minimal and c.proved for c in found)
            break
        found.append(other)
        tell(other)
    return Told(tuple(found), none_apart, complete)


def _find_apart(
    trials: Trials,
    every: RuleIds,
    found: list[Found],
    at_most: int,
    look: Look,
    tell: Callable[[Found], None],
) -> bool:
    """Find clashes that share nothing with those found; tell whether there are no more."""
    while not trials.over:
        if len(found) >= at_most:
            return False
        other = look(every.difference(*(clash.rules for clash in found)))
        if not isinstance(other, Found):
            return other == "plan"
        if not other.proved:
            return False
        found.append(other)
        tell(other)
    return False


def _another(trials: Trials, every: RuleIds, found: Sequence[Found], look: Look) -> Found | Finding:
    """Return a clash that lacks a rule of each of those found, or whether there is none."""
    doubtful = False
    for left_out in hitting_sets([frozenset(clash.rules) for clash in found]):
        if trials.over:
            return "unknown"
        finding = look(every - left_out)
        if isinstance(finding, Found):
            # One that could not be shown in the time left says no more than that.
            return finding if finding.proved else "unknown"
        doubtful |= finding == "unknown"
    return "unknown" if doubtful else "plan"


def hitting_sets(sets: Sequence[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Yield every minimal set that holds a member of each of some sets, once."""
    seen: set[frozenset[str]] = set()

    def grow(chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        missed = next((each for each in sets if not each & chosen), None)
        if missed is None:
            if chosen not in seen and all(
                any(each & chosen == {one} for each in sets) for one in chosen
            ):
                seen.add(chosen)
                yield chosen
            return
        for one in sorted(missed):
            yield from grow(chosen | {one})

    yield from grow(frozenset())
