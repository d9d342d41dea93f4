"""Teams that all councils share, teams of each council, and who asks for them."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.resources import CapacityPeriod, Pool, Team
from scheduler.domain.values import Money
from scheduler.generation.catalogue import COUNCILS, ServiceType
from scheduler.generation.estimates import SOURCE

POOLS: tuple[Pool, ...] = (
    Pool(id="commercial", name="Commercial and legal"),
    Pool(id="people", name="People"),
    Pool(id="it-change", name="IT change"),
    Pool(id="business-change", name="Business change"),
    Pool(id="outgoing", name="Outgoing supplier"),
)

_SHARED = (
    ("PROC", "Procurement leads", "commercial"),
    ("LEGAL", "Contract lawyers", "commercial"),
    ("HRTUPE", "Staff-transfer advisers", "people"),
    ("ARCH", "Architects", "it-change"),
)
_OF_A_COUNCIL = (
    ("ITPM", "IT project managers", "it-change"),
    ("INFRA", "Infrastructure engineers", "it-change"),
    ("PAYSME", "Payroll experts", "business-change"),
    ("DATA", "Data migration", "business-change"),
    ("CHANGE", "Communications and floor-walking", "business-change"),
    ("SUPPLIER", "Outgoing supplier's exit team", "outgoing"),
)
_ENGINEERS_FROM_WEEKS = 16
_DAY_RATE_PENCE = 65_000


def teams_of(suffix: str, council: str, *, alone: bool) -> Iterator[Team]:
    """Yield a council's teams; the shared ones with the first council."""
    if council == COUNCILS[0]:
        for team, name, pool in _SHARED:
            yield _team(team, name, pool)
    for team, name, pool in _OF_A_COUNCIL:
        yield _team(team + suffix, name if alone else f"{council}: {name}", pool)


def wanted_by(kind: ServiceType, suffix: str) -> dict[str, dict[str, int]]:
    """Return phase to team to hundredths of a person."""
    engineers = 200 if kind.build_weeks >= _ENGINEERS_FROM_WEEKS else 100
    wanted: dict[str, dict[str, int]] = {
        "build": {"SUPPLIER": 100},
        "cutover": {"CHANGE": 100},
        "hypercare": {"CHANGE": 50},
    }
    if "technical" in kind.tags:
        wanted["build"] |= {"ITPM": 100, "INFRA": engineers}
        wanted["rehearse"] = {"ITPM": 50, "INFRA": engineers, "SUPPLIER": 50}
    elif "payroll" in kind.tags:
        wanted["parallel_running"] = {"PAYSME": 200, "DATA": 100, "SUPPLIER": 50}
    else:
        wanted["rehearse"] = {"SUPPLIER": 100}
    if "extract" in kind.tags:
        wanted["test_extract"] = {"DATA": 100}
    if kind.criticality >= 4:  # noqa: PLR2004  # as the template's scope
        wanted["standby"] = {"SUPPLIER": 50}
    return {
        phase: {team + suffix: amount for team, amount in teams.items()}
        for phase, teams in wanted.items()
    }


def _team(team: str, name: str, pool: str) -> Team:
    unbounded = CapacityPeriod(first=date(2025, 1, 1), hundredths=1_000_000)
    rate = Money(pence=_DAY_RATE_PENCE, price_base="synthetic", per="day", source=SOURCE)
    return Team(
        id=team,
        name=name,
        pool=pool,
        capacity=(unbounded,),
        day_rate=rate if pool == "outgoing" else None,
        source=SOURCE,
    )
