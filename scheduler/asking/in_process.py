"""Answers to questions in this process: what a solver process does for each."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from scheduler.asking.question import MOST_PROGRAMMES, Finding, LevelReply, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.model.decode import decode
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.objectives import term_of
from scheduler.rules.conditional import post_rule
from scheduler.solver.build import build_model
from scheduler.solver.hints import hint_plan
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.refute import plan_under
from scheduler.solver.run import Profile, Run, run, value_in
from scheduler.solver.settings import SearchSettings


@dataclass(slots=True)
class _Model:
    """A feasibility model of a programme, and every wish ever asked with its switch."""

    build: ModelBuild
    switches: dict[Rule, int] = field(default_factory=dict)


@dataclass(slots=True)
class Answering:
    """Answers one question after another, models being kept."""

    stop: threading.Event
    settings: SearchSettings
    _models: OrderedDict[int, tuple[ExpandedProgramme, _Model]] = field(default_factory=OrderedDict)

    def __call__(self, question: Question) -> Reply:
        """Answer a question within its time."""
        began = time.monotonic()
        if question.levels:
            reply = self._best(question)
        elif question.only is not None:
            reply = Reply(finding=self._under(question))
        else:
            reply = self._any(question)
        if reply.finding == "none" and question.sure:
            left = max(1.0, question.seconds - (time.monotonic() - began))
            reply = self._confirmed(reply, replace(question, seconds=left))
        return replace(reply, seconds=time.monotonic() - began)

    def _alone(self) -> SearchSettings:
        return replace(self.settings, workers=1)

    def _under(self, question: Question, profile: Profile = "first solution") -> Finding:
        rules = [rule.id for rule in question.asked.document.rules if rule.price is None]
        return plan_under(
            question.asked,
            rules,
            self._alone(),
            question.seconds,
            self.stop,
            profile=profile,
        )

    def _any(self, question: Question) -> Reply:
        result, build = self._run(question, "first solution")
        if result.solution:
            return Reply(finding="plan", plan=decode(build, partial(value_in, result.solution)))
        return Reply(finding="none" if result.status == "infeasible" else "unknown")

    def _confirmed(self, reply: Reply, question: Question) -> Reply:
        """Put that there is no plan to a second configuration."""
        if question.only is not None:
            finding = self._under(question, "second configuration")
            return (
                replace(reply, confirmed=finding == "none")
                if finding != "plan"
                else Reply(finding="unknown")
            )
        result, build = self._run(question, "second configuration")
        if result.solution:
            # Two answers disagree: the plan speaks for itself.
            return Reply(finding="plan", plan=decode(build, partial(value_in, result.solution)))
        return replace(reply, confirmed=result.status == "infeasible")

    def _run(self, question: Question, profile: Profile) -> tuple[Run, ModelBuild]:
        """Solve a copy of the programme's model in which just the wishes of this question hold."""
        kept = self._model(question.programme)
        build = kept.build
        for wish in question.wishes:
            if wish not in kept.switches:
                switch = build.model.new_bool_var(f"wish {len(kept.switches)}")
                kept.switches[wish] = switch.index
                post_rule(wish, build, Enforcement(build.model, (switch,)))
        self._hint(kept, question.near)
        model = build.model.clone()
        for wish, index in kept.switches.items():
            literal = model.get_bool_var_from_proto_index(index)
            model.add(literal == int(wish in question.wishes))
        result = run(model, self._alone(), question.seconds, stop=self.stop, profile=profile)
        return result, build

    def _hint(self, kept: _Model, near: Plan | None) -> None:
        if near is None:
            kept.build.model.clear_hints()
        else:
            hint_plan(kept.build, near)

    def _model(self, programme: ExpandedProgramme) -> _Model:
        key = id(programme)
        if key not in self._models:
            build = build_model(programme, feasibility_only=True)
            for activity in programme.document.activities:
                build.placed(activity.id)
            self._models[key] = programme, _Model(build)
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

        settings = replace(self._alone(), time_limit_seconds=question.seconds, confirm=False)
        search = LevelSearch(asked, settings, emit, self.stop, least=question.least or {})
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
