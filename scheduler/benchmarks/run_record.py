"""What one solver said of one instance, and what it was worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.project_instance import ProjectPlan

Status = Literal["optimal", "feasible", "infeasible", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was known at a moment, in seconds since the instance was handed over."""

    seconds: float
    value: int | None = None
    bound: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverRun:
    """The answer of one solver, nothing of it verified yet."""

    status: Status
    plan: ProjectPlan | None = None
    value: int | None = None
    bound: int | None = None
    seconds: float
    """Until the answer was proved, or the limit: building the model included."""
    points: tuple[Point, ...] = ()
    broken: tuple[str, ...] = ()
    """What the solver's own path found wrong with its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestKnown:
    """What is published of an instance."""

    group: str
    """The set it belongs to."""
    value: int | None = None
    no_plan: bool = False
    """Whether it is known to have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of the results."""

    group: str
    instance: str
    solver: str
    best_known: BestKnown | None
    run: SolverRun
    defect: str = ""
    """What is wrong with the answer; a record with one is no data point."""

    @property
    def first_plan_seconds(self) -> float | None:
        """When there was a plan."""
        return next((p.seconds for p in self.run.points if p.value is not None), None)

    def value_at(self, seconds: float) -> int | None:
        """Return the best value known at a moment."""
        known = [p.value for p in self.run.points if p.value is not None and p.seconds <= seconds]
        return min(known, default=None)

    def gap_at(self, seconds: float) -> float | None:
        """Return the gap to the best known value at a moment; 1 without a plan."""
        best = None if self.best_known is None else self.best_known.value
        if best is None or best <= 0:
            return None
        value = self.value_at(seconds)
        return 1.0 if value is None else (value - best) / best

    @property
    def own_gap(self) -> float | None:
        """Return how far the own value is above the own bound, in parts of the value."""
        value, bound = self.run.value, self.run.bound
        if value is None or value <= 0:
            return None
        return (value - min(value, bound or 0)) / value
