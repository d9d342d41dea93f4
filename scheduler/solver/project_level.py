"""The one level of a plain project: schedules searched for values, CP-SAT for the bound.

A short search of schedules on all threads comes first, beside a bound by energy. Where they do not
meet, CP-SAT proves from below, with the schedule as hint and windows from longest paths, while the
other thread searches exactly for anything shorter, if the project is small, and then goes on
searching schedules. Measured effects are told in the README of this package.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scheduler.solver.hints import hint_everything, hint_plan
from scheduler.solver.known import Known
from scheduler.solver.run import Profile, Run, run
from scheduler.solver.watch import Watch
from scheduler.verification.verify import verify

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.project_search import Schedule
    from scheduler.solver.levels import LevelSearch
    from scheduler.solver.plain_project import PlainProject
    from scheduler.solver.settled import Settled

SHARE_FOR_SCHEDULES = 0.1
"""Of the time, on all threads, before anything else; less for small projects."""
SECONDS_FOR_AN_ACTIVITY = 0.006
SMALL = 32
"""Activities up to which the exact search may be expected to end."""
SHARE_WHEN_SMALL, SHARE_ELSE = 0.8, 0.1
"""Of the time left, for the exact search, before its thread looks for schedules again."""


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

        search(
            self.plain.project,
            seconds=seconds,
            seeds=seeds,
            threads=len(seeds),
            lower_bound=self.known.bound,
            stop=self._is_over,
            on_better=self.take_schedule,
        )

    def _is_over(self) -> bool:
        if self.search.stop.is_set():
            self.known.closed.set()
        return self.known.closed.is_set()

    def _is_asked_no_more(self, value: int) -> bool:
        return self._is_over() or self.known.value != value

    def search_exactly(self, seconds: float) -> None:
        """Look for shorter schedules until there are none; small single-mode projects alone."""
        from scheduler.project_search import is_exact, shorter_than  # noqa: PLC0415  # loaded by now

        if not is_exact(self.plain.project):
            return
        until = time.monotonic() + seconds
        while (value := self.known.value) is not None and not self._is_over():
            verdict = shorter_than(
                self.plain.project,
                value,
                seconds=until - time.monotonic(),
                stop=partial(self._is_asked_no_more, value),
            )
            if verdict == "none":
                self.known.raise_bound(value)
                return
            if not isinstance(verdict, str):
                self.take_schedule(verdict)
            if self.known.value == value:
                return

    def _search_aside(self) -> None:
        small = len(self.plain.activities) <= SMALL
        share = SHARE_WHEN_SMALL if small else SHARE_ELSE
        self.search_exactly(share * self.search.clock.left)
        if not self._is_over():
            self.search_schedules(self.search.clock.left, seeds=range(101, 102))

    def prove(self) -> None:
        """Raise the bound with CP-SAT while the other thread proves or searches schedules."""
        workers = self.search.settings.workers
        aside = threading.Thread(target=self._search_aside, daemon=True)
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
        watch = Watch(1, self.known.on_progress, self.known.on_found)
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

    def _judge(self, result: Run) -> None:
        """Take in how CP-SAT ended."""
        if result.status == "infeasible":
            # The plan at hand has been checked: one of the two is wrong.
            self.known.refute()
            return
        self.known.take_result(result)
