"""Kinds of work that start as soon as they can, while everything else waits for its planned day.

Time that others win is lost to work that waits for its planned start. Which kinds of work need not
wait is a choice that whoever runs the programme makes: their people must be ready before the
planned day. As few kinds as the target needs are named, with how early they start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.analysis.hold import KindAtOnce
from scheduler.analysis.risk import Share
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.simulation.names import FIRST, HOLD, NEVER, SETTLED
from scheduler.simulation.policy import Carried
from scheduler.simulation.runs import Runs

WORTH = 0.001
"""By how much of one a kind must make a plan likelier to hold, to be named."""
MOST_KINDS = 8
OFTEN_EARLY = 90
"""Of a hundred early starts, those that are not earlier than is told."""

HowLikely = Callable[[frozenset[str]], Share]
"""How likely a plan holds if work of some kinds starts at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind more that starts at once, and how likely the plan then holds."""

    kind: str
    in_time: Share


def starting_at_once(under: Carried, kinds: Collection[str]) -> Carried:
    """Return a plan in which work of some kinds does not wait for its planned start."""
    if not kinds:
        return under
    planned = under.planned.copy()
    for i, activity in enumerate(under.programme.document.activities):
        if activity.form == "work" and activity.kind in kinds and not planned[SETTLED, i]:
            planned[HOLD, i] = 0
    return replace(under, planned=planned)


def kinds_of_work(programme: ExpandedProgramme, plan: Plan) -> tuple[str, ...]:
    """Return the kinds of work that a plan has, by name."""
    return tuple(
        sorted(
            {
                activity.kind
                for activity in programme.document.activities
                if activity.form == "work" and activity.id in plan.placed
            }
        )
    )


def fewest_kinds(
    kinds: Sequence[str], before: Share, target: float, how_likely: HowLikely
) -> Iterator[Step]:
    """Yield kinds, each the one that makes the plan likeliest to hold after those before it.

    Ends once the target is reached, or no kind is worth naming.
    """
    chosen: frozenset[str] = frozenset()
    reached = before
    while reached.value < target and len(chosen) < MOST_KINDS:
        steps = [Step(k, how_likely(chosen | {k})) for k in kinds if k not in chosen]
        best = max(steps, key=lambda step: step.in_time.count, default=None)
        if best is None or best.in_time.value < reached.value + WORTH:
            return
        chosen, reached = chosen | {best.kind}, best.in_time
        yield best


def needs_of(under: Carried, runs: Runs, steps: Sequence[Step]) -> tuple[KindAtOnce, ...]:
    """Return what each kind needs: whose people are ready how much before the planned start."""
    return tuple(_need(under, runs, step) for step in steps)


def _need(under: Carried, runs: Runs, step: Step) -> KindAtOnce:
    programme = under.programme
    works = [
        i
        for i, activity in enumerate(programme.document.activities)
        if activity.form == "work"
        and activity.kind == step.kind
        and under.planned[FIRST, i] >= 0
        and not under.planned[SETTLED, i]
    ]
    teams = {
        team
        for i in works
        for mode in (programme.mode_in(programme.document.activities[i], under.plan),)
        if mode is not None
        for team, amount in mode.demands.items()
        if amount
    }
    planned = [
        under.axis.ordinal(under.plan.placed[programme.document.activities[i].id].start)
        for i in works
    ]
    starts = runs.starts[:, works]
    early = np.where(starts == NEVER, 0, np.array(planned) - starts)
    days = np.sort(early[early > 0])
    return KindAtOnce(
        kind=step.kind,
        in_time=step.in_time,
        activities=len(works),
        teams=tuple(sorted(teams)),
        earlier=Share(count=len(days), of=int(early.size)),
        days_earlier=int(days[OFTEN_EARLY * (len(days) - 1) // 100]) if len(days) else 0,
    )
