"""Award limit: no provider gets too much.

Rule    for each provider: number of groups it gets <= at_most.
Units   service groups beyond, summed over providers.
Source  Lot limits: Public Contracts Regulations 2015, regulation 46.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import AwardLimit
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import groups_listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: AwardLimit, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    groups = groups_listed(rule.groups, programme)
    return f"No provider gets more than {rule.at_most} of {groups}."


def check(rule: AwardLimit, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count the groups of each provider."""
    awarded = Counter(
        programme.provider_of(group, plan.options[group])
        for group in rule.groups
        if group in plan.options
    )
    for provider, count in awarded.items():
        if provider is not None and count > rule.at_most:
            over = count - rule.at_most
            measured = f"{provider}: {count}"
            yield Breach(activities=(), measured=measured, allowed=rule.at_most, shortfall=over)


def post(rule: AwardLimit, build: ModelBuild, by: Enforcement) -> None:
    """Post one sum for each provider that could get too much."""
    for provider, literals in build.by_provider(rule.groups).items():
        if provider is not None and len(literals) > rule.at_most:
            give = by.give(len(rule.groups))
            by.bind(build.model.add(sum(literals) - give <= rule.at_most))


RULE = RuleKind(
    declares=AwardLimit,
    statement=statement,
    check=check,
    post=post,
    unit="service group",
    easing=Easing(fields=(Looser(field="at_most", way="more", by=(1, 2)),)),
)
