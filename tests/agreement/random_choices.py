"""Random rules about which sourcing options go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from scheduler.domain.choice import Choice, OptionFilter
from scheduler.domain.planning_rules import (
    AwardLimit,
    ChoiceImplication,
    ChoiceLimit,
    ProviderEffort,
    ProviderLimit,
    Rule,
    SharedProvider,
)
from scheduler.domain.services import DeliveryModel, ServiceGroup, SolutionStyle, SourcingOption

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw


def rule_on_choices(draw: Draw, name: str) -> Rule | None:
    """Draw one of the kinds about sourcing options."""
    if not draw.groups:
        return None
    return draw.random.choice(_MAKERS)(draw, name)


def option(draw: Draw, name: str) -> SourcingOption:
    """Draw a sourcing option, with what can be asked about it."""
    model = draw.random.choice((None, *get_args(DeliveryModel)))
    style = draw.random.choice((None, *get_args(SolutionStyle)))
    provider = draw.random.choice((None, None, "North", "South"))
    return SourcingOption(id=name, model=model, style=style, provider=provider)


def conditional(draw: Draw, rule: Rule) -> Rule:
    """Let some rules hold only under some choices, told by id or by what the options are."""
    if not draw.groups or draw.random.random() < 0.7:
        return rule
    among = draw.random.sample(draw.groups, draw.random.randint(1, len(draw.groups)))
    return replace(rule, when=tuple(_choice(draw, group) for group in among))


def _choice(draw: Draw, group: ServiceGroup) -> Choice:
    """Draw a choice of a group, now and then one that no option meets."""
    if draw.random.random() < 0.2:
        models = tuple(draw.random.sample(get_args(DeliveryModel), 2))
        return Choice(group=group.id, models=models)
    ids = [option.id for option in group.options]
    some = draw.random.sample(ids, draw.random.randint(1, len(ids)))
    return Choice(group=group.id, options=tuple(some))


def _choice_limit(draw: Draw, name: str) -> Rule:
    models = draw.random.sample(get_args(DeliveryModel), draw.random.randint(1, 2))
    meant = draw.random.choice(
        (
            OptionFilter(options=("A",)),
            OptionFilter(models=tuple(models)),
            OptionFilter(styles=("customised",)),
            OptionFilter(providers=("North",)),
        )
    )
    least, most = _limits(draw)
    return ChoiceLimit(id=name, sourced_by=meant, at_least=least, at_most=most)


def _choice_implication(draw: Draw, name: str) -> Rule:
    groups = draw.groups
    asked = draw.random.sample(groups, draw.random.randint(0, len(groups)))
    then = draw.random.sample(groups, draw.random.randint(1, len(groups)))
    return ChoiceImplication(
        id=name,
        if_all=tuple(_choice(draw, group) for group in asked),
        then_any=tuple(_choice(draw, group) for group in then),
    )


def _provider_limit(draw: Draw, name: str) -> Rule:
    least, most = _limits(draw)
    return ProviderLimit(id=name, at_least=least, at_most=most)


def _award_limit(draw: Draw, name: str) -> Rule:
    return AwardLimit(id=name, at_most=draw.random.randint(1, 2))


def _shared_provider(draw: Draw, name: str) -> Rule:
    return SharedProvider(id=name, same=draw.random.random() < 0.5)


def _provider_effort(draw: Draw, name: str) -> Rule:
    return ProviderEffort(
        id=name,
        team="TEAM",
        each_hundredths=draw.random.choice((20, 50)),
        included=draw.random.randint(0, 1),
        fixed_hundredths=draw.random.choice((0, 10)),
        at_most_hundredths=draw.random.choice((10, 50, 60, 100)),
    )


def _limits(draw: Draw) -> tuple[int | None, int | None]:
    least, most = sorted((draw.random.randint(0, 2), draw.random.randint(0, 2)))
    which = draw.random.randint(1, 3)
    return (least if which & 1 else None), (most if which & 2 else None)


_MAKERS: tuple[Callable[[Draw, str], Rule], ...] = (
    _choice_limit,
    _choice_implication,
    _provider_limit,
    _award_limit,
    _shared_provider,
    _provider_effort,
)
