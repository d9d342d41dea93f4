"""The frontier of two levels: the best of one for each value of the other.

The epsilon-constraint method, in the objective's own terms: the first level is held to a goal, the
second is made as good as it gets, then the first as good as that leaves it. Goals are chosen where
the widest stretch without a point lies.
Source: Haimes, Lasdon & Wismer (1971); lexicographic second stage: Mavrotas (2009).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.answers import Frontier, FrontierLevel, FrontierPoint
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.objectives import term_of
from scheduler.planning import plan_exit
from scheduler.solver.gather import OnEvent
from scheduler.solver.settings import SearchSettings

CONCESSIONS = ObjectiveLevel(name="concessions")
LEAST_SECONDS = 1.0
END = 0.3
"""Of the time that is left, for an end of the frontier: all that lies between begins from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What one search found."""

    outcome: Literal["plan", "infeasible", "undecided"]
    plan: Plan | None = None
    proved: bool = False
    """Whether no plan is better in the levels that were asked for."""


Solve = Callable[[tuple[ObjectiveLevel, ...], Plan | None, float], Solved]
"""Searches for the best plan by some levels, from a plan if there is one, in so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Point:
    """A plan by its costs: values with the sign by which less is better."""

    concessions: int
    first: int
    second: int
    proved: bool
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """Two neighbours and where between them points may still lie."""

    above: _Point
    """Better in the first level."""
    below: _Point
    """Better in the second."""
    least: int
    """No point has a smaller cost of the first level."""
    stepping: bool = False
    """Whether the middle was tried in vain, so that the end is tried next."""

    @property
    def closed(self) -> bool:
        """Whether no whole numbers lie between."""
        return self.least >= self.below.first or self.above.second - self.below.second <= 1

    @property
    def size(self) -> int:
        """How much may be hidden in it."""
        return (self.below.first - self.least) * (self.above.second - self.below.second)

    @property
    def goal(self) -> int:
        """The cost of the first level to try next."""
        most = self.below.first - 1
        return most if self.stepping else (self.least + most) // 2


def find_frontier(
    programme: ExpandedProgramme,
    levels: tuple[ObjectiveLevel, ObjectiveLevel],
    settings: SearchSettings,
    *,
    most_points: int = 12,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
) -> Frontier:
    """Return the points of the frontier, `most_points` at most; the time limit is for all of them.

    The programme must have passed validation; the two levels must differ.
    """
    ended = stop or threading.Event()

    def solve(asked: tuple[ObjectiveLevel, ...], start: Plan | None, seconds: float) -> Solved:
        document = replace(programme.document, objectives=asked, profile=None)
        answer = plan_exit(
            ExpandedProgramme(document),
            replace(settings, time_limit_seconds=seconds, confirm=False),
            on_event=on_event,
            stop=ended,
            with_baselines=False,
            baseline=start,
        )
        proved = all(level.proved for level in answer.objectives)
        return Solved(outcome=answer.outcome, plan=answer.plan, proved=proved)

    return weigh(
        programme,
        levels,
        solve,
        seconds=settings.time_limit_seconds,
        most_points=most_points,
        on_event=on_event,
        stop=ended,
    )


def weigh(
    programme: ExpandedProgramme,
    levels: tuple[ObjectiveLevel, ObjectiveLevel],
    solve: Solve,
    *,
    seconds: float,
    most_points: int,
    near: Plan | None = None,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event,
) -> Frontier:
    """Return the points of the frontier with searches made by somebody else.

    As `find_frontier`; `near` is where the first search starts from, `seconds` are for all of them.
    """
    search = _Search(programme, levels, solve, seconds, most_points, near, on_event, stop)
    return search.frontier()


