"""A feasibility model that is kept for many questions, and narrowed once it is worth it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ortools.sat.python import cp_model

from scheduler.asking.question import Question
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.objectives import term_of
from scheduler.rules.conditional import post_rule
from scheduler.solver.build import build_model
from scheduler.solver.hints import hint_plan
from scheduler.solver.run import Domains, put_domains, tightened
from scheduler.solver.settings import SearchSettings

QUESTIONS_BEFORE_NARROWING = 3
"""Narrowing takes longer than one question and makes the others several times faster."""
SECONDS_FOR_NARROWING = 30.0


Within = tuple[tuple[str, int], ...]
"""Keys of levels with the worst value allowed."""


@dataclass(slots=True)
class KeptModel:
    """The model of one programme, and every wish ever asked with its switch."""

    build: ModelBuild
    settings: SearchSettings
    has_none: bool = False
    """Whether narrowing has shown that there is no plan at all."""
    _switches: dict[Rule, int] = field(default_factory=dict)
    _asked: int = 0
    _as_posted: Domains | None = None
    """Domains before they were narrowed; None while they are as they were."""
    _second: Domains | None = None
    """Domains as a second configuration narrows them."""

    def copy_for(self, question: Question) -> cp_model.CpModel | None:
        """Return a model in which just a question's wishes hold; None when there is no plan."""
        self._asked += 1
        if self._asked >= QUESTIONS_BEFORE_NARROWING:
            self.narrow()
        if self.has_none:
            return None
        self._post(question)
        self._hint(question)
        model = self.build.model.clone()
        _set_switches(model, self._switches, question)
        return model

    def second_copy_for(self, question: Question) -> cp_model.CpModel | None:
        """Return the same to a second configuration, nothing in it being learnt by the first."""
        self._post(question)
        self.build.model.clear_hints()
        model = self.build.model.clone()
        if self._as_posted is not None:
            put_domains(model, self._as_posted)
            if self._second is None:
                self._second = tightened(model, self.settings, SECONDS_FOR_NARROWING, second=True)
                if self._second is None:
                    return None
            put_domains(model, self._second)
        _set_switches(model, self._switches, question)
        return model

    def narrow(self) -> None:
        """Take values out of the variables that no plan has."""
        if self._as_posted is not None:
            return
        model = self.build.model
        self._as_posted = [list(variable.domain) for variable in model.proto.variables]
        found = tightened(model, self.settings, SECONDS_FOR_NARROWING)
        self.has_none = found is None
        if found is not None:
            put_domains(model, found)

    def window(self, event: str) -> tuple[date, date] | None:
        """Return the first and last day an event can have by what is known; None if it has none."""
        variables = self.build.model.proto.variables
        open_days = [
            day
            for day, literal in self.build.event(event).on.items()
            if max(variables[literal.index].domain) == 1
        ]
        return (min(open_days), max(open_days)) if open_days else None

    def _post(self, question: Question) -> None:
        build = self.build
        for wish in itertools.chain(question.wishes, *question.any_of):
            if wish not in self._switches:
                switch = build.model.new_bool_var(f"wish {len(self._switches)}")
                self._switches[wish] = switch.index
                post_rule(wish, build, Enforcement(build.model, (switch,)))

    def _hint(self, question: Question) -> None:
        if question.near is None:
            self.build.model.clear_hints()
        else:
            hint_plan(self.build, question.near)


def model_of(
    programme: ExpandedProgramme, settings: SearchSettings, within: Within = ()
) -> KeptModel:
    """Build the model of every hard rule, all activities placed, and of levels that are limited."""
    build = build_model(programme, feasibility_only=not within)
    for activity in programme.document.activities:
        build.placed(activity.id)
    limits = dict(within)
    for level in programme.document.objectives:
        if level.key in limits:
            term = term_of(level)
            build.model.add(term.sign * term.post(build) <= term.sign * limits[level.key])
    return KeptModel(build, settings)


def _set_switches(
    model: cp_model.CpModel, switches: Mapping[Rule, int], question: Question
) -> None:
    """Turn on what a question wishes for and off what others did."""
    of = {rule: model.get_bool_var_from_proto_index(index) for rule, index in switches.items()}
    wished = frozenset(question.wishes)
    left_open = frozenset(itertools.chain(*question.any_of))
    for wish, literal in of.items():
        if wish in wished or wish not in left_open:
            model.add(literal == int(wish in wished))
    if question.any_of:
        met = [model.new_bool_var(f"alternative {at}") for at in range(len(question.any_of))]
        model.add_bool_or(met)
        for one, wishes in zip(met, question.any_of, strict=True):
            for wish in wishes:
                model.add_implication(one, of[wish])
