"""The faces of a rule as they are asked for, minding the choices under which it holds.

The one place that reads `when`: a kind knows nothing of it. The check takes a rule whose condition
does not hold as met; the posting makes the condition a switch of the rule's enforcement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import PlanningRule
from scheduler.rules import kind_of
from scheduler.rules.rule import Breach
from scheduler.rules.words import choice_words

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement_of(rule: PlanningRule, programme: ExpandedProgramme) -> str:
    """Say the rule, and under which choices it holds."""
    words = kind_of(rule).statement(rule, programme)
    if not rule.when:
        return words
    conditions = " and ".join(choice_words(choice, programme) for choice in rule.when)
    return f"{words.removesuffix('.')}, if {conditions}."


def breaches_of(rule: PlanningRule, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Yield how a plan falls short of a rule; nothing when its condition does not hold."""
    if not rule.when or all_made(rule.when, plan.options):
        yield from kind_of(rule).check(rule, programme, plan)


def post_rule(rule: PlanningRule, build: ModelBuild, by: Enforcement) -> None:
    """Post a rule so that it binds only while its condition holds."""
    conditions = [build.sourced_by(choice.group, choice.options) for choice in rule.when]
    kind_of(rule).post(rule, build, by.under(*conditions))
