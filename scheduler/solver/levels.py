"""The lexicographic search: one level of the objective after another, each kept for the next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.model.decode import decode
from scheduler.model.expressions import Expression
from scheduler.model.model_build import ModelBuild
from scheduler.model.placed_variables import Event
from scheduler.objectives import TERMS
from scheduler.objectives.term import Term
from scheduler.solver.build import build_model
from scheduler.solver.messages import plan_to_message
from scheduler.solver.run import MOST_COST, Run, run, value_in
from scheduler.solver.settings import SearchSettings

Emit = Callable[[dict[str, Any]], None]

SECONDS_BETWEEN_PLANS = 0.3
SHARE_OF_TIME_FOR_A_LEVEL = 0.6
SHARE_OF_TIME_FOR_TIDYING = 0.25
MOST_SECONDS_FOR_A_FIRST_PLAN = 10.0
MOST_SECONDS_FOR_TIDYING = 5.0


@dataclass(slots=True)
class Clock:
    """Time spent and left in one run."""

    limit: float
    reproducible: bool = False
    """Whether only the solver's own count of its work uses up the limit."""
    began: float = field(default_factory=time.monotonic)
    charged: float = 0.0

    @property
    def spent(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the limit, never below a little."""
        return max(0.05, self.limit - (self.charged if self.reproducible else self.spent))

    def charge(self, result: Run) -> None:
        """Count a solve against a reproducible limit."""
        self.charged += result.seconds


@dataclass(slots=True)
class Settled:
    """A level that is done, and what a second configuration must refute to confirm it."""

    level: ObjectiveLevel
    bound: int | None
    proved: bool
    seconds: float
    challenge: cp_model.CpModel | None = None
    """The model of the levels before, asked for something better than the bound."""
    confirmed: bool = False


class LevelSearch:
    """One run over all levels of a programme."""

    def __init__(
        self,
        programme: ExpandedProgramme,
        settings: SearchSettings,
        emit: Emit,
        stop: threading.Event,
    ) -> None:
        """Build the model once; levels add to it."""
        self.programme, self.settings, self.emit, self.stop = programme, settings, emit, stop
        self.clock = Clock(settings.time_limit_seconds, settings.reproducible)
        self.build: ModelBuild = build_model(programme)
        self.settled: list[Settled] = []
        self.solution: tuple[int, ...] = ()
        self._emitted_at = 0.0
        self._emitted: Plan | None = None
        emit(
            {
                "type": "built",
                "seconds": self.clock.spent,
                "variables": len(self.build.model.proto.variables),
                "constraints": len(self.build.model.proto.constraints),
            }
        )

    def hint(self, plan: Plan) -> None:
        """Suggest a plan's primary decisions; the solver completes the rest."""
        hint_plan(self.build, plan)

    def settle_all(self) -> str:
        """Settle every level in order; return `plan`, `infeasible` or `undecided`."""
        if self._find_first() == "infeasible":
            return "infeasible"
        levels = self.programme.document.objectives
        for number, level in enumerate(levels, start=1):
            if self.solution and self.stop.is_set():
                return "plan"
            outcome = self._settle(level, last=number == len(levels))
            if outcome != "plan":
                return outcome
        if not self.programme.document.objectives:
            first = self._run_once(self.clock.left)
            if first.status in ("infeasible", "unknown"):
                return "infeasible" if first.status == "infeasible" else "undecided"
            self._keep(first)
        self._tidy()
        return "plan"

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
            if self.stop.is_set() or settled.challenge is None:
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
            self.emit({"type": "confirmed", "level": settled.level.name, "ok": again.status})
            if again.solution:
                self._refute(settled)
                self.emit_plan(decode(self.build, partial(value_in, again.solution)))

    def plan(self) -> Plan:
        """Return the plan of the latest solution."""
        return decode(self.build, self._value)

    def _settle(self, level: ObjectiveLevel, *, last: bool) -> str:
        term = TERMS[level.name]
        expression = term.post(self.build)
        model = self.build.model
        cost = model.new_int_var(-MOST_COST, MOST_COST, f"cost[{level.name}]")
        model.add(cost == term.sign * expression)
        before = model.clone()
        model.minimize(cost)
        share = 1.0 if last else SHARE_OF_TIME_FOR_A_LEVEL
        if self._has_best_possible(term):
            result = Run(status="optimal", objective=term.sign * self._measured(term))
        else:
            result = self._run_once(self.clock.left * share, level, term.sign)
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
            objective = term.sign * self._measured(term)
        proved = result.status == "optimal"
        exact = level.tolerance == 0 or result.bound is None
        bound = objective if proved and exact else result.bound
        done = Settled(
            level,
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
        self._tell(done, term.sign * objective)
        return "plan"

    def _has_best_possible(self, term: Term) -> bool:
        """Tell whether the plan at hand cannot be bettered in a term, whatever the programme."""
        return bool(self.solution) and self._measured(term) == term.best_possible

    def _measured(self, term: Term) -> int:
        return term.measure(self.programme, self.plan())

    def _tell(self, done: Settled, value: int) -> None:
        self.emit(
            {
                "type": "level",
                "level": done.level.name,
                "value": value,
                "bound": done.bound,
                "proved": done.proved,
                "elapsed": done.seconds,
            }
        )

    def _refute(self, settled: Settled) -> None:
        """Take back what was claimed of a level."""
        settled.proved = settled.confirmed = False
        self.emit({"type": "refuted", "level": settled.level.name})

    def _run_once(self, seconds: float, level: ObjectiveLevel | None = None, sign: int = 1) -> Run:
        watch = _Watch(self, "" if level is None else level.name, sign)
        result = run(
            self.build.model,
            self.settings,
            seconds,
            stop=self.stop,
            on_solution=watch,
            on_bound=watch.on_bound,
            tolerance=0 if level is None else level.tolerance,
        )
        self.clock.charge(result)
        return result

    def _keep(self, result: Run) -> None:
        """Make a solution the latest, hint it to the next level and tell of its plan."""
        self.solution = result.solution
        _hint_all(self.build.model, result.solution)
        self.emit_plan(self.plan())

    def _tidy(self) -> None:
        """Pull everything but the transfers as early as it goes.

        Not a level: no claim is made. Without it, work that no level speaks of would lie anywhere.
        """
        if self.stop.is_set() or not self.solution:
            return
        model, plan = self.build.model, self.plan()
        starts: list[cp_model.LinearExprT] = []
        for activity in self.programme.document.activities:
            of = self.build.placed(activity.id)
            if activity.id not in plan.placed:
                continue
            if isinstance(of, Event) and activity.kind == TRANSFER:
                model.add(of.on[plan.placed[activity.id].start] == 1)
            else:
                starts.append(self.build.start(activity.id).position)
        for group, option in plan.options.items():
            model.add_bool_and([self.build.option(group, option)])
        if not starts:
            return
        model.minimize(sum(starts))
        seconds = min(MOST_SECONDS_FOR_TIDYING, self.clock.left * SHARE_OF_TIME_FOR_TIDYING)
        self.emit({"type": "tidying", "elapsed": self.clock.spent})
        result = run(model, self.settings, seconds, stop=self.stop)
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

    def may_emit_plan(self) -> bool:
        """Tell whether the last plan was long enough ago.

        Never in a reproducible search: which plans are told of would depend on the machine.
        """
        if self.settings.reproducible:
            return False
        return time.monotonic() - self._emitted_at >= SECONDS_BETWEEN_PLANS

    def _value(self, expression: Expression) -> int:
        return value_in(self.solution, expression)


def hint_plan(build: ModelBuild, plan: Plan) -> None:
    """Hint options, dates of events and starts of work."""
    model = build.model
    model.clear_hints()
    for group, literals in build.options().items():
        for name, literal in literals.items():
            model.add_hint(literal, plan.options.get(group) == name)
    for activity in build.programme.document.activities:
        at = plan.placed.get(activity.id)
        of = build.placed(activity.id)
        if isinstance(of, Event):
            for day, literal in of.on.items():
                model.add_hint(literal, at is not None and at.start == day)
        elif at is not None:
            # A plan from elsewhere may lie outside the horizon.
            start = min(build.axis.position(at.start), build.axis.size - 1)
            model.add_hint(of.start, start)


def _hint_all(model: cp_model.CpModel, solution: tuple[int, ...]) -> None:
    model.clear_hints()
    model.proto.solution_hint.vars.extend(range(len(solution)))
    model.proto.solution_hint.values.extend(solution)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of better plans and bounds while a level is being solved."""

    def __init__(self, search: LevelSearch, level: str, sign: int) -> None:
        super().__init__()
        self._search, self._level, self._sign = search, level, sign
        self._objective: float | None = None

    def on_solution_callback(self) -> None:
        """Tell of a better plan."""
        search = self._search
        self._objective = self.objective_value
        self._tell(self.best_objective_bound)
        if search.may_emit_plan():
            search.emit_plan(decode(search.build, self.value))

    def on_bound(self, bound: float) -> None:
        """Tell of a better bound."""
        self._tell(bound)

    def _tell(self, bound: float) -> None:
        self._search.emit(
            {
                "type": "progress",
                "level": self._level,
                "value": None if self._objective is None else round(self._sign * self._objective),
                "bound": None if abs(bound) >= MOST_COST else round(self._sign * bound),
                "elapsed": self._search.clock.spent,
            }
        )
