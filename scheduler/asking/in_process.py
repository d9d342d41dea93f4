"""Answers to questions in this process: what a solver process does for each."""

from __future__ import annotations

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from ortools.sat.python import cp_model

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
from scheduler.solver.run import Profile, Run, run, tightened, value_in
from scheduler.solver.settings import SearchSettings

SECOND: Profile = "second configuration, any solution"
QUESTIONS_BEFORE_TIGHTENING = 3
SECONDS_FOR_TIGHTENING = 30.0


@dataclass(slots=True)
class _Model:
    """A feasibility model of a programme, and every wish ever asked with its switch."""

    build: ModelBuild
    switches: dict[Rule, int] = field(default_factory=dict)
    asked: int = 0
    domains: dict[Profile, list[list[int]] | None] = field(default_factory=dict)
    """What is left of the variables' domains, by the configuration that says so."""


@dataclass(slots=True)
class Answering:
    """Answers one question after another, models being kept."""

    stop: threading.Event
    settings: SearchSettings
    _models: OrderedDict[int, tuple[ExpandedProgramme, _Model]] = field(default_factory=OrderedDict)

    def __call__(self, question: Question) -> Reply:
        """Answer a question within its time."""
        began = time.monotonic()
        if question.second:
            reply = self._confirmed(Reply(finding="none"), question)
            if not (reply.confirmed or reply.plan):
                reply = Reply(finding="unknown")
        elif question.levels:
            reply = self._best(question)
        elif question.only is not None:
            reply = Reply(finding=self._under(question))
        else:
            reply = self._any(question)
        if reply.finding == "none" and question.sure and not question.second:
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
            if finding == "plan":
                return Reply(finding="unknown")
            return replace(reply, confirmed=finding == "none")
        result, build = self._run(question, SECOND)
        if result.solution:
            # Two answers disagree: the plan speaks for itself.
            return Reply(finding="plan", plan=decode(build, partial(value_in, result.solution)))
        return replace(reply, confirmed=result.status == "infeasible")

    def _run(self, question: Question, profile: Profile) -> tuple[Run, ModelBuild]:
        """Solve a copy of the programme's model in which just the wishes of this question hold."""
        kept = self._model(question.programme)
        build = kept.build
        for wish in itertools.chain(question.wishes, *question.any_of):
            if wish not in kept.switches:
                switch = build.model.new_bool_var(f"wish {len(kept.switches)}")
                kept.switches[wish] = switch.index
                post_rule(wish, build, Enforcement(build.model, (switch,)))
        self._hint(kept, question.near)
        model = build.model.clone()
        if not self._tighten(kept, model, profile):
            return Run(status="infeasible"), build
        _set_switches(model, kept.switches, question)
        result = run(model, self._alone(), question.seconds, stop=self.stop, profile=profile)
        return result, build

    def _tighten(self, kept: _Model, model: cp_model.CpModel, profile: Profile) -> bool:
        """Narrow the variables of a copy to what any plan can have; tell whether there is any left.

        Once for a model that is asked about again: it takes longer than one question.
        """
        kept.asked += profile != SECOND
        if profile not in kept.domains:
            if kept.asked < QUESTIONS_BEFORE_TIGHTENING:
                return True
            kept.domains[profile] = tightened(
                kept.build.model, self.settings, SECONDS_FOR_TIGHTENING, second=profile == SECOND
            )
        domains = kept.domains[profile]
        if domains is None:
            return False
        for variable, domain in zip(model.proto.variables, domains, strict=False):
            variable.domain.clear()
            variable.domain.extend(domain)
        return True

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


def _set_switches(
    model: cp_model.CpModel, switches: Mapping[Rule, int], question: Question
) -> None:
    """Turn on what a question wishes for and off what others did."""
    of = {rule: model.get_bool_var_from_proto_index(index) for rule, index in switches.items()}
    left_open = frozenset(itertools.chain(*question.any_of))
    for wish, literal in of.items():
        if wish in question.wishes or wish not in left_open:
            model.add(literal == int(wish in question.wishes))
    if question.any_of:
        met = [model.new_bool_var(f"alternative {at}") for at in range(len(question.any_of))]
        model.add_bool_or(met)
        for one, wishes in zip(met, question.any_of, strict=True):
            for wish in wishes:
                model.add_implication(one, of[wish])
