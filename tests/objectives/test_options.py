"""Levels that look at sourcing options alone, worked by hand."""

from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.services import ServiceGroup, SourcingOption
from scheduler.objectives import TERMS
from tests.rules.easter import programme

OWN = SourcingOption(id="OWN", model="in_house", provider="The council", risk=5)
BIDDER = SourcingOption(id="BIDDER", model="specialist_provider", style="customised", risk=2)
NEIGHBOUR = SourcingOption(id="NEIGHBOUR", model="shared_service", provider="Borough  of Newby")
NEWBY = SourcingOption(
    id="NEWBY", model="shared_service", provider="borough of newby", style="customised"
)
STAY = SourcingOption(id="STAY", model="incumbent")
NAMED = SourcingOption(id="NAMED", model="incumbent", provider="INCUMBENT", style="off_the_shelf")
OPEN = SourcingOption(id="OPEN")

GROUPS = tuple(
    ServiceGroup(id=name, options=(OWN, BIDDER, NEIGHBOUR, NEWBY, STAY, NAMED, OPEN))
    for name in ("HR", "IT", "TAX")
)
OF = ExpandedProgramme(
    replace(programme().document, service_groups=GROUPS, services=(), staff_groups=())
)


def value(level: str, *options: SourcingOption) -> int:
    chosen = dict(zip(("HR", "IT", "TAX"), (option.id for option in options), strict=False))
    return TERMS[level].measure(OF, Plan(options=chosen, placed={}))


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 0),
        ((OWN, OWN, OWN), 0),
        ((NEIGHBOUR, NEWBY, OWN), 1),  # the same borough
        ((STAY, NAMED, OWN), 1),  # the contract's supplier, by name or not
        ((BIDDER, BIDDER, OWN), 2),  # two competitions
        ((BIDDER, OPEN, NEIGHBOUR), 3),
    ],
)
def test_providers(options: tuple[SourcingOption, ...], count: int) -> None:
    assert value("providers", *options) == count


def test_customisation_counts_groups() -> None:
    assert value("customisation", OWN, NAMED, OPEN) == 0
    assert value("customisation", BIDDER, NEWBY, OWN) == 2


def test_risk_adds_up_and_what_is_not_scored_is_none() -> None:
    assert value("risk", OWN, BIDDER, OWN) == 5 + 2 + 5
    assert value("risk", OPEN, STAY, NEWBY) == 0
