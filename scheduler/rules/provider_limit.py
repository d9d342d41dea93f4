"""Provider limit: how many providers there are to be managed afterwards.

Rule    at_least <= number of different providers of the groups <= at_most.
Units   providers above or below.
Source  Exit practice: one prime contractor is replaced by a few, whom the council must be able to
        manage; service integration (SIAM) Foundation Body of Knowledge (2017).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ProviderLimit
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import bounds, groups_listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ProviderLimit, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    many = bounds(rule.at_least, rule.at_most)
    return f"Different providers of {groups_listed(rule.groups, programme)}: {many}."


def check(rule: ProviderLimit, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Gather the providers."""
    found = {
        programme.provider_of(group, plan.options[group])
        for group in rule.groups
        if group in plan.options
    }
    count = len(found - {None})
    if rule.at_most is not None and count > rule.at_most:
        over = count - rule.at_most
        yield Breach(activities=(), measured=count, allowed=rule.at_most, shortfall=over)
    if rule.at_least is not None and count < rule.at_least:
        short = rule.at_least - count
        yield Breach(activities=(), measured=count, allowed=rule.at_least, shortfall=short)


def post(rule: ProviderLimit, build: ModelBuild, by: Enforcement) -> None:
    """Sum one literal for each provider."""
    count = sum(build.providers(rule.groups))
    if rule.at_most is not None:
        by.bind(build.model.add(count - by.give(len(rule.groups)) <= rule.at_most))
    if rule.at_least is not None:
        by.bind(build.model.add(count + by.give(rule.at_least) >= rule.at_least))


RULE = RuleKind(
    declares=ProviderLimit,
    statement=statement,
    check=check,
    post=post,
    unit="provider",
    easing=Easing(
        fields=(
            Looser(field="at_most", way="more", by=(1, 2)),
            Looser(field="at_least", way="less", by=(1, 2)),
        )
    ),
)
