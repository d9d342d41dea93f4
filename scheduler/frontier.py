"""The frontier of two levels: the best of one for each value of the other.

The epsilon-constraint method, in the objective's own terms: the first level is held to a goal, the
second is made as good as it gets, then the first as good as that leaves it. Goals are chosen where
the widest stretch without a point lies.
Source: Haimes, Lasdon & Wismer (1971); lexicographic second stage: Mavrotas (2009).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.answers import Answer, Frontier, FrontierLevel, FrontierPoint
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.objectives import term_of
from scheduler.planning import plan_exit
from scheduler.solver.gather import OnEvent
from scheduler.solver.settings import SearchSettings

CONCESSIONS = ObjectiveLevel(name="concessions")
LEAST_SECONDS = 1.0


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
    search = _Search(programme, levels, settings, most_points, on_event, stop or threading.Event())
    return search.frontier()


class _Search:
    """One search for a frontier."""

    def __init__(
        self,
        programme: ExpandedProgramme,
        levels: tuple[ObjectiveLevel, ObjectiveLevel],
        settings: SearchSettings,
        most_points: int,
        on_event: OnEvent,
        stop: threading.Event,
    ) -> None:
        """Begin with no point."""
        self.programme, self.settings, self.most_points = programme, settings, most_points
        self.first, self.second = levels
        self.on_event, self.stop = on_event, stop
        self.began = time.monotonic()
        self.points: list[_Point] = []
        self.outcome: Literal["plan", "infeasible", "undecided"] = "plan"

    @property
    def left(self) -> float:
        """Seconds until the limit."""
        return self.settings.time_limit_seconds - (time.monotonic() - self.began)

    def frontier(self) -> Frontier:
        """Find both ends, then points between them."""
        above = self._solved((self.first, self.second), None)
        if above is None:
            return self._made(())
        below = self._solved((self.second, self.first), above.plan) or above
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

    def _solved(self, levels: tuple[ObjectiveLevel, ...], start: Plan | None) -> _Point | None:
        """Return the best plan by some levels, after concessions where they are none of the two."""
        asked = tuple(replace(level, tolerance=0) for level in levels)
        if "concessions" not in {level.name for level in levels}:
            asked = (CONCESSIONS, *asked)
        document = replace(self.programme.document, objectives=asked, profile=None)
        to_come = max(2, self.most_points - len(self._best()))
        share = max(LEAST_SECONDS, self.left / to_come)
        answer = plan_exit(
            ExpandedProgramme(document),
            replace(self.settings, time_limit_seconds=share, confirm=False),
            on_event=self.on_event,
            stop=self.stop,
            with_baselines=False,
            baseline=start,
        )
        if answer.plan is None:
            if not self.points:
                self.outcome = answer.outcome
            return None
        found = self._point(answer, answer.plan)
        self.points.append(found)
        self.on_event(
            {
                "type": "point",
                "first": term_of(self.first).sign * found.first,
                "second": term_of(self.second).sign * found.second,
                "proved": found.proved,
                "seconds": time.monotonic() - self.began,
            }
        )
        return found

    def _point(self, answer: Answer, plan: Plan) -> _Point:
        def cost(level: ObjectiveLevel) -> int:
            term = term_of(level)
            return term.sign * term.measure(self.programme, plan)

        return _Point(
            concessions=0 if self._weighs_concessions() else cost(CONCESSIONS),
            first=cost(self.first),
            second=cost(self.second),
            proved=all(level.proved for level in answer.objectives),
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
