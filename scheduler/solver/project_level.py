"""The one level of a plain project: schedules searched for values, CP-SAT for the bound.

A short search of schedules on all threads comes first, beside a bound by energy. Where they do not
meet, CP-SAT proves from below, with the schedule as hint and windows from longest paths, while one
thread goes on searching schedules. Measured effects are told in the README of this package.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scheduler.model.decode import decode
from scheduler.model.expressions import Expression
from scheduler.solver.hints import hint_everything, hint_plan
from scheduler.solver.known import Known
from scheduler.solver.run import Profile, Run, run, value_in
from scheduler.solver.watch import Watch
from scheduler.verification.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from ortools.sat.python import cp_model

    from scheduler.project_search import Schedule
    from scheduler.solver.levels import LevelSearch
    from scheduler.solver.plain_project import PlainProject
    from scheduler.solver.settled import Settled

SHARE_FOR_SCHEDULES = 0.1
"""Of the time, on all threads, before anything else; less for small projects."""
SECONDS_FOR_AN_ACTIVITY = 0.006


def settle_project(search: LevelSearch, plain: PlainProject) -> Settled | None:
    """Settle the level and return it; None where no schedule was found that is a plan."""
    from scheduler.project_search import lower_bound  # noqa: PLC0415  # loaded by now

    try:
        bound = lower_bound(plain.project)
    except ValueError:
        # It cannot be performed at all; why not is for the solver to say.
        return None
    known = Known(search, bound)
    level = _ProjectLevel(search, plain, known)
    known.tell()
    seconds = min(
        SHARE_FOR_SCHEDULES * search.clock.left,
        SECONDS_FOR_AN_ACTIVITY * len(plain.activities),
    )
    level.search_schedules(seconds, seeds=range(1, search.settings.workers + 1))
    if known.plan is None or known.refuted:
        return None
    if not known.closed.is_set():
        level.prove()
    return None if known.refuted else known.settled()


@dataclass(slots=True)
class _ProjectLevel:
    """The level of a project, worked on by several threads."""

    search: LevelSearch
    plain: PlainProject
    known: Known

    def take_schedule(self, schedule: Schedule) -> None:
        """Take a schedule that the checker accepts."""
        value = self.known.value
        if value is not None and schedule.makespan >= value:
            return
        plan = self.plain.plan_of(schedule)
        if plan is None:
            return
        if not verify(self.search.programme, plan).holds:
            # The project is not what the programme says: nothing of it can be trusted.
            self.known.refute()
            return
        self.known.take(plan, schedule.makespan)

    def search_schedules(self, seconds: float, seeds: range) -> None:
        """Search schedules on as many threads as there are seeds."""
        from scheduler.project_search import search  # noqa: PLC0415  # loaded by now

        stop, closed = self.search.stop, self.known.closed

        def stopped() -> bool:
            if stop.is_set():
                closed.set()
            return closed.is_set()

        search(
            self.plain.project,
            seconds=seconds,
            seeds=seeds,
            threads=len(seeds),
            lower_bound=self.known.bound,
            stop=stopped,
            on_better=self.take_schedule,
        )

    def prove(self) -> None:
        """Raise the bound with CP-SAT while schedules are still searched for."""
        clock, workers = self.search.clock, self.search.settings.workers
        aside = threading.Thread(
            target=self.search_schedules, args=(clock.left, range(101, 102)), daemon=True
        )
        if workers > 1:
            aside.start()
        try:
            several = any(len(ways) > 1 for ways in self.plain.project.activities)
            profile: Profile = "bound with relaxation" if several else "bound"
            result = self._solve(profile if workers > 1 else "full")
        finally:
            self.known.closed.set()
            if workers > 1:
                aside.join()
        self._judge(result)

    def _solve(self, profile: Profile) -> Run:
        search, build = self.search, self.search.build
        model = build.model
        cost = self.known.post_cost()
        model.minimize(cost)
        plan, value = self.known.at_hand()
        if plan is not None and value is not None:
            hint_plan(build, plan)
            hint_everything(model, value)
            self._narrow(cost, value)
        watch = Watch(1, self._on_progress, self._on_found)
        result = run(
            model,
            search.settings,
            search.clock.left,
            stop=self.known.closed,
            on_solution=watch,
            on_bound=watch.on_bound,
            profile=profile,
        )
        search.clock.charge(result)
        return result

    def _narrow(self, cost: cp_model.IntVar, value: int) -> None:
        """Post what every plan meets that is no longer than the one at hand."""
        from scheduler.project_search import heads_and_tails  # noqa: PLC0415  # loaded by now

        build = self.search.build
        heads, tails = heads_and_tails(self.plain.project)
        build.model.add_linear_constraint(cost, self.known.bound, value)
        for activity, head, tail in zip(self.plain.activities, heads, tails, strict=True):
            build.model.add(build.start(activity.id).position >= head)
            build.model.add(build.finish(activity.id).position <= value - tail)

    def _on_progress(self, _: int | None, bound: int | None) -> None:
        if bound is not None:
            self.known.raise_bound(bound)

    def _on_found(self, value: Callable[[Expression], int]) -> None:
        if self.known.cost is not None:
            self.known.take(decode(self.search.build, value), value(self.known.cost))

    def _judge(self, result: Run) -> None:
        """Take in how CP-SAT ended."""
        if result.status == "infeasible":
            # The plan at hand has been checked: one of the two is wrong.
            self.known.refute()
            return
        if result.solution and result.objective is not None:
            self.known.take(
                decode(self.search.build, partial(value_in, result.solution)), result.objective
            )
        if result.bound is not None:
            self.known.raise_bound(result.bound)
