"""One function per use case: what the command line and the service call."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scheduler.answers import Answer, BaselineOutcome, Claim, Clash, LevelOutcome, SolveFacts
from scheduler.construction.baselines import baselines
from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import SolverFailed, UnsoundPlan
from scheduler.objectives import TERMS
from scheduler.rules import kind_of
from scheduler.solver.messages import plan_from_message, plan_to_message
from scheduler.solver.process import SolverProcess, StoppedBy, follow, launch
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

OnEvent = Callable[[Mapping[str, Any]], None]


@dataclass(slots=True)
class _Gathered:
    """What is known so far in one run."""

    programme: ExpandedProgramme
    settings: SearchSettings
    on_event: OnEvent
    began: float = field(default_factory=time.monotonic)
    best: Plan | None = None
    first_plan_seconds: float | None = None
    levels: dict[str, dict[str, Any]] = field(default_factory=dict)
    outcome: str | None = None
    confirmed: bool = False
    clash: dict[str, Any] | None = None
    ortools: str = ""
    ended: bool = False

    @property
    def seconds(self) -> float:
        """Since the request."""
        return time.monotonic() - self.began

    def take_plan(self, plan: Plan, source: str) -> bool:
        """Check a plan; keep it, and tell of it, when every hard rule is met.

        Raises UnsoundPlan for a plan of the solver's that breaks one.
        """
        verdict = verify(self.programme, plan)
        if not verdict.holds:
            if source == "solver":
                broken = "; ".join(v.statement for v in verdict.violations[:3])
                message = f"the solver's plan breaks {len(verdict.violations)} rule(s): {broken}"
                raise UnsoundPlan(message, violations=verdict.violations)
            return False
        self.best = plan
        if self.first_plan_seconds is None:
            self.first_plan_seconds = self.seconds
        self.on_event({"type": "plan_checked", "source": source, "elapsed": self.seconds})
        return True

    def take(self, message: Mapping[str, Any]) -> None:
        """Take in one message of the solver process."""
        kind = message["type"]
        if kind == "constructed":
            if self.best is None:
                self.take_plan(plan_from_message(message["plan"]), "construction")
            return
        if kind == "plan":
            self.take_plan(plan_from_message(message["plan"]), "solver")
        elif kind == "started":
            self.ortools = message["ortools"]
        elif kind in ("progress", "level"):
            known = self.levels.setdefault(message["level"], {})
            known.update(
                {k: message[k] for k in ("value", "bound", "proved") if message.get(k) is not None}
            )
            if kind == "level":
                known["seconds"] = self.seconds
        elif kind == "confirmed":
            known = self.levels.setdefault(message["level"], {})
            known["confirmed"] = message["ok"] == "infeasible"
        elif kind == "outcome":
            self.outcome = message["outcome"]
            self.confirmed = bool(message.get("confirmed"))
        elif kind == "clash":
            self.clash = dict(message)
        elif kind == "end":
            self.ended = True
        self.on_event({**message, "seconds": self.seconds})


def plan_exit(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    *,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
    with_baselines: bool = True,
    running: SolverProcess | None = None,
) -> Answer:
    """Return the best checked plan, or the reason there is none.

    The programme must have passed validation. `stop` ends the run early with the best plan so far.
    `running` is a solver process launched ahead, to save its loading time.
    Raises SolverFailed when the solver process dies twice without a plan, UnsoundPlan when the
    checker refuses a plan of the solver's.
    """
    stop = stop or threading.Event()
    gathered = _Gathered(programme, settings, on_event)
    stopped_by = _search(gathered, running or launch(), settings, stop)
    if not gathered.ended and stopped_by == "proof" and gathered.best is None:
        # A dead solver is a normal event: try once more in the safest way.
        safe = SearchSettings(
            time_limit_seconds=max(1.0, settings.time_limit_seconds - gathered.seconds),
            workers=1,
            seed=settings.seed + 1,
            memory_limit_mb=settings.memory_limit_mb,
        )
        stopped_by = _search(gathered, launch(), safe, stop)
        if not gathered.ended and gathered.best is None and stopped_by == "proof":
            message = "the solver process ended twice without an answer"
            raise SolverFailed(message)
    if not gathered.ended and stopped_by == "proof":
        stopped_by = "failure"
    found = tuple(baselines(programme)) if with_baselines and not stop.is_set() else ()
    return _answer(gathered, stopped_by, found)


def _search(
    gathered: _Gathered, running: SolverProcess, settings: SearchSettings, stop: threading.Event
) -> StoppedBy:
    """Follow one solver process to its end, a schedule being made beside it."""
    try:
        running.request(gathered.programme, settings)
        if settings.reproducible:
            message = _constructed(gathered.programme)
            gathered.take(message)
            running.suggest(plan_from_message(message["plan"]))
        else:
            threading.Thread(target=_construct, args=(gathered, running), daemon=True).start()
        for message in follow(running, settings, stop):
            gathered.take(message)
    finally:
        running.close()
    return running.stopped_by


def _construct(gathered: _Gathered, running: SolverProcess) -> None:
    """Offer a schedule to the checker and to the solver, whichever can still use it."""
    message = _constructed(gathered.programme, cancelled=lambda: gathered.best is not None)
    running.suggest(plan_from_message(message["plan"]))
    running.messages.put(message)


def _constructed(
    programme: ExpandedProgramme, *, cancelled: Callable[[], bool] = lambda: False
) -> dict[str, Any]:
    plan = first_plan(programme, cancelled=cancelled)
    return {"type": "constructed", "plan": plan_to_message(plan)}


def _answer(
    gathered: _Gathered, stopped_by: StoppedBy, found: tuple[BaselineOutcome, ...]
) -> Answer:
    settings = gathered.settings
    facts = SolveFacts(
        seconds=round(gathered.seconds, 2),
        workers=1 if settings.reproducible else settings.workers,
        seed=settings.seed,
        ortools=gathered.ortools,
        reproducible=settings.reproducible,
        first_plan_seconds=_rounded(gathered.first_plan_seconds),
        stopped_by=stopped_by,
    )
    if gathered.best is None:
        return _no_plan(gathered, facts, found)
    levels = _levels(gathered, gathered.best)
    proved = [level.claim for level in levels if level.proved]
    return Answer(
        outcome="plan",
        claim=min(proved, key=list(Claim).index) if proved else Claim.FEASIBLE,
        objectives=levels,
        plan=gathered.best,
        concessions=verify(gathered.programme, gathered.best).concessions,
        baselines=found,
        solve=facts,
    )


def _no_plan(gathered: _Gathered, facts: SolveFacts, found: tuple[BaselineOutcome, ...]) -> Answer:
    outcome: Literal["infeasible", "undecided"] = (
        "infeasible" if gathered.outcome == "infeasible" else "undecided"
    )
    claim = None
    if outcome == "infeasible":
        claim = Claim.CONFIRMED if gathered.confirmed else Claim.BOUND
    return Answer(
        outcome=outcome, claim=claim, clashes=_clashes(gathered), baselines=found, solve=facts
    )


def _levels(gathered: _Gathered, plan: Plan) -> tuple[LevelOutcome, ...]:
    made = []
    for level in gathered.programme.document.objectives:
        term = TERMS[level.name]
        known = gathered.levels.get(level.name, {})
        value, bound = term.measure(gathered.programme, plan), known.get("bound")
        proved = (
            bool(known.get("proved"))
            and bound is not None
            and term.sign * (value - bound) <= level.tolerance
        )
        claim = Claim.FEASIBLE
        if proved:
            claim = Claim.CONFIRMED if known.get("confirmed") else Claim.BOUND
        made.append(
            LevelOutcome(
                name=level.name,
                value=value,
                bound=bound,
                tolerance=level.tolerance,
                unit=term.unit,
                proved=proved,
                claim=claim,
                seconds=_rounded(known.get("seconds")),
            )
        )
    return tuple(made)


def _clashes(gathered: _Gathered) -> tuple[Clash, ...]:
    if gathered.clash is None:
        return ()
    programme = gathered.programme
    rules = {rule.id: rule for rule in programme.document.rules}
    ids = tuple(gathered.clash["rules"])
    return (
        Clash(
            rules=ids,
            statements=tuple(kind_of(rules[i]).statement(rules[i], programme) for i in ids),
            minimal=gathered.clash["minimal"],
            proved=gathered.clash["proved"],
        ),
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)
