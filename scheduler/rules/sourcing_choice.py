"""Sourcing choice: which options of a service group are still open.

Rule    option(group) in options.
Units   none.
Source  Board minutes: several ways to source each group are weighed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.adjustments import AddedOption
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import SourcingChoice
from scheduler.rules.easing import Easing, Move, Step
from scheduler.rules.rule import Breach, RuleKind

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: SourcingChoice, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    group = programme.groups[rule.group]
    names = [option.name or option.id for option in group.options if option.id in rule.options]
    if not names:
        return f"No sourcing option of {group.name or group.id} is left."
    choice = names[0] if len(names) == 1 else f"one of: {'; '.join(names)}"
    return f"{group.name or group.id} is sourced by {choice}."


def check(rule: SourcingChoice, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look up the group's option."""
    chosen = plan.options.get(rule.group)
    if chosen not in rule.options:
        yield Breach(activities=(), measured=chosen, allowed=list(rule.options))


def post(rule: SourcingChoice, build: ModelBuild, by: Enforcement) -> None:
    """Bar every option that is not listed."""
    for name, literal in build.options()[rule.group].items():
        if name not in rule.options:
            by.bind(build.model.add_bool_or([~literal]))


def _moves(rule: SourcingChoice, programme: ExpandedProgramme) -> Iterator[Move]:
    """Open each option of the group that is left out."""
    group = programme.groups[rule.group]
    for option in group.options:
        if option.id not in rule.options:
            added = AddedOption(id=f"{rule.id}.{option.id}", rule=rule.id, option=option.id)
            name = option.name or option.id
            after = f"{group.name or group.id} may also be sourced by {name}"
            before = statement(rule, programme)
            step = Step(amount=1, adjustments=(added,), before=before, after=after)
            yield Move(of=option.id, steps=(step,))


RULE = RuleKind(
    declares=SourcingChoice,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(moves=_moves),
)
