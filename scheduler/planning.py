"""One function per use case: what the command line and the service call."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from scheduler.answers import Answer, BaselineOutcome, Claim, Clash, LevelOutcome, SolveFacts
from scheduler.construction.baselines import without
from scheduler.construction.comparison import Comparison
from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import SolverFailed
from scheduler.rules.conditional import statement_of
from scheduler.solver.gather import Gathered, OnEvent
from scheduler.solver.messages import plan_from_message, plan_to_message
from scheduler.solver.process import (
    HANGS_AFTER_LIMITS,
    SolverProcess,
    StoppedBy,
    follow,
    launch,
)
from scheduler.solver.settings import SearchSettings
from scheduler.solver.sizes import is_large, stays_near
from scheduler.solver.time_limit import TimeLimit
from scheduler.verification.verify import verify

LEAST_SECONDS_AGAIN = 1.0
"""For a second solver process where the first died: less is not worth its loading."""
MOST_SECONDS_AGAIN = 2.0
"""Beyond the limit, for a second solver process where there is no plan at all yet."""

CHECKS_FOR_AN_ANSWER = 4
"""Times that an answer takes as long as a check: what the plan gives up is asked once more, and
whoever stores the answer checks it again and puts it in words, twice."""


def plan_exit(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    *,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
    with_baselines: bool = True,
    baseline: Plan | None = None,
    near: Plan | None = None,
    running: SolverProcess | None = None,
) -> Answer:
    """Return the best checked plan, or the reason there is none, within the limit of the settings.

    The programme must have passed validation. `stop` ends the run early with the best plan so far.
    `baseline` is a plan to start from: the answer is no worse where it meets every hard rule.
    `near` is the plan in force of a programme whose first level is about it: whatever need not
    change stays; it need not be a plan of the programme any more.
    `running` is a solver process launched ahead, to save its loading time.
    What there is no time for is left out: a comparison with planning without optimising, which the
    answer then says, and claims that were not confirmed yet.
    Raises SolverFailed when the solver process dies twice without an answer, UnsoundPlan when the
    checker refuses a plan of the solver's, ObjectiveMismatch when it claims a value that its plan
    does not have.
    """
    stop, allowed = stop or threading.Event(), settings.time_limit_seconds
    comparison = Comparison(programme)
    limit = TimeLimit(allowed)

    def told(event: Mapping[str, Any]) -> None:
        # Not before: until then every moment goes into a first plan.
        if with_baselines and event["type"] == "plan_checked":
            comparison.begin()
        on_event(event)

    gathered = Gathered(programme, told, began=limit.began)
    limit.answering = lambda: CHECKS_FOR_AN_ANSWER * gathered.check_seconds
    if baseline is not None:
        gathered.offer(baseline, "baseline")
    start_from = tuple(plan for plan in (near, baseline) if plan is not None)
    stopped_by = _search(gathered, running or launch(), settings, stop, start_from, limit)
    left = limit.search_ends_at - time.monotonic()
    is_worth_it = gathered.best is None or settings.reproducible or left >= LEAST_SECONDS_AGAIN
    if _died(gathered, stopped_by) and is_worth_it and not stop.is_set():
        # A dead solver is a normal event: try once more in the safest way, from the best so far.
        limit = _limit_again(limit, 0.0 if gathered.best is not None else MOST_SECONDS_AGAIN)
        settings = replace(
            settings, time_limit_seconds=limit.seconds, workers=1, seed=_next(settings)
        )
        gathered.begin_again()
        on_event({"type": "retry", "seconds": gathered.seconds})
        start_from = tuple(plan for plan in (near, gathered.best) if plan is not None)
        stopped_by = _search(gathered, launch(), settings, stop, start_from, limit)
        if _died(gathered, stopped_by) and gathered.best is None:
            message = "the solver process ended twice without an answer"
            raise SolverFailed(message)
    found: tuple[BaselineOutcome, ...] = ()
    if with_baselines and not stop.is_set():
        # What a reproducible answer holds should not depend on how fast the machine is.
        patience = HANGS_AFTER_LIMITS * allowed if settings.reproducible else 0.0
        found = comparison.until(limit.search_ends_at + patience, stop)
    comparison.stop()
    answer = _answer(gathered, settings, stopped_by, found)
    return replace(
        answer,
        solve=replace(answer.solve, not_compared=without(found) if with_baselines else ()),
        alarms=gathered.alarms(),
        time_limit_seconds=allowed,
        configurations=dict(sorted(gathered.configurations.items())),
    )


def _limit_again(limit: TimeLimit, least: float) -> TimeLimit:
    """Return the limit of a second solver process: what is left, but at least some seconds."""
    now = time.monotonic()
    seconds = max(LEAST_SECONDS_AGAIN, least, limit.ends_at - now)
    return TimeLimit(seconds, began=now, answering=limit.answering)


def _next(settings: SearchSettings) -> int:
    return (settings.seed + 1) % 2**31


def _died(gathered: Gathered, stopped_by: StoppedBy) -> bool:
    """Tell whether the process ended by itself before it had said all that matters."""
    return stopped_by == "proof" and not gathered.ended and gathered.outcome is None


def _search(
    gathered: Gathered,
    running: SolverProcess,
    settings: SearchSettings,
    stop: threading.Event,
    start_from: Sequence[Plan],
    limit: TimeLimit,
) -> StoppedBy:
    """Follow one solver process to its end, a schedule being made beside it."""
    over = threading.Event()
    try:
        running.request(gathered.programme, settings, limit.stops_at)
        for plan in start_from:
            running.suggest(plan)
        if not settings.construct and start_from:
            pass
        elif stays_near(gathered.programme):
            # A plan made without search would be far from the one in force.
            pass
        elif settings.reproducible and not is_large(gathered.programme):
            plan = first_plan(gathered.programme, cancelled=stop.is_set)
            gathered.offer(plan, "construction")
            running.suggest(plan)
        else:
            beside = (gathered.programme, running, over)
            threading.Thread(target=_construct, args=beside, daemon=True).start()
        for message in follow(running, settings, stop, limit):
            if message["type"] == "constructed":
                gathered.offer(plan_from_message(message["plan"]), "construction")
            else:
                gathered.take(message)
    finally:
        over.set()
        running.close()
    return running.stopped_by


def _construct(programme: ExpandedProgramme, running: SolverProcess, over: threading.Event) -> None:
    """Offer a schedule to the checker and to the solver, whichever can still use it."""
    if is_large(programme):
        # The solver process has a faster way to a first plan.
        return
    plan = first_plan(programme, cancelled=over.is_set)
    running.suggest(plan)
    running.messages.put({"type": "constructed", "plan": plan_to_message(plan)})


def _answer(
    gathered: Gathered,
    settings: SearchSettings,
    stopped_by: StoppedBy,
    found: tuple[BaselineOutcome, ...],
) -> Answer:
    levels = gathered.level_outcomes()
    first = gathered.first_plan_seconds
    facts = SolveFacts(
        seconds=round(gathered.seconds, 2),
        workers=1 if settings.reproducible else settings.workers,
        seed=settings.seed,
        ortools=gathered.ortools,
        reproducible=settings.reproducible,
        profile=gathered.programme.document.profile,
        first_plan_seconds=None if first is None else round(first, 2),
        stopped_by=_reason(gathered, stopped_by, levels),
    )
    if gathered.best is None:
        return _no_plan(gathered, facts, found)
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


def _reason(
    gathered: Gathered, stopped_by: StoppedBy, levels: tuple[LevelOutcome, ...]
) -> StoppedBy:
    """Return why the run ended; a search that gives up by itself was limited by its time."""
    if stopped_by != "proof":
        return stopped_by
    if not gathered.ended:
        return "failure"
    if gathered.best is None:
        return "proof" if gathered.outcome == "infeasible" else "limit"
    return "proof" if all(level.proved for level in levels) else "limit"


def _no_plan(gathered: Gathered, facts: SolveFacts, found: tuple[BaselineOutcome, ...]) -> Answer:
    outcome: Literal["infeasible", "undecided"] = (
        "infeasible" if gathered.outcome == "infeasible" else "undecided"
    )
    claim = None
    if outcome == "infeasible":
        claim = Claim.CONFIRMED if gathered.confirmed else Claim.BOUND
    return Answer(
        outcome=outcome, claim=claim, clashes=_clashes(gathered), baselines=found, solve=facts
    )


def _clashes(gathered: Gathered) -> tuple[Clash, ...]:
    if gathered.clash is None:
        return ()
    programme = gathered.programme
    rules = {rule.id: rule for rule in programme.document.rules}
    ids = tuple(gathered.clash["rules"])
    return (
        Clash(
            rules=ids,
            statements=tuple(statement_of(rules[i], programme) for i in ids),
            minimal=gathered.clash["minimal"],
            proved=gathered.clash["proved"],
            bases=tuple(rules[i].basis for i in ids),
            alarms=tuple(gathered.clash.get("alarms", ())),
        ),
    )
