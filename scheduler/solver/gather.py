"""What is known so far in one run, from what a solver process says; imports no solver.

Nothing is believed that can be checked: plans are put to the checker, values are measured again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scheduler.answers import Claim, LevelOutcome
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.errors import ObjectiveMismatch, UnsoundPlan
from scheduler.objectives import term_of
from scheduler.solver.messages import plan_from_message
from scheduler.verification.verify import Verdict, verify

OnEvent = Callable[[Mapping[str, Any]], None]
"""Is told what the solver process says, and of every better plan that the checker accepted.

The latter as `plan_checked` with the `Plan` and its levels; events are not JSON.
"""


DISAGREE_ON_LEVEL = (
    "Two answers of the solver disagree on the level {}: one rules out what the other finds. "
    "Nothing is claimed of it."
)
DISAGREE_ON_NONE = (
    "Two configurations of the solver disagree on whether there is a plan: one found that none "
    "exists, the other found one."
)
PLAN_OF_NONE = "The solver says that no plan exists, and the check accepted one."
BETTER_THAN_BOUND = (
    "The checked plan is better in the level {} than the solver holds possible: {} against {}. "
    "Nothing is claimed of it."
)


@dataclass(slots=True)
class Known:
    """What the solver said of one level."""

    bound: int | None = None
    proved: bool = False
    confirmed: bool = False
    refuted: bool = False
    """Whether two answers of the solver disagree, so that nothing is claimed."""
    seconds: float | None = None


@dataclass(slots=True)
class Gathered:
    """What is known so far in one run."""

    programme: ExpandedProgramme
    on_event: OnEvent
    began: float = field(default_factory=time.monotonic)
    check_seconds: float = 0.0
    """The longest that one check took so far."""
    best: Plan | None = None
    first_plan_seconds: float | None = None
    levels: dict[str, Known] = field(default_factory=dict)
    outcome: str | None = None
    confirmed: bool = False
    clash: dict[str, Any] | None = None
    ortools: str = ""
    ended: bool = False
    configurations: dict[str, str] = field(default_factory=dict)
    """Name of each way of searching that was used to its parameters."""
    _disagreements: list[str] = field(default_factory=list)
    _of_solver: Plan | None = None
    """The solver's latest plan, better or not."""

    @property
    def seconds(self) -> float:
        """Since the request."""
        return time.monotonic() - self.began

    def begin_again(self) -> None:
        """Forget what a solver process claimed; its plans were checked and stay."""
        self.levels.clear()
        self.outcome, self.confirmed, self.clash = None, False, None
        self.ended, self._of_solver = False, None

    def offer(self, plan: Plan, source: str) -> bool:
        """Take a plan that need not be one; tell whether every hard rule is met."""
        if not self._verdict(plan).holds:
            return False
        self._take_checked(plan, source)
        return True

    def take(self, message: Mapping[str, Any]) -> None:
        """Take in one message of the solver process.

        Raises UnsoundPlan for a plan that breaks a hard rule, ObjectiveMismatch for a value that
        its plan does not have.
        """
        match message["type"]:
            case "plan":
                self._take_plan(plan_from_message(message["plan"]))
            case "started":
                self.ortools = message["ortools"]
            case "progress":
                if message["bound"] is not None:
                    self._known(message).bound = message["bound"]
            case "level":
                self._take_level(message)
            case "confirmed":
                self._known(message).confirmed = message["ok"] == "infeasible"
            case "refuted":
                self._known(message).refuted = True
                self._disagreements.append(DISAGREE_ON_LEVEL.format(message["level"]))
            case "configurations":
                self.configurations.update(message["used"])
            case "outcome":
                if (self.outcome, message["outcome"]) == ("infeasible", "undecided"):
                    self._disagreements.append(DISAGREE_ON_NONE)
                self.outcome, self.confirmed = message["outcome"], message["confirmed"]
            case "clash" | "clash_found" if self._has_rules(message["rules"]):
                self.clash = dict(message)
            case "end":
                self.ended = True
        self.on_event({**message, "seconds": self.seconds})

    def level_outcomes(self) -> tuple[LevelOutcome, ...]:
        """Return each level as measured on the best plan, with what may be claimed of it."""
        levels = self.programme.document.objectives
        return () if self.best is None else tuple(self._outcome(at, self.best) for at in levels)

    def alarms(self) -> tuple[str, ...]:
        """Return what answers of the solver disagree on, with one another or with the checker."""
        found = list(self._disagreements)
        if self.clash is not None:
            found += self.clash.get("alarms", ())
        if self.outcome == "infeasible" and self.best is not None:
            found.append(PLAN_OF_NONE)
        if self.best is not None:
            for level in self.programme.document.objectives:
                term, known = term_of(level), self.levels.get(level.key, Known())
                value = term.measure(self.programme, self.best)
                if known.bound is None or known.refuted:
                    continue
                if term.sign * (value - known.bound) < 0:
                    found.append(BETTER_THAN_BOUND.format(level.key, value, known.bound))
        return tuple(dict.fromkeys(found))

    def _verdict(self, plan: Plan) -> Verdict:
        """Check a plan, and keep how long that takes."""
        began = time.monotonic()
        verdict = verify(self.programme, plan)
        self.check_seconds = max(self.check_seconds, time.monotonic() - began)
        return verdict

    def _has_rules(self, ids: Sequence[str]) -> bool:
        return {rule.id for rule in self.programme.document.rules}.issuperset(ids)

    def _known(self, message: Mapping[str, Any]) -> Known:
        return self.levels.setdefault(message["level"], Known())

    def _take_plan(self, plan: Plan) -> None:
        verdict = self._verdict(plan)
        if not verdict.holds:
            broken = "; ".join(v.statement for v in verdict.violations[:3])
            message = f"the solver's plan breaks {len(verdict.violations)} rule(s): {broken}"
            raise UnsoundPlan(message, violations=verdict.violations)
        self._of_solver = plan
        self._take_checked(plan, "solver")

    def _take_checked(self, plan: Plan, source: str) -> None:
        """Keep a plan unless the one at hand is better, and tell of it."""
        if self.best is not None and self._rank(plan) > self._rank(self.best):
            return
        self.best = plan
        if self.first_plan_seconds is None:
            self.first_plan_seconds = self.seconds
        self.on_event(
            {
                "type": "plan_checked",
                "source": source,
                "elapsed": self.seconds,
                "plan": plan,
                "objectives": self.level_outcomes(),
            }
        )

    def _rank(self, plan: Plan) -> tuple[int, ...]:
        """Return a key by which the better plan comes first.

        On a proved level all plans within the tolerance of its bound are equally good.
        """
        return tuple(self._cost(level, plan) for level in self.programme.document.objectives)

    def _cost(self, level: ObjectiveLevel, plan: Plan) -> int:
        term, known = term_of(level), self.levels.get(level.key, Known())
        cost = term.sign * term.measure(self.programme, plan)
        if known.proved and known.bound is not None and not known.refuted:
            return max(0, cost - term.sign * known.bound - level.tolerance)
        return cost

    def _take_level(self, message: Mapping[str, Any]) -> None:
        """Note a level that is done, its value measured again on the solver's plan."""
        known = self._known(message)
        known.proved, known.bound = message["proved"], message["bound"]
        known.seconds = self.seconds
        levels = {level.key: level for level in self.programme.document.objectives}
        if self._of_solver is None or message["level"] not in levels:
            return
        term = term_of(levels[message["level"]])
        measured = term.measure(self.programme, self._of_solver)
        if term.sign * (measured - message["value"]) > 0:
            said = (
                f"{message['level']}: the solver says {message['value']}, its plan has {measured}"
            )
            raise ObjectiveMismatch(said, level=message["level"])

    def _outcome(self, level: ObjectiveLevel, plan: Plan) -> LevelOutcome:
        term, known = term_of(level), self.levels.get(level.key, Known())
        value, bound = term.measure(self.programme, plan), known.bound
        if bound is not None and (known.refuted or term.sign * (value - bound) < 0):
            # A checked plan is better than the bound, or a second solve was: it bounds nothing.
            bound = None
        proved = (
            known.proved and bound is not None and term.sign * (value - bound) <= level.tolerance
        )
        claim = Claim.FEASIBLE
        if proved:
            claim = Claim.CONFIRMED if known.confirmed else Claim.BOUND
        return LevelOutcome(
            name=level.key,
            value=value,
            bound=bound,
            tolerance=level.tolerance,
            unit=term.unit,
            proved=proved,
            claim=claim,
            seconds=None if known.seconds is None else round(known.seconds, 2),
        )
