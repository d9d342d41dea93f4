"""Choice limit: how many service groups are sourced in some way.

Rule    at_least <= number of groups whose option is meant <= at_most.
Units   service groups above or below.
Source  Exit practice: customised solutions and further terms with the incumbent are exceptions, and
        a board says how many it grants.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.choice import OptionFilter
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChoiceLimit
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import bounds, either, groups_listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ChoiceLimit, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    many = bounds(rule.at_least, rule.at_most).capitalize()
    groups = groups_listed(rule.groups, programme)
    return f"{many} of {groups}: sourced by {option_words(rule.sourced_by)}."


def option_words(meant: OptionFilter) -> str:
    """Return which options are meant, such as `model in house`."""
    told = [
        f"{name} {either([entry.replace('_', ' ') for entry in entries])}"
        for name, entries in (
            ("option", meant.options),
            ("model", meant.models),
            ("route", meant.routes),
            ("style", meant.styles),
            ("provider", meant.providers),
        )
        if entries
    ]
    return ", ".join(told) or "any option"


def check(rule: ChoiceLimit, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count the groups whose option is meant."""
    count = 0
    for name in rule.groups:
        chosen = plan.options.get(name)
        for option in programme.groups[name].options:
            count += option.id == chosen and rule.sourced_by.admits(option)
    if rule.at_most is not None and count > rule.at_most:
        over = count - rule.at_most
        yield Breach(activities=(), measured=count, allowed=rule.at_most, shortfall=over)
    if rule.at_least is not None and count < rule.at_least:
        short = rule.at_least - count
        yield Breach(activities=(), measured=count, allowed=rule.at_least, shortfall=short)


def post(rule: ChoiceLimit, build: ModelBuild, by: Enforcement) -> None:
    """Sum the literals of the options that are meant."""
    groups = build.programme.groups
    count = sum(
        build.options()[name][option.id]
        for name in rule.groups
        for option in groups[name].options
        if rule.sourced_by.admits(option)
    )
    most = len(rule.groups)
    if rule.at_most is not None:
        by.bind(build.model.add(count - by.give(most) <= rule.at_most))
    if rule.at_least is not None:
        by.bind(build.model.add(count + by.give(rule.at_least) >= rule.at_least))


RULE = RuleKind(
    declares=ChoiceLimit,
    statement=statement,
    check=check,
    post=post,
    unit="service group",
    easing=Easing(
        fields=(
            Looser(field="at_most", way="more", by=(1, 2)),
            Looser(field="at_least", way="less", by=(1, 2)),
        )
    ),
)
