"""Answers to questions in this process: what a solver process does for each."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ortools.sat.python import cp_model

from scheduler.asking.kept_model import KeptModel, Within, model_of
from scheduler.asking.lever_model import LeverModel, lever_model_of
from scheduler.asking.question import MOST_PROGRAMMES, LevelReply, Question, Reply
from scheduler.asking.some_rules import SomeRules
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.model.decode import decode
from scheduler.objectives import term_of
from scheduler.solver.hints import hint_solution
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.run import Profile, Run, run, value_in
from scheduler.solver.settings import SearchSettings

FIRST: Profile = "first solution"
DOWNWARD: Profile = "downward"
SHARE_FROM_ANYWHERE = 0.35
"""Of the time, to go downward from a plan that nobody had."""
SECOND: Profile = "second configuration, any solution"


@dataclass(slots=True)
class Answering:
    """Answers one question after another, models being kept."""

    stop: threading.Event
    settings: SearchSettings
    _models: OrderedDict[tuple[int, Within], tuple[ExpandedProgramme, KeptModel]] = field(
        default_factory=OrderedDict
    )
    _some: SomeRules = field(init=False)
    _levers: tuple[ExpandedProgramme, LeverModel] | None = None

    def __post_init__(self) -> None:
        """Start with no model."""
        self._some = SomeRules(self.stop, self._alone)

    def __call__(self, question: Question) -> Reply:
        """Answer a question within its time."""
        began = time.monotonic()
        reply = self._first(question)
        if question.second or (reply.finding == "none" and question.sure):
            left = max(1.0, question.seconds - (time.monotonic() - began))
            reply = self._second(reply, replace(question, seconds=left))
        return replace(reply, seconds=time.monotonic() - began)

    def _first(self, question: Question) -> Reply:
        if question.second:
            return Reply(finding="none")
        if question.caps is not None:
            return self._cheapest(question, dict(question.caps))
        if question.windows:
            return self._windows(question)
        if question.levels:
            return self._best(question)
        if question.only is not None:
            return self._some.first(question)
        return self._any(question, FIRST)

    def _second(self, reply: Reply, question: Question) -> Reply:
        """Put that there is no plan to a second configuration; a plan that it finds speaks."""
        if question.only is not None:
            return self._some.second(reply, question)
        again = self._any(replace(question, levels=()), SECOND)
        if again.finding == "none":
            return replace(reply, confirmed=True)
        return again if again.plan is not None or question.second else reply

    @property
    def _alone(self) -> SearchSettings:
        return replace(self.settings, workers=1)

    def _any(self, question: Question, profile: Profile) -> Reply:
        kept = self._model(question.programme, question.within)
        second = profile == SECOND
        model = kept.second_copy_for(question) if second else kept.copy_for(question)
        if model is None:
            return Reply(finding="none")
        result = self._run(model, question.seconds, profile)
        if result.solution:
            plan = decode(kept.build, partial(value_in, result.solution))
            return Reply(finding="plan", plan=plan)
        return Reply(finding="none" if result.status == "infeasible" else "unknown")

    def _run(self, model: cp_model.CpModel, seconds: float, profile: Profile) -> Run:
        try:
            return run(model, self._alone, seconds, stop=self.stop, profile=profile)
        except (IndexError, RuntimeError):
            # CP-SAT 9.15 has been seen to fail like this where presolving is cut short.
            return run(model, self._alone, seconds, stop=self.stop, profile="second configuration")

    def _cheapest(self, question: Question, caps: Mapping[int, int]) -> Reply:
        """Move levers as little as can be; the bound is of every position asked about."""
        deadline = time.monotonic() + question.seconds
        if self._levers is None or self._levers[0] is not question.programme:
            self._levers = question.programme, lever_model_of(question.programme)
        of = self._levers[1]

        def left() -> float:
            return max(1.0, deadline - time.monotonic())

        but = [dict(position) for position in question.beyond_none_of]
        model = of.copy_for(caps, but)
        first = Run(status="unknown")
        if question.near is not None:
            top = {lever: len(literals) for lever, literals in enumerate(of.no_further)}
            near = of.dates_of(of.copy_for(top, ()), question.near)
            first = run(near, self._alone, left(), stop=self.stop, profile=DOWNWARD)
        far = not (first.solution and of.allows(of.position(first.solution), caps, but))
        if far:
            # Where any plan is soon found, none may come for long while its price is minded.
            free = of.any_of(model)
            if first.solution:
                hint_solution(free, first.solution)
            first = run(free, self._alone, left(), stop=self.stop, profile=FIRST)
        if not first.solution:
            return Reply(finding="none" if first.status == "infeasible" else "unknown")
        if far and question.near is not None:
            # A plan elsewhere than the one known: what it needs is asked with no further levers.
            plan = decode(of.build, partial(value_in, first.solution))
            return Reply(finding="plan", plan=plan, moved=of.position(first.solution))
        hint_solution(model, first.solution)
        # From far up a second question with fewer levers gets further than more time for the first.
        share = SHARE_FROM_ANYWHERE if far else 1.0
        seconds = min(left(), question.seconds * share)
        best = run(model, self._alone, seconds, stop=self.stop, profile=DOWNWARD)
        bound = None if best.bound is None else of.price(max(0, best.bound))
        solution = best.solution or first.solution
        plan = decode(of.build, partial(value_in, solution))
        return Reply(finding="plan", plan=plan, moved=of.position(solution), price=bound)

    def _windows(self, question: Question) -> Reply:
        kept = self._model(question.programme, question.within)
        kept.narrow()
        if kept.has_none:
            return Reply(finding="none")
        windows = {event: kept.window(event) for event in question.windows}
        return Reply(finding="unknown", windows=windows)

    def _model(self, programme: ExpandedProgramme, within: Within) -> KeptModel:
        key = id(programme), within
        if key not in self._models:
            self._models[key] = programme, model_of(programme, self.settings, within)
            while len(self._models) > MOST_PROGRAMMES:
                self._models.popitem(last=False)
        self._models.move_to_end(key)
        return self._models[key][1]

    def _best(self, question: Question) -> Reply:
        """Settle the levels; the plan is the last that the search told of."""
        asked = question.asked
        plans: list[Plan] = []

        def emit(message: dict[str, Any]) -> None:
            if message["type"] == "plan":
                plans[:] = [plan_from_message(message["plan"])]

        settings = replace(self._alone, time_limit_seconds=question.seconds, confirm=False)
        search = LevelSearch(
            asked, settings, emit, self.stop, question.least, narrow=True, until=question.until
        )
        if question.near is not None:
            search.hint(question.near)
        outcome = search.settle_all()
        if outcome == "infeasible" or not plans:
            return Reply(finding="none" if outcome == "infeasible" else "unknown")
        plan = plans[-1]
        return Reply(
            finding="plan",
            plan=plan,
            levels=tuple(
                LevelReply(
                    key=settled.level.key,
                    value=term_of(settled.level).measure(asked, plan),
                    bound=settled.bound,
                    proved=settled.proved,
                )
                for settled in search.settled
            ),
        )
