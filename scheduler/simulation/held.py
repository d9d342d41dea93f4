"""Plans compared by how likely they hold and by the programme's levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scheduler.analysis.hold import HoldLevel, HoldPoint
from scheduler.analysis.measures import last_transfer
from scheduler.analysis.risk import Share
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY, ObjectiveLevel, ObjectiveName
from scheduler.domain.plan import Plan
from scheduler.objectives import term_of
from scheduler.simulation.at_once import starting_at_once
from scheduler.simulation.chance import chance_of
from scheduler.simulation.due import in_time
from scheduler.simulation.policy import Carried, Policy, carried
from scheduler.simulation.runs import Runs, carry_out
from scheduler.simulation.spreads import Shape

_TOLD: tuple[ObjectiveName, ...] = ("schedule_contingency", "peak_change_load", "cost")
"""What is told of every plan, whatever the levels."""


class World(Protocol):
    """How a plan is put to chance."""

    @property
    def policy(self) -> Policy:
        """Whether planned starts are kept."""

    @property
    def shape(self) -> Shape:
        """Of estimates."""

    @property
    def correlation(self) -> float:
        """Between two estimates with one driver."""

    @property
    def at_once(self) -> frozenset[str]:
        """Kinds of work that do not wait for their planned starts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan, how likely it holds, and what it is worth by the programme's levels."""

    plan: Plan
    made_by: str
    in_time: Share
    costs: tuple[int, ...]
    """By level of the programme, with the sign by which less is better."""
    chain: Mapping[str, int]
    """In how many samples an activity makes the plan late; the most often first."""

    def often(self, part: float) -> tuple[str, ...]:
        """Return what makes the plan late in that part of the samples, or more."""
        return tuple(n for n, count in self.chain.items() if count >= part * self.in_time.of)


@dataclass(frozen=True, slots=True)
class Scoring:
    """The same samples for every plan."""

    programme: ExpandedProgramme
    samples: int
    seed: int
    world: World

    def runs(self, plan: Plan) -> tuple[Carried, Runs]:
        """Carry a plan out."""
        under = starting_at_once(
            carried(self.programme, plan, self.world.policy), self.world.at_once
        )
        chance = chance_of(under, shape=self.world.shape, correlation=self.world.correlation)
        return under, carry_out(under, chance, samples=self.samples, seed=self.seed)

    def score(self, plan: Plan, made_by: str) -> Candidate:
        """Return a plan with how likely it holds."""
        under, runs = self.runs(plan)
        good = in_time(under, runs.starts, runs.finishes)[1]
        names = [activity.id for activity in self.programme.document.activities]
        chain = {n: int(count) for n, count in zip(names, runs.chain, strict=True) if count}
        terms = [term_of(level) for level in compared(self.programme)]
        return Candidate(
            plan=plan,
            made_by=made_by,
            in_time=Share(count=int(np.count_nonzero(good)), of=self.samples),
            costs=tuple(term.sign * term.measure(self.programme, plan) for term in terms),
            chain=dict(sorted(chain.items(), key=lambda item: (-item[1], item[0]))),
        )


def compared(programme: ExpandedProgramme) -> tuple[ObjectiveLevel, ...]:
    """Return the levels by which one plan is better than another, the most important first."""
    return tuple(level for level in programme.document.objectives if level.name not in STABILITY)


def told(programme: ExpandedProgramme) -> tuple[ObjectiveLevel, ...]:
    """Return the levels that are told of every plan."""
    own = compared(programme)
    known = {level.name for level in own}
    return (*own, *(ObjectiveLevel(name=name) for name in _TOLD if name not in known))


def levels_of(programme: ExpandedProgramme) -> tuple[HoldLevel, ...]:
    """Return what is told of every plan, with its unit."""
    terms = {level.key: term_of(level) for level in told(programme)}
    return tuple(
        HoldLevel(name=key, unit=term.unit, maximise=term.maximise) for key, term in terms.items()
    )


def frontier_of(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the plans than which none is both likelier to hold and better by the levels.

    The best by the levels first, which is the least likely to hold.
    """
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.costs, -c.in_time.count)):
        if not kept or candidate.in_time.count > kept[-1].in_time.count:
            kept.append(candidate)
    return tuple(kept)


def points_of(
    programme: ExpandedProgramme, ladder: Sequence[Candidate], given: Candidate
) -> tuple[HoldPoint, ...]:
    """Return plans with what they cost beside the one that was given, and for each point more."""
    return tuple(_points(programme, ladder, given))


def _points(
    programme: ExpandedProgramme, ladder: Sequence[Candidate], given: Candidate
) -> Iterator[HoldPoint]:
    base = values_of(programme, given.plan)
    before: tuple[Share, Mapping[str, int]] | None = None
    for candidate in ladder:
        plan, share = candidate.plan, candidate.in_time
        values = values_of(programme, plan)
        yield HoldPoint(
            made_by=candidate.made_by,
            in_time=share,
            last_transfer=last_transfer(programme, plan),
            values=values,
            difference={name: value - base[name] for name, value in values.items()},
            per_point=None if before is None else _per_point(before, share, values),
            options_changed={
                group: option
                for group, option in plan.options.items()
                if given.plan.options.get(group) != option
            },
            is_given=plan == given.plan,
            plan=plan,
        )
        before = share, values


def values_of(programme: ExpandedProgramme, plan: Plan) -> Mapping[str, int]:
    """Return what a plan has of every level that is told."""
    return {level.key: term_of(level).measure(programme, plan) for level in told(programme)}


def _per_point(
    before: tuple[Share, Mapping[str, int]], share: Share, values: Mapping[str, int]
) -> Mapping[str, float]:
    points = 100 * (share.value - before[0].value)
    return {name: round((value - before[1][name]) / points, 4) for name, value in values.items()}
