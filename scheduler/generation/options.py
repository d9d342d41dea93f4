"""The sourcing options put forward for a group."""

from scheduler.domain.services import SourcingOption
from scheduler.domain.values import Factor
from scheduler.generation.catalogue import GroupType
from scheduler.generation.draws import Draws
from scheduler.generation.estimates import SOURCE

_SLOWER = {"SHR": Factor(min=1.1, likely=1.1, max=1.1)}
_CUSTOMISED = Factor(min=1.2, likely=1.25, max=1.4)
_MOST = 4


def options_of(kind: GroupType, suffix: str, draws: Draws) -> tuple[SourcingOption, ...]:
    """Return two to four options, one of them in-house where the group may be."""
    wanted = draws.between(2, _MOST) - kind.in_house
    bought = draws.shuffled(kind.bought_options)[:wanted]
    made = [_option(profile, kind, suffix, draws) for profile in bought]
    if kind.in_house:
        made.insert(0, _option("INH", kind, suffix, draws))
    if "SPF" in bought and len(made) < _MOST and draws.chance(30):
        made.append(_customised(draws))
    return tuple(made)


def _option(profile: str, kind: GroupType, suffix: str, draws: Draws) -> SourcingOption:
    # A provider builds with its own engineers; the council's give access and witness.
    provided = profile != "INH" and not kind.in_house
    return SourcingOption(
        id=profile,
        profile=profile,
        appraisal=draws.between(34, 52),
        factors={"build": _SLOWER[profile]} if profile in _SLOWER else {},
        demands={"build": {f"INFRA{suffix}": 50}} if provided else {},
        source=SOURCE,
    )


def _customised(draws: Draws) -> SourcingOption:
    return SourcingOption(
        id="SPF-CUSTOM",
        name="Specialist through a framework, customised",
        profile="SPF",
        style="customised",
        appraisal=draws.between(60, 80),
        factors={"build": _CUSTOMISED},
        consequences="Every upgrade is tested against the customisation, at the council's cost.",
        source=SOURCE,
    )
