"""The search for a plan that holds if some kinds of work start as soon as they can.

The search for plans goes on, all work starting at once; then as few kinds as the target needs are
told apart, and the plan is carried out again with those alone in samples that no choice has seen.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduler.analysis.hold import AtOnce, EndedBy
from scheduler.analysis.risk import Share
from scheduler.simulation.at_once import Step, fewest_kinds, kinds_of_work, needs_of
from scheduler.simulation.due import in_time
from scheduler.simulation.held import Candidate, Scoring, points_of
from scheduler.simulation.hold_search import TO_SPARE, HoldSearch
from scheduler.simulation.tried import likeliest
from scheduler.solver.settings import SearchSettings

PART_FOR_KINDS = 4
"""Of the samples of the search, kinds of work are told apart in one of so many."""
_MOST_SEED = 2**31


def find_at_once(made: HoldSearch, search: SearchSettings) -> tuple[AtOnce | None, int, EndedBy]:
    """Return a plan with kinds of work that start at once, how many more plans were tried.

    And what ended the search for it. No plan where no kind makes one likelier to hold. `made` is
    what was found with planned starts.
    """
    given = made.given.plan
    start = likeliest(made.tried, "soon").plan if made.tried else given
    every = frozenset(kinds_of_work(made.programme, start))
    soon = replace(made.settings, at_once=every)
    again = HoldSearch(made.programme, start, soon, search, made.on_event, made.stop)
    again.search_all()
    best = again.best()
    steps, rest = _steps(made, best)
    answer = _checked(made, best, steps, (*steps, *rest)) if steps else None
    return answer, max(0, len(again.tried) - 1), again.ended_by


def _scoring(made: HoldSearch, kinds: frozenset[str], samples: int, seed: int | None) -> Scoring:
    world = replace(made.settings, at_once=kinds)
    return Scoring(made.programme, samples, world.seed if seed is None else seed, world)


def _steps(made: HoldSearch, best: Candidate) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return the fewest kinds, and all others as they are with every kind at once."""
    few = max(1, made.settings.samples // PART_FOR_KINDS)

    def how_likely(kinds: frozenset[str]) -> Share:
        return _scoring(made, kinds, few, None).score(best.plan, "").in_time

    kinds = kinds_of_work(made.programme, best.plan)
    before = how_likely(frozenset())
    steps = tuple(fewest_kinds(kinds, before, made.target + TO_SPARE, how_likely))
    named = {step.kind for step in steps}
    left = [kind for kind in kinds if kind not in named]
    together = how_likely(frozenset(kinds)) if left else before
    return steps, tuple(Step(kind, together) for kind in left)


def _checked(
    made: HoldSearch, best: Candidate, steps: tuple[Step, ...], every: tuple[Step, ...]
) -> AtOnce:
    """Return the fewest kinds that reach the target on fresh samples, each try on its own.

    Where the few do not, every kind is tried.
    """
    in_reach = [k for k, step in enumerate(steps, start=1) if step.in_time.value >= made.target]
    counts = in_reach or [len(steps)]
    tries = (_afresh(made, best, steps[:count], turn) for turn, count in enumerate(counts))
    answer = next(tries)
    for more in tries:
        if answer.reached:
            break
        answer = more
    if answer.reached or len(steps) == len(every):
        return answer
    more = _afresh(made, best, every, len(counts))
    return more if more.in_time.value > answer.in_time.value else answer


def _afresh(made: HoldSearch, best: Candidate, steps: tuple[Step, ...], turn: int) -> AtOnce:
    """Return a plan with some kinds at once, carried out in samples that no choice has seen."""
    kinds = frozenset(step.kind for step in steps)
    seed = (made.settings.fresh_seed + turn) % _MOST_SEED
    scoring = _scoring(made, kinds, made.settings.fresh_samples, seed)
    under, runs = scoring.runs(best.plan)
    good = in_time(under, runs.starts, runs.finishes)[1]
    fresh = Share(count=int(np.count_nonzero(good)), of=scoring.samples)
    held = _scoring(made, kinds, made.settings.samples, None).score(best.plan, best.made_by)
    return AtOnce(
        reached=fresh.value >= made.target,
        in_time=fresh,
        fresh_seed=seed,
        kinds=needs_of(under, runs, steps),
        point=points_of(made.programme, (held,), made.given)[0],
    )
