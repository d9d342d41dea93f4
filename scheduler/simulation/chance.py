"""What is left to chance in carrying out a plan: durations, the causes they share, and risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import begun_in
from scheduler.domain.risks import Risk
from scheduler.domain.values import ThreePoint
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import KIND, OTHER, SAME_DAY, TIES_FROM, TIES_TO
from scheduler.simulation.policy import Carried
from scheduler.simulation.spreads import Shape, Spread, certain, spread_of

DEFAULT_CORRELATION = 0.5
"""Between two estimates with one driver: an assumption, as long as nobody has measured."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What is drawn for each sample."""

    spreads: tuple[Spread, ...]
    """Working days by activity; certain where nothing is drawn."""
    drivers: tuple[str, ...]
    correlation: float
    """Between the draws of two estimates with one driver, from 0 to 1."""
    hits: tuple[Hit, ...] = ()
    alike: tuple[Ints, ...] = ()
    """Work that takes as long as the longest of it."""

    @property
    def uncertain(self) -> tuple[int, ...]:
        """The activities of which a duration is drawn."""
        return tuple(i for i, spread in enumerate(self.spreads) if len(spread.bounds))

    def at_likely(self, i: int) -> Chance:
        """Return the same with one estimate known to be its likely value; other draws stay."""
        known = list(self.spreads)
        bounds = np.full(len(known[i].bounds), np.inf)
        bounds[: known[i].likely - known[i].first] = -np.inf
        known[i] = replace(known[i], bounds=bounds)
        return replace(self, spreads=tuple(known))


@dataclass(frozen=True, slots=True)
class Hit:
    """A risk and what it happens to, of what the plan has."""

    risk: Risk
    works: Ints
    events: Ints
    """Each by the event it is placed with."""
    delay: Spread


def chance_of(
    carried: Carried,
    *,
    shape: Shape = "pert",
    correlation: float = DEFAULT_CORRELATION,
    risks: bool = True,
) -> Chance:
    """Return what is left to chance in a plan; what has begun takes what the programme says."""
    programme, plan = carried.programme, carried.plan
    begun = begun_in(programme.document.rules)
    spreads = tuple(
        planned if activity.id in begun or estimate is None else spread_of(estimate, shape)
        for activity, planned, estimate in zip(
            programme.document.activities,
            planned_spreads(programme, plan),
            _estimates(programme, plan),
            strict=True,
        )
    )
    return Chance(
        spreads=spreads,
        drivers=tuple(driver.id for driver in programme.document.drivers),
        correlation=correlation,
        hits=_hits(carried, shape) if risks else (),
        alike=_alike(carried),
    )


def no_chance(carried: Carried) -> Chance:
    """Return a world in which everything takes as long as planned and no risk happens."""
    spreads = planned_spreads(carried.programme, carried.plan)
    return Chance(spreads=spreads, drivers=(), correlation=0.0)


def planned_spreads(programme: ExpandedProgramme, plan: Plan) -> tuple[Spread, ...]:
    """Return the working days of each activity by the programme's duration case, as certain."""
    found = []
    for activity in programme.document.activities:
        mode = programme.mode_in(activity, plan)
        timed = mode is not None and mode.duration is not None
        found.append(certain(programme.working_days(mode) if mode is not None and timed else 0))
    return tuple(found)


def _estimates(programme: ExpandedProgramme, plan: Plan) -> Iterator[ThreePoint | None]:
    for activity in programme.document.activities:
        mode = programme.mode_in(activity, plan)
        yield None if mode is None else mode.duration


def _alike(carried: Carried) -> tuple[Ints, ...]:
    """Return the work that runs side by side and is planned to take equally long."""
    programme = carried.programme
    days = planned_spreads(programme, carried.plan)
    at = {activity.id: i for i, activity in enumerate(programme.document.activities)}
    groups = []
    for names in carried.ruled.side_by_side:
        works = [at[name] for name in names if programme.activities[name].form == "work"]
        if len(works) > 1 and len({days[i].first for i in works}) == 1:
            groups.append(np.array(works, np.int64))
    return tuple(groups)


def _hits(carried: Carried, shape: Shape) -> tuple[Hit, ...]:
    """Return the risks with the activities of the plan that are still to come."""
    programme = carried.programme
    at = {activity.id: i for i, activity in enumerate(programme.document.activities)}
    begun = begun_in(programme.document.rules)
    parents = _parents(carried)
    found = []
    for risk in programme.document.risks:
        names = [
            name
            for name in risk.activities.activities
            if name in carried.plan.placed and name not in begun
        ]
        events = [name for name in names if programme.activities[name].form == "event"]
        days = risk.working_days
        found.append(
            Hit(
                risk=risk,
                works=np.array([at[name] for name in names if name not in events], np.int64),
                events=np.array([parents.get(at[n], at[n]) for n in events], np.int64),
                delay=certain(0) if days is None else spread_of(days, shape, fewest=0),
            )
        )
    return tuple(found)


def _parents(carried: Carried) -> Mapping[int, int]:
    """Return the event that each event on the same day is placed with."""
    p = carried.lowered
    return {
        int(tie[OTHER]): i
        for i, row in enumerate(p.activities)
        for tie in p.ties[row[TIES_FROM] : row[TIES_TO]]
        if tie[KIND] == SAME_DAY
    }
