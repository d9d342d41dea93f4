"""Consumables: what is used up once is gone.

Rule    sum over performed activities of what their mode uses <= amount.
Units   units of the consumable, whatever the dates.
Source  Non-renewable resources: Slowinski (1980); in multi-mode scheduling: Talbot (1982).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.adjustments import ExtraAmount
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ConsumableUse
from scheduler.rules.easing import Easing, Move, Step
from scheduler.rules.rule import Breach, RuleKind

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ConsumableUse, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    consumable = programme.consumables[rule.consumable]
    return f"{consumable.name or consumable.id}: {consumable.amount:,} at most in all."


def check(rule: ConsumableUse, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Add up what every activity of the plan uses."""
    amount = programme.consumables[rule.consumable].amount
    used = 0
    users = []
    for name in plan.placed:
        activity = programme.activities.get(name)
        mode = None if activity is None else programme.mode_in(activity, plan)
        if mode is not None and mode.consumes.get(rule.consumable):
            used += mode.consumes[rule.consumable]
            users.append(name)
    if used > amount:
        yield Breach(
            activities=tuple(users), measured=used, allowed=amount, shortfall=used - amount
        )


def post(rule: ConsumableUse, build: ModelBuild, by: Enforcement) -> None:
    """Post one sum over the sourcing options, each with all that it makes activities use."""
    programme = build.programme
    amount = programme.consumables[rule.consumable].amount
    always = 0
    under: Counter[tuple[str, str]] = Counter()
    for activity in programme.document.activities:
        if not any(mode.consumes.get(rule.consumable) for mode in activity.modes):
            continue
        group = programme.group_of(activity)
        if group is None:
            always += activity.modes[0].consumes.get(rule.consumable, 0)
            continue
        for option in build.options()[group]:
            mode = activity.mode_under(option)
            if mode is not None:
                under[group, option] += mode.consumes.get(rule.consumable, 0)
    used = sum(each * build.options()[group][option] for (group, option), each in under.items())
    give = by.give(always + sum(under.values()))
    by.bind(build.model.add(used + always - give <= amount))


PERCENT = (10, 25, 50, 100)


def _moves(rule: ConsumableUse, programme: ExpandedProgramme) -> Iterator[Move]:
    """Add to the amount."""
    consumable = programme.consumables[rule.consumable]
    name = consumable.name or consumable.id
    more = dict.fromkeys(max(1, -(-consumable.amount * percent // 100)) for percent in PERCENT)
    steps = (
        Step(
            amount=extra,
            adjustments=(ExtraAmount(id=f"{rule.id}.{extra}", of=consumable.id, amount=extra),),
            before=f"{consumable.amount} of {name}",
            after=f"{consumable.amount + extra} of {name}",
        )
        for extra in more
    )
    yield Move(steps=tuple(steps))


RULE = RuleKind(
    declares=ConsumableUse,
    statement=statement,
    check=check,
    post=post,
    unit="unit above",
    easing=Easing(moves=_moves),
)
