"""The one level of a plain project: schedules searched for values, CP-SAT for the bound.

A short search of schedules on all threads comes first, beside a bound by energy. Where they do not
meet, CP-SAT proves from below, with the schedule as hint and windows from longest paths, while one
thread goes on searching schedules. Measured effects are told in the README of this package.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from scheduler.model.decode import decode
from scheduler.model.expressions import Expression
from scheduler.objectives import term_of
from scheduler.solver.hints import hint_everything, hint_plan
from scheduler.solver.run import MOST_COST, Profile, Run, run, value_in
from scheduler.solver.settled import Settled
from scheduler.solver.watch import Watch
from scheduler.verification.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from ortools.sat.python import cp_model

    from scheduler.domain.plan import Plan
    from scheduler.project_search import Schedule
    from scheduler.solver.levels import LevelSearch
    from scheduler.solver.plain_project import PlainProject

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
    level = _ProjectLevel(search, plain, bound)
    level.tell()
    seconds = min(
        SHARE_FOR_SCHEDULES * search.clock.left,
        SECONDS_FOR_AN_ACTIVITY * len(plain.activities),
    )
    level.search_schedules(seconds, seeds=range(1, search.settings.workers + 1))
    if level.plan is None or level.refuted:
        return None
    if not level.closed.is_set():
        level.prove()
    return None if level.refuted else level.settled()


@dataclass(slots=True)
class _ProjectLevel:
    """What is known of the level, told and added to by several threads."""

    search: LevelSearch
    plain: PlainProject
    bound: int
    value: int | None = None
    plan: Plan | None = None
    refuted: bool = False
    closed: threading.Event = field(default_factory=threading.Event)
    """Whether there is nothing left to find, or no time, or no wish to go on."""
    cost: cp_model.IntVar | None = None
    challenge: cp_model.CpModel | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def tell(self) -> None:
        """Tell of value and bound."""
        key = self.search.programme.document.objectives[0].key
        self.search.tell_progress(key, self.value, self.bound)

    def raise_bound(self, bound: int) -> None:
        """Take a bound, and end everything where a plan has its value."""
        with self._lock:
            if bound > self.bound:
                self.bound = bound
                self.tell()
            self._look()

    def take(self, plan: Plan, value: int) -> None:
        """Take a plan of a value that is better than the one at hand, and tell of it."""
        with self._lock:
            if self.value is not None and value >= self.value:
                return
            self.value, self.plan = value, plan
            self.search.emit_plan(plan)
            self.tell()
            self._look()

    def take_schedule(self, schedule: Schedule) -> None:
        """Take a schedule that the checker accepts."""
        if self.value is not None and schedule.makespan >= self.value:
            return
        plan = self.plain.plan_of(schedule)
        if plan is None:
            return
        if not verify(self.search.programme, plan).holds:
            # The project is not what the programme says: nothing of it can be trusted.
            self.refuted = True
            self.closed.set()
            return
        self.take(plan, schedule.makespan)

    def _look(self) -> None:
        if self.value is not None and self.bound >= self.value:
            self.refuted = self.refuted or self.bound > self.value
            self.closed.set()

    def search_schedules(self, seconds: float, seeds: range) -> None:
        """Search schedules on as many threads as there are seeds."""
        from scheduler.project_search import search  # noqa: PLC0415  # loaded by now

        stop = self.search.stop

        def stopped() -> bool:
            if stop.is_set():
                self.closed.set()
            return self.closed.is_set()

        search(
            self.plain.project,
            seconds=seconds,
            seeds=seeds,
            threads=len(seeds),
            lower_bound=self.bound,
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
            self.closed.set()
            if workers > 1:
                aside.join()
        self._judge(result)

    def _solve(self, profile: Profile) -> Run:
        search, build = self.search, self.search.build
        model = build.model
        level = search.programme.document.objectives[0]
        expression = term_of(level).post(build)
        cost = model.new_int_var(0, MOST_COST, f"cost[{level.key}]")
        model.add(cost == expression)
        self.cost, self.challenge = cost, model.clone()
        model.minimize(cost)
        with self._lock:
            plan, value = self.plan, self.value
        if plan is not None and value is not None:
            hint_plan(build, plan)
            hint_everything(model, value)
            self._narrow(cost, value)
        watch = Watch(1, self._on_progress, self._on_found)
        result = run(
            model,
            search.settings,
            search.clock.left,
            stop=self.closed,
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
        build.model.add_linear_constraint(cost, self.bound, value)
        for activity, head, tail in zip(self.plain.activities, heads, tails, strict=True):
            build.model.add(build.start(activity.id).position >= head)
            build.model.add(build.finish(activity.id).position <= value - tail)

    def _on_progress(self, _: int | None, bound: int | None) -> None:
        if bound is not None:
            self.raise_bound(bound)

    def _on_found(self, value: Callable[[Expression], int]) -> None:
        if self.cost is not None:
            self.take(decode(self.search.build, value), value(self.cost))

    def _judge(self, result: Run) -> None:
        """Take in how CP-SAT ended."""
        if result.status == "infeasible":
            # The plan at hand has been checked: one of the two is wrong.
            self.refuted = True
            return
        if result.solution and result.objective is not None:
            self.take(
                decode(self.search.build, partial(value_in, result.solution)), result.objective
            )
        if result.bound is not None:
            self.raise_bound(result.bound)

    def settled(self) -> Settled:
        """Return the level as it stands, and tell of it."""
        search = self.search
        level = search.programme.document.objectives[0]
        if self.value is None:
            message = "a level without a plan is not settled"
            raise ValueError(message)
        done = Settled(
            level,
            self.cost,
            self.bound,
            proved=self.bound >= self.value,
            seconds=search.clock.spent,
        )
        if done.proved and search.settings.confirm:
            done.challenge = self._challenged()
        search.tell_level(done, self.value)
        return done

    def _challenged(self) -> cp_model.CpModel:
        """Return the model with nothing of the project search in it, asked for something better."""
        if self.challenge is None or self.cost is None:
            build = self.search.build
            term = term_of(self.search.programme.document.objectives[0])
            self.cost = build.model.new_int_var(0, MOST_COST, "cost")
            build.model.add(self.cost == term.post(build))
            self.challenge = build.model.clone()
        model = self.challenge
        model.add(model.get_int_var_from_proto_index(self.cost.index) <= self.bound - 1)
        return model
