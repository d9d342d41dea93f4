"""Shared provider: service groups go to one provider, or to different ones.

Rule    provider(g) the same for every group, all in house included; or, for any two groups, not the
        same provider, in house left aside.
Units   none.
Source  Exit practice: a help desk and the devices it looks after are bought together; who audits a
        service does not run it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import SharedProvider
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import groups_listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: SharedProvider, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    groups = groups_listed(rule.groups, programme)
    if rule.same:
        return f"{groups} have the same provider, or are all in house."
    return f"No two of {groups} have the same provider."


def check(rule: SharedProvider, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare each group with those before it."""
    seen: dict[str | None, str] = {}
    for group in rule.groups:
        chosen = plan.options.get(group)
        if chosen is None:
            continue
        provider = programme.provider_of(group, chosen)
        differs = bool(seen) and provider not in seen
        repeats = provider is not None and provider in seen
        if differs if rule.same else repeats:
            allowed = "the same provider" if rule.same else "different providers"
            measured = f"{group}: {provider or 'in house'}"
            yield Breach(activities=(), measured=measured, allowed=allowed)
            return
        seen[provider] = group


def post(rule: SharedProvider, build: ModelBuild, by: Enforcement) -> None:
    """Give every group the provider of the first; or each provider one group."""
    model = build.model
    if not rule.same:
        for provider, literals in build.by_provider(rule.groups).items():
            if provider is not None and len(literals) > 1:
                by.bind(model.add(sum(literals) <= 1))
        return
    each = [build.by_provider((group,)) for group in rule.groups]
    for one, other in pairwise(each):
        for provider, literals in one.items():
            by.bind(model.add(sum(literals) == sum(other.get(provider, ()))))


RULE = RuleKind(declares=SharedProvider, statement=statement, check=check, post=post)
