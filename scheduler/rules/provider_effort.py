"""Provider effort: contracts are managed by people, and there are only so many.

Rule    fixed + each * max(0, number of different providers - included) <= at_most.
Units   hundredths of a person.
Source  Exit practice: several providers in place of one need a larger client side; National Audit
        Office, Good practice contract management framework (2008).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ProviderEffort
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, groups_listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ProviderEffort, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    team = programme.teams[rule.team]
    first = f" beyond the first {rule.included}" if rule.included else ""
    fixed = f"{rule.fixed_hundredths / 100:g} and " if rule.fixed_hundredths else ""
    each = counted_people(rule.each_hundredths)
    return (
        f"{team.name or team.id} gives {counted_people(rule.at_most_hundredths)} at most to "
        f"contracts: {fixed}{each} for each provider{first} of "
        f"{groups_listed(rule.groups, programme)}."
    )


def counted_people(hundredths: int) -> str:
    """Return hundredths of a person as people."""
    if hundredths % 100:
        return f"{hundredths / 100:g} people"
    return counted(hundredths // 100, "person", "people")


def check(rule: ProviderEffort, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Gather the providers and add up what they take."""
    found = {
        programme.provider_of(group, plan.options[group])
        for group in rule.groups
        if group in plan.options
    }
    beyond = max(0, len(found - {None}) - rule.included)
    effort = rule.fixed_hundredths + rule.each_hundredths * beyond
    if effort > rule.at_most_hundredths:
        yield Breach(
            activities=(),
            measured=effort,
            allowed=rule.at_most_hundredths,
            shortfall=effort - rule.at_most_hundredths,
        )


def post(rule: ProviderEffort, build: ModelBuild, by: Enforcement) -> None:
    """Bound the number of providers by what they take; what is fixed is never too much alone."""
    providers = build.providers(rule.groups)
    beyond = sum(providers) - rule.included
    effort = rule.fixed_hundredths + rule.each_hundredths * beyond
    give = by.give(rule.fixed_hundredths + rule.each_hundredths * len(providers))
    by.bind(build.model.add(effort - give <= rule.at_most_hundredths))


RULE = RuleKind(
    declares=ProviderEffort,
    statement=statement,
    check=check,
    post=post,
    unit="hundredth of a person",
    easing=Easing(
        fields=(Looser(field="at_most_hundredths", way="more", by=(50, 100, 200)),), waived=never
    ),
)
