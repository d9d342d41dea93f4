"""Choice implication: some choices bring others with them.

Rule    if every choice of if_all is made, then at least one of then_any.
Units   none.
Source  Exit practice: whoever takes payroll in house needs the ledger it posts to, and options are
        appraised together for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChoiceImplication
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import choice_words

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ChoiceImplication, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    then = ", or ".join(choice_words(choice, programme) for choice in rule.then_any)
    if not rule.if_all:
        return f"{then}."
    made = " and ".join(choice_words(choice, programme) for choice in rule.if_all)
    return f"If {made}, then {then}."


def check(rule: ChoiceImplication, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Ask whether the choices are made."""
    if not all(choice.is_made(plan.options) for choice in rule.if_all):
        return
    if not any(choice.is_made(plan.options) for choice in rule.then_any):
        groups = dict.fromkeys(choice.group for choice in rule.then_any)
        known = {name: plan.options.get(name) for name in groups if name in programme.groups}
        allowed = [f"{choice.group}: {', '.join(choice.options)}" for choice in rule.then_any]
        yield Breach(activities=(), measured=known, allowed=allowed)


def post(rule: ChoiceImplication, build: ModelBuild, by: Enforcement) -> None:
    """Post one clause while the choices are made."""
    made = [build.sourced_by(choice.group, choice.options) for choice in rule.if_all]
    then = [build.sourced_by(choice.group, choice.options) for choice in rule.then_any]
    by.bind(build.model.add_bool_or(then), *made)


RULE = RuleKind(declares=ChoiceImplication, statement=statement, check=check, post=post)
