"""Plans that were tried: how likely each holds as planned, and if work starts as soon as it can.

Both are looked at for every plan. Work that starts as soon as it can shows what the dates of events
are worth; with planned starts that is hidden by work that waits for its day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.domain.plan import Plan
from scheduler.simulation.at_once import kinds_of_work
from scheduler.simulation.held import Candidate, Scoring, World
from scheduler.simulation.policy import Policy
from scheduler.simulation.spreads import Shape

By = Literal["kept", "soon", "both"]
"""What plans are compared by: planned starts kept, all work at once, or the mean of the two."""

FADING = 0.9
"""Of what made a plan late, so much stays in mind when the next plan is tried."""
IN_MIND = 0.5
"""By how much less what made other plans late counts than what makes this one late."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One plan in few samples, carried out both ways."""

    plan: Plan
    made_by: str
    kept: Candidate
    soon: Candidate

    def holds(self, by: By) -> float:
        """Return in what part of the samples all is in time."""
        if by == "both":
            return (self.kept.in_time.value + self.soon.in_time.value) / 2
        return self.way(by).in_time.value

    def way(self, by: By) -> Candidate:
        """Return how it is carried out: as planned where both are meant."""
        return self.soon if by == "soon" else self.kept


@dataclass(frozen=True, slots=True)
class BothWays:
    """Few samples for every plan, the same for all."""

    kept: Scoring

    def tried(self, plan: Plan, made_by: str) -> Tried:
        """Carry a plan out both ways; once where work does not wait in any case."""
        kept = self.kept.score(plan, made_by)
        world = self.kept.world
        if not self.differ:
            return Tried(plan, made_by, kept, kept)
        every = frozenset(kinds_of_work(self.kept.programme, plan))
        soon = replace(self.kept, world=at_once_in(world, every))
        return Tried(plan, made_by, kept, soon.score(plan, made_by))

    @property
    def differ(self) -> bool:
        """Whether work waits for its planned day in one of the two ways."""
        return self.kept.world.policy == "as-planned" and not self.kept.world.at_once


@dataclass(frozen=True, slots=True)
class _AtOnce:
    """A world in which some kinds of work do not wait."""

    policy: Policy
    shape: Shape
    correlation: float
    at_once: frozenset[str]


def at_once_in(world: World, kinds: frozenset[str]) -> World:
    """Return a world like another in which some kinds of work do not wait."""
    return _AtOnce(world.policy, world.shape, world.correlation, kinds)


def likeliest(tried: Sequence[Tried], by: By) -> Tried:
    """Return the plan that is likeliest to hold; the first of equals."""
    return max(tried, key=lambda one: one.holds(by))


def kept_in_mind(tried: Sequence[Tried], by: By) -> Mapping[str, float]:
    """Return in what part of the samples each activity made plans late, the last tried first."""
    in_mind: dict[str, float] = {}
    for one in tried:
        now = parts(one, by)
        in_mind = {
            n: max(FADING * in_mind.get(n, 0.0), now.get(n, 0.0)) for n in {**in_mind, **now}
        }
    return in_mind


def late_in(best: Tried, in_mind: Mapping[str, float], by: By) -> Mapping[str, float]:
    """Return what makes a plan late, and less strongly what made others late that were tried."""
    now = parts(best, by)
    return {n: max(now.get(n, 0.0), IN_MIND * in_mind.get(n, 0.0)) for n in {**now, **in_mind}}


def parts(one: Tried, by: By) -> Mapping[str, float]:
    """Return in what part of the samples each activity makes a plan late."""
    way = one.way(by)
    return {name: count / way.in_time.of for name, count in way.chain.items()}
