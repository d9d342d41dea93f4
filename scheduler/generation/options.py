"""The sourcing options put forward for a group."""

from typing import Literal

from scheduler.domain.services import SourcingOption
from scheduler.domain.values import Factor, Money
from scheduler.generation.catalogue import GroupType
from scheduler.generation.draws import Draws
from scheduler.generation.estimates import SOURCE

_SLOWER = {"SHR": Factor(min=1.1, likely=1.1, max=1.1)}
_PARTNERS = ("Eastmoor", "Northwold", "Westerdale")
_CUSTOMISED = Factor(min=1.2, likely=1.25, max=1.4)
_MOST = 4
CUSTOMISED = "SPF-CUSTOM"
_YEARLY_PENCE, _SET_UP_PENCE = 4_500_000, 900_000
"""For each of the staff."""


def options_of(kind: GroupType, suffix: str, draws: Draws) -> tuple[SourcingOption, ...]:
    """Return two to four options, one of them in-house where the group may be."""
    wanted = draws.between(2, _MOST) - kind.in_house
    bought = draws.shuffled(kind.bought_options)[:wanted]
    made = [_option(profile, kind, suffix, draws) for profile in bought]
    if kind.in_house:
        made.insert(0, _option("INH", kind, suffix, draws))
    if "SPF" in bought and len(made) < _MOST and draws.chance(30):
        made.append(_customised(kind, draws))
    return tuple(made)


def _option(profile: str, kind: GroupType, suffix: str, draws: Draws) -> SourcingOption:
    # A provider builds with its own engineers; the council's give access and witness.
    provided = profile != "INH" and not kind.in_house
    return SourcingOption(
        id=profile,
        profile=profile,
        appraisal=draws.between(34, 52),
        provider=_provider(profile, draws),
        set_up_cost=_money(kind, _SET_UP_PENCE, draws.between(60, 140), "once"),
        running_cost=_money(kind, _YEARLY_PENCE, draws.between(88, 100), "year"),
        factors={"build": _SLOWER[profile]} if profile in _SLOWER else {},
        demands={"build": {f"INFRA{suffix}": 50}} if provided else {},
        source=SOURCE,
    )


def _provider(profile: str, draws: Draws) -> str | None:
    """Return the partner of a shared service; whoever wins a competition is still to be found."""
    return f"{draws.one_of(_PARTNERS)} Shared Services" if profile == "SHR" else None


def _money(kind: GroupType, pence: int, percent: int, per: Literal["once", "year"]) -> Money:
    staff = sum(service.headcount for service in kind.services)
    return Money(pence=staff * pence * percent // 100, price_base="synthetic", per=per)


def _customised(kind: GroupType, draws: Draws) -> SourcingOption:
    return SourcingOption(
        id=CUSTOMISED,
        name="Specialist through a framework, customised",
        profile="SPF",
        style="customised",
        appraisal=draws.between(60, 80),
        set_up_cost=_money(kind, _SET_UP_PENCE, draws.between(150, 200), "once"),
        running_cost=_money(kind, _YEARLY_PENCE, draws.between(96, 104), "year"),
        factors={"build": _CUSTOMISED},
        consequences="Every upgrade is tested against the customisation, at the council's cost.",
        source=SOURCE,
    )
