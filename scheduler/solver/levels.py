"""The lexicographic search: one level of the objective after another, each kept for the next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from functools import cached_property, partial

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.model.decode import decode
from scheduler.model.expressions import Expression
from scheduler.model.model_build import ModelBuild
from scheduler.objectives import term_of
from scheduler.objectives.term import Term
from scheduler.solver.build import build_model
from scheduler.solver.clock import Clock
from scheduler.solver.hints import hint_plan, hint_solution
from scheduler.solver.lagged_level import settle_lagged
from scheduler.solver.lagged_project import lagged_project_of
from scheduler.solver.messages import Emit, plan_to_message
from scheduler.solver.plain_project import project_of
from scheduler.solver.project_level import settle_project
from scheduler.solver.run import MOST_COST, Run, put_domains, run, tightened, value_in
from scheduler.solver.schedules import Schedules
from scheduler.solver.settings import SearchSettings
from scheduler.solver.settled import Settled
from scheduler.solver.sizes import is_large, stays_near
from scheduler.solver.tidying import starts_left_open
from scheduler.solver.watch import Watch

SECONDS_BETWEEN_PLANS = 0.3
SHARE_OF_TIME_FOR_A_LEVEL = 0.6
SHARE_OF_TIME_FOR_TIDYING = 0.25
SHARE_OF_TIME_FOR_SCHEDULES = 0.3
MOST_SECONDS_FOR_A_FIRST_PLAN = 10.0
MOST_SECONDS_FOR_TIDYING = 5.0
MOST_ACTIVITIES_WITHOUT_FIRST = 150
"""Up to which one level alone needs no search for a first plan."""
SECONDS_FOR_NARROWING = 30.0
SECONDS_FOR_A_HINT = 20.0
SECONDS_FOR_TIDYING_WHEN_STOPPED = 0.25
"""Well within the grace that a supervisor gives."""
LEAST_SECONDS_FOR_TIDYING = 0.05


class LevelSearch:
    """One run over all levels of a programme."""

    def __init__(
        self,
        programme: ExpandedProgramme,
        settings: SearchSettings,
        emit: Emit,
        stop: threading.Event,
        least: Mapping[str, int] | None = None,
        *,
        narrow: bool = False,
        until: Mapping[str, int] | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Build the model once, later where schedules come first; levels add to it.

        `least` are bounds known of levels, each given that the levels before are at theirs.
        `narrow` takes values out of the model's variables first that no plan has. The first level
        proved to have another value than `until` says is the last. `clock` is that of a run which
        has begun already.
        """
        self.least, self.narrow, self.until = least or {}, narrow, until or {}
        self.programme, self.settings, self.emit, self.stop = programme, settings, emit, stop
        self.clock = clock or Clock(settings.time_limit_seconds, settings.reproducible)
        self.settled: list[Settled] = []
        self.solution: tuple[int, ...] = ()
        self._emitted_at = 0.0
        self._emitted: Plan | None = None
        self._hinted = False
        # How far a compiled search comes depends on the machine.
        self._project = None if settings.reproducible else project_of(programme)
        self._lagged = None
        if self._project is None:
            self._lagged = None if settings.reproducible else lagged_project_of(programme)
            if not is_large(programme):
                _ = self.build

    @cached_property
    def build(self) -> ModelBuild:
        """The model with every rule posted."""
        made = build_model(self.programme)
        if self.narrow:
            found = tightened(made.model, self.settings, SECONDS_FOR_NARROWING)
            if found is not None:
                put_domains(made.model, found)
        proto = made.model.proto
        self.emit(
            {
                "type": "built",
                "seconds": self.clock.spent,
                "variables": len(proto.variables),
                "constraints": len(proto.constraints),
            }
        )
        return made

    @property
    def makes_its_first_plan(self) -> bool:
        """Whether a plan made without search would be no help."""
        if is_large(self.programme):
            return True
        return self._project is not None or self._lagged is not None

    def hint(self, plan: Plan) -> None:
        """Suggest a plan's primary decisions; the solver completes the rest."""
        if self.stays_near or not self.makes_its_first_plan:
            hint_plan(self.build, plan)
            self._hinted = True

    @property
    def stays_near(self) -> bool:
        """Whether the plan in force counts before all else, so that it is the place to start."""
        return stays_near(self.programme)

    def settle_all(self) -> str:
        """Settle every level in order; return `plan`, `infeasible` or `undecided`."""
        if self._project is not None:
            settled = settle_project(self, self._project)
            if settled is not None:
                self.settled.append(settled)
                return "plan"
            # What was posted beside the rules came from the project.
            self.__dict__.pop("build", None)
        if self._lagged is not None:
            found = settle_lagged(self, self._lagged)
            if isinstance(found, Settled):
                self.settled.append(found)
                return "plan"
            if found != "refuted":
                return found
            self.__dict__.pop("build", None)
        levels = self.programme.document.objectives
        # With one level its own search finds the first plan, and on all workers.
        small = len(self.programme.document.activities) <= MOST_ACTIVITIES_WITHOUT_FIRST
        alone = len(levels) == 1 and small
        large = is_large(self.programme)
        near = self.stays_near and self._hinted and self._complete_hint()
        started = near or (large and self._start_from_schedule()) or alone
        if not started:
            first = self._find_first()
            if first == "infeasible":
                return "infeasible"
            if first == "unknown" and not large:
                self._start_from_schedule()
        for number, level in enumerate(levels, start=1):
            if self.solution and (self.stop.is_set() or self.clock.is_over):
                break
            outcome = self._settle(level, last=number == len(levels))
            if outcome != "plan":
                return outcome
            if self._ends_with(level):
                return outcome
        if not self.solution:
            return "undecided"
        self._tidy()
        return "plan"

    def _start_from_schedule(self) -> bool:
        """Start from the best schedule found without the solver; tell whether there is one."""
        seconds = self.clock.left * SHARE_OF_TIME_FOR_SCHEDULES
        search = Schedules(self.programme, self.settings, self.emit, self.stop, self.clock)
        plan = search.find(seconds)
        if self.settings.reproducible:
            self.clock.charged += seconds
        if plan is None:
            return False
        hint_plan(self.build, plan)
        return True

    def _complete_hint(self) -> bool:
        """Find what a hint leaves open, nothing of it being changed; tell whether that can be."""
        seconds = min(SECONDS_FOR_A_HINT, self.clock.left)
        result = run(self.build.model, self.settings, seconds, stop=self.stop, profile="as hinted")
        self.clock.charge(result)
        if result.solution:
            self._keep(result)
        return bool(result.solution)

    def _find_first(self) -> str:
        """Look for any plan at all, for a while."""
        seconds = min(MOST_SECONDS_FOR_A_FIRST_PLAN, self.clock.left * SHARE_OF_TIME_FOR_A_LEVEL)
        first = run(
            self.build.model, self.settings, seconds, stop=self.stop, profile="first solution"
        )
        self.clock.charge(first)
        if first.solution:
            self._keep(first)
        return first.status

    def confirm_all(self) -> None:
        """Put every proved level to a second configuration, while time lasts."""
        waiting = [s for s in self.settled if s.proved and not s.confirmed and s.challenge]
        for settled in waiting:
            if self.stop.is_set() or self.clock.is_over or settled.challenge is None:
                return
            again = run(
                settled.challenge,
                self.settings,
                self.clock.left,
                stop=self.stop,
                profile="second configuration",
            )
            self.clock.charge(again)
            settled.confirmed = again.status == "infeasible"
            self.emit({"type": "confirmed", "level": settled.level.key, "ok": again.status})
            if again.solution:
                self._refute(settled)
                self.emit_plan(decode(self.build, partial(value_in, again.solution)))

    def plan(self) -> Plan:
        """Return the plan of the latest solution."""
        return decode(self.build, self._value)

    def _settle(self, level: ObjectiveLevel, *, last: bool) -> str:
        term = term_of(level)
        expression = term.post(self.build)
        model = self.build.model
        cost = model.new_int_var(-MOST_COST, MOST_COST, f"cost[{level.key}]")
        model.add(cost == term.sign * expression)
        before = model.clone()
        if self._known_to_be_least(level):
            model.add(cost >= term.sign * self.least[level.key])
        model.minimize(cost)
        share = 1.0 if last else SHARE_OF_TIME_FOR_A_LEVEL
        if self._has_best_possible(level, term):
            result = Run(status="optimal", objective=self._measured_cost(term))
        else:
            if self.stays_near and self.solution:
                # What counts the level lacks a hint yet, without which all of it may be lost.
                self._complete_hint()
            result = self._run_once(self.clock.left * share, level, term.sign)
        if result.status == "unknown" and not (self.solution or last or self.stop.is_set()):
            # Without any plan there is no later level to keep time for.
            result = self._run_once(self.clock.left, level, term.sign)
        if not result.solution and not self.solution:
            return "infeasible" if result.status == "infeasible" else "undecided"
        if result.solution:
            self._keep(result)
        elif result.status == "infeasible":
            # Contradicts the solution at hand: nothing proved so far can be trusted.
            for settled in self.settled:
                self._refute(settled)
        objective = result.objective
        if objective is None:
            objective = self._measured_cost(term)
        proved = result.status == "optimal"
        exact = level.tolerance == 0 or result.bound is None
        bound = objective if proved and exact else result.bound
        done = Settled(
            level,
            cost,
            None if bound is None else term.sign * bound,
            proved=proved,
            seconds=self.clock.spent,
        )
        model.clear_objective()
        limit = objective
        if proved and bound is not None:
            limit = bound + level.tolerance
            before.add(before.get_int_var_from_proto_index(cost.index) <= bound - 1)
            done.challenge = before
        model.add(cost <= limit)
        self.settled.append(done)
        self.tell_level(done, term.sign * objective)
        return "plan"

    def _known_to_be_least(self, level: ObjectiveLevel) -> bool:
        """Tell whether a bound given for a level holds, those before being at theirs."""
        return level.key in self.least and all(
            settled.proved and settled.bound == self.least.get(settled.level.key)
            for settled in self.settled
        )

    def _ends_with(self, level: ObjectiveLevel) -> bool:
        """Tell whether a level was proved to have another value than it was asked about."""
        if level.key not in self.until or not self.settled[-1].proved:
            return False
        return self.settled[-1].bound != self.until[level.key]

    def _has_best_possible(self, level: ObjectiveLevel, term: Term) -> bool:
        """Tell whether the plan at hand cannot be bettered in a level, as was known before."""
        if not self.solution:
            return False
        best = {term.best_possible}
        if self._known_to_be_least(level):
            best.add(self.least[level.key])
        return term.measure(self.programme, self.plan()) in best

    def _measured_cost(self, term: Term) -> int:
        return term.sign * term.measure(self.programme, self.plan())

    def tell_level(self, done: Settled, value: int) -> None:
        """Tell of a level that is done, unless it was told of when its bound was found."""
        if done.proved and self.stays_near and self.least.get(done.level.key) == done.bound:
            return
        self.emit(
            {
                "type": "level",
                "level": done.level.key,
                "value": value,
                "bound": done.bound,
                "proved": done.proved,
                "elapsed": done.seconds,
            }
        )

    def _refute(self, settled: Settled) -> None:
        """Take back what was claimed of a level."""
        settled.proved = settled.confirmed = False
        self.emit({"type": "refuted", "level": settled.level.key})

    def _run_once(self, seconds: float, level: ObjectiveLevel, sign: int) -> Run:
        tell = partial(self.tell_progress, level.key)
        watch = Watch(sign, tell, self._found, self._tell_latest)
        result = run(
            self.build.model,
            self.settings,
            seconds,
            stop=self.stop,
            on_solution=watch,
            on_bound=watch.on_bound,
            tolerance=level.tolerance,
        )
        self.clock.charge(result)
        return result

    def tell_progress(self, level: str, value: int | None, bound: int | None) -> None:
        """Tell of a value and a bound on the way."""
        said = {"type": "progress", "level": level, "value": value, "bound": bound}
        self.emit({**said, "elapsed": self.clock.spent})

    def _found(self, value: Callable[[Expression], int]) -> None:
        """Tell of a plan on the way, now and then.

        Never in a reproducible search: which plans are told of would depend on the machine.
        """
        waited = time.monotonic() - self._emitted_at
        if not self.settings.reproducible and waited >= SECONDS_BETWEEN_PLANS:
            self.emit_plan(decode(self.build, value))

    def _tell_latest(self, solution: tuple[int, ...]) -> None:
        """Tell of a plan before the solver has stopped, as it may be ended before that."""
        if not self.settings.reproducible:
            self.emit_plan(decode(self.build, partial(value_in, solution)))

    def _keep(self, result: Run) -> None:
        """Make a solution the latest, hint it to the next level and tell of its plan."""
        self.solution = result.solution
        hint_solution(self.build.model, result.solution)
        self.emit_plan(self.plan())

    def _tidy(self) -> None:
        """Pull everything but the transfers as early as it goes.

        Not a level: no claim is made, and nothing of a level is given away, not even within its
        tolerance. Without it, work that no level speaks of would lie anywhere, so a search that was
        stopped still takes a moment for it.
        """
        model = self.build.model
        starts = starts_left_open(self.build, self.plan(), stays_near=self.stays_near)
        if not starts:
            return
        for settled in self.settled:
            if settled.cost is not None:
                model.add(settled.cost <= self._measured_cost(term_of(settled.level)))
        model.minimize(sum(starts))
        stop = self.stop
        share = self.clock.left * SHARE_OF_TIME_FOR_TIDYING
        seconds = max(share, min(self.clock.kept, self.clock.left_to_close))
        seconds = min(MOST_SECONDS_FOR_TIDYING, seconds)
        if stop.is_set():
            left = max(LEAST_SECONDS_FOR_TIDYING, self.clock.left_to_close)
            seconds, stop = min(SECONDS_FOR_TIDYING_WHEN_STOPPED, left), threading.Event()
        self.emit({"type": "tidying", "elapsed": self.clock.spent})
        result = run(model, self.settings, seconds, stop=stop)
        self.clock.charge(result)
        if result.solution:
            self.solution = result.solution
            self.emit_plan(self.plan())

    def emit_plan(self, plan: Plan) -> None:
        """Tell of a plan."""
        self._emitted_at = time.monotonic()
        if plan == self._emitted:
            return
        self._emitted = plan
        self.emit({"type": "plan", "plan": plan_to_message(plan), "elapsed": self.clock.spent})

    def _value(self, expression: Expression) -> int:
        return value_in(self.solution, expression)