class _Search:
    """One search for a frontier."""

    def __init__(
        self,
        programme: ExpandedProgramme,
        levels: tuple[ObjectiveLevel, ObjectiveLevel],
        solve: Solve,
        seconds: float,
        most_points: int,
        near: Plan | None,
        on_event: OnEvent,
        stop: threading.Event,
    ) -> None:
        """Begin with no point."""
        self.programme, self.solve, self.most_points = programme, solve, most_points
        self.seconds, self.near = seconds, near
        self.first, self.second = levels
        self.on_event, self.stop = on_event, stop
        self.began = time.monotonic()
        self.points: list[_Point] = []
        self.outcome: Literal["plan", "infeasible", "undecided"] = "plan"

    @property
    def left(self) -> float:
        """Seconds until the limit."""
        return self.seconds - (time.monotonic() - self.began)

    def frontier(self) -> Frontier:
        """Find both ends, then points between them."""
        above = self._solved((self.first, self.second), self.near, END)
        if above is None:
            return self._made(())
        below = self._solved((self.second, self.first), above.plan, END) or above
        if not below.proved and below.second == above.second and self.left > LEAST_SECONDS:
            # Nothing lies between two ends that are one: all that is left goes into the second.
            below = self._solved((self.second, self.first), above.plan, 1.0) or below
        gaps, unknown = [_Gap(above=above, below=below, least=above.first + 1)], []
        while gaps := [gap for gap in gaps if not gap.closed]:
            if len(self._best()) >= self.most_points or self.left <= 0 or self.stop.is_set():
                break
            gap = max(gaps, key=lambda gap: gap.size)
            gaps.remove(gap)
            parts = list(self._divided(gap))
            if parts == [gap]:
                unknown.append(gap)
            else:
                gaps += parts
        return self._made((*gaps, *unknown))

    def _divided(self, gap: _Gap) -> Iterator[_Gap]:
        """Yield what is left of a gap after one more search: the gap itself if nothing is known."""
        sign = term_of(self.first).sign
        goal = replace(self.first, goal=sign * gap.goal, tolerance=0)
        found = self._solved((goal, self.second, self.first), gap.above.plan)
        if found is None or found.first > gap.goal:
            yield gap
        elif found.second < gap.above.second:
            yield replace(gap, below=found)
            yield replace(gap, above=found, least=gap.goal + 1)
        elif found.proved:
            yield replace(gap, least=gap.goal + 1, stepping=True)
        else:
            yield gap

    def _solved(
        self, levels: tuple[ObjectiveLevel, ...], start: Plan | None, share: float = 0.0
    ) -> _Point | None:
        """Return the best plan by some levels, after concessions where they are none of the two.

        It takes `share` of the time that is left, and no less than its turn among the points.
        """
        asked = tuple(replace(level, tolerance=0) for level in levels)
        if "concessions" not in {level.name for level in levels}:
            asked = (CONCESSIONS, *asked)
        to_come = max(2, self.most_points - len(self._best()))
        seconds = self.left * max(share, 1 / to_come)
        answer = self.solve(asked, start, max(LEAST_SECONDS, seconds))
        if answer.plan is None:
            if not self.points:
                self.outcome = answer.outcome
            return None
        found = self._point(answer.plan, proved=answer.proved)
        self.points.append(found)
        self.on_event(
            {
                "type": "point",
                "first": term_of(self.first).sign * found.first,
                "second": term_of(self.second).sign * found.second,
                "proved": found.proved,
                "plan": found.plan,
                "seconds": time.monotonic() - self.began,
            }
        )
        return found

    def _point(self, plan: Plan, *, proved: bool) -> _Point:
        def cost(level: ObjectiveLevel) -> int:
            term = term_of(level)
            return term.sign * term.measure(self.programme, plan)

        return _Point(
            concessions=0 if self._weighs_concessions() else cost(CONCESSIONS),
            first=cost(self.first),
            second=cost(self.second),
            proved=proved,
            plan=plan,
        )

    def _best(self) -> list[_Point]:
        """Return the points that no other betters, from the best in the first level on."""
        least = min((point.concessions for point in self.points), default=0)
        best: list[_Point] = []
        for point in sorted(
            self.points, key=lambda point: (point.first, point.second, not point.proved)
        ):
            fewer = not best or point.second < best[-1].second
            if point.concessions == least and fewer:
                best.append(point)
        return best

    def _made(self, gaps: tuple[_Gap, ...]) -> Frontier:
        first, second = term_of(self.first), term_of(self.second)
        best = self._best()
        return Frontier(
            outcome=self.outcome,
            first=FrontierLevel(name=self.first.key, unit=first.unit, maximise=first.maximise),
            second=FrontierLevel(name=self.second.key, unit=second.unit, maximise=second.maximise),
            points=tuple(
                FrontierPoint(
                    first=first.sign * point.first,
                    second=second.sign * point.second,
                    proved=point.proved,
                    plan=point.plan,
                )
                for point in best
            ),
            concessions=best[0].concessions if best and not self._weighs_concessions() else None,
            unexplored=tuple(
                (first.sign * (gap.least - 1), first.sign * gap.below.first)
                for gap in sorted(gaps, key=lambda gap: gap.least)
            ),
            seconds=round(time.monotonic() - self.began, 2),
        )

    def _weighs_concessions(self) -> bool:
        return "concessions" in (self.first.name, self.second.name)
