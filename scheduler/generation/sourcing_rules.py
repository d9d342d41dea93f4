"""Which sourcing options go together: limits with room, and closer wishes."""

from collections import Counter
from collections.abc import Iterator, Sequence

from scheduler.domain.choice import Choice, OptionFilter
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    AwardLimit,
    ChoiceImplication,
    ChoiceLimit,
    ConsumableUse,
    ProviderEffort,
    ProviderLimit,
    Rule,
    SharedProvider,
)
from scheduler.domain.values import Price
from scheduler.generation.option_profiles import ADVICE
from scheduler.generation.options import CUSTOMISED
from scheduler.generation.sketch import Council

_EACH = 15
"""Hundredths of a person who manages one more provider."""


def sourcing_rules(
    expanded: ExpandedProgramme, plan: Plan, councils: Sequence[Council]
) -> Iterator[Rule]:
    """Yield what is asked of the choices of all councils together, and what each would like."""
    if len(plan.options) > 1:
        yield from _limits(expanded, plan)
    for council in councils:
        if len(council.groups) > 1:
            yield from _wishes(council, expanded, plan)
    yield ConsumableUse(
        id="advice-on-retainer",
        basis="policy",
        reason="There are so many days on the retainer.",
        consumable=ADVICE,
    )


def _limits(expanded: ExpandedProgramme, plan: Plan) -> Iterator[Rule]:
    """Yield limits on choices, with so much room that most choices keep to them."""
    groups = tuple(plan.options)
    chosen = [expanded.provider_of(group, plan.options[group]) for group in groups]
    providers = {provider for provider in chosen if provider is not None}
    most = max(len(providers), _most_of(len(groups)))
    yield ProviderLimit(
        id="providers",
        basis="policy",
        reason="Providers have to be managed.",
        at_most=most,
    )
    yield ProviderEffort(
        id="contract-management",
        basis="policy",
        reason="Lawyers manage contracts beside their other work.",
        team="LEGAL",
        each_hundredths=_EACH,
        included=1,
        at_most_hundredths=_EACH * (most - 1),
    )
    offered = Counter(name for group in groups for name in _offered(expanded, group))
    taken = Counter(name for name in chosen if name in offered)
    yield AwardLimit(
        id="lots",
        basis="policy",
        reason="Nobody gets everything again.",
        at_most=max(1, *taken.values(), _most_of(max(offered.values(), default=1))),
    )
    customised = OptionFilter(styles=("customised",))
    able = [
        group
        for group in groups
        if any(customised.admits(option) for option in expanded.groups[group].options)
    ]
    if able:
        used = sum(plan.options[group] == CUSTOMISED for group in able)
        yield ChoiceLimit(
            id="customised",
            basis="policy",
            reason="Customised solutions are exceptions.",
            sourced_by=customised,
            at_most=max(used, _most_of(len(able))),
        )


def _most_of(count: int) -> int:
    """Return five in six of so many, all when there are few."""
    return count - count // 6


def _wishes(council: Council, expanded: ExpandedProgramme, plan: Plan) -> Iterator[Rule]:
    groups, suffix = tuple(council.groups), council.suffix
    chosen = {expanded.provider_of(group, plan.options[group]) for group in groups}
    yield ProviderLimit(
        id=f"few-providers{suffix}",
        basis="policy",
        reason="Fewer providers are easier to manage.",
        groups=groups,
        at_most=max(1, len(chosen - {None})),
        price=Price(points=2, per="unit"),
    )
    yield ChoiceLimit(
        id=f"some-in-house{suffix}",
        basis="policy",
        reason="The council keeps some services to itself.",
        groups=groups,
        sourced_by=OptionFilter(models=("in_house",)),
        at_least=1,
        price=Price(points=5, per="unit"),
    )
    yield from _pairs(council)


def _offered(expanded: ExpandedProgramme, group: str) -> set[str]:
    """Return the settled providers of the options of a group, the incumbent among them."""
    supplier = expanded.document.contract.supplier
    names = (
        supplier if option.model == "incumbent" else option.provider
        for option in expanded.groups[group].options
    )
    return {name for name in names if name is not None}


def _pairs(council: Council) -> Iterator[Rule]:
    suffix = council.suffix
    pay, money = council.id_of("HRP"), council.id_of("FIN")
    if {pay, money} <= council.groups.keys():
        yield ChoiceImplication(
            id=f"ledger-with-payroll{suffix}",
            basis="policy",
            reason="Whoever pays in house needs the ledger it posts to.",
            if_all=(Choice(group=pay, models=("in_house",)),),
            then_any=(Choice(group=money, models=("in_house", "shared_service")),),
            price=Price(points=10),
        )
    for name, one, other, same, reason in (
        ("desk-and-devices", "USER", "IDN", True, "Whoever runs identity answers for devices."),
        ("watchers-apart", "SEC", "HST", False, "Who watches a service does not run it."),
        ("network-and-payroll", "HRP", "NET", False, "One failure should not stop both."),
    ):
        pair = council.id_of(one), council.id_of(other)
        if set(pair) <= council.groups.keys():
            yield SharedProvider(
                id=f"{name}{suffix}",
                basis="policy",
                reason=reason,
                groups=pair,
                same=same,
                price=Price(points=5),
            )
