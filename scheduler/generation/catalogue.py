"""What a council buys under such a contract: the services, in the groups they are sourced in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain.services import Wave


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceType:
    """One service of every council."""

    id: str
    name: str
    criticality: int
    tags: tuple[str, ...]
    """How it goes live (`technical`, `payroll`, `period-start` or `week-start`), and more."""
    users: tuple[str, ...]
    build_weeks: int
    rehearse_weeks: int = 4
    hypercare_weeks: int = 4
    headcount: int = 12
    waves: tuple[Wave, ...] = (Wave(),)
    after: Mapping[str, int] = field(default_factory=dict)
    """Services whose live platform the rehearsal needs, with the calendar days to settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupType:
    """Services that every council sources together."""

    id: str
    name: str
    services: tuple[ServiceType, ...]
    in_house: bool = True
    bought_options: tuple[str, ...] = ("SPF", "SHR", "SPP", "INC")


USER_GROUPS: Mapping[str, tuple[str, int]] = {
    "OFF": ("Office and field staff", 2600),
    "ASC": ("Adult care staff", 900),
    "FIN": ("Finance staff and budget holders", 350),
    "SCH": ("Schools' staff", 4800),
    "PUB": ("Residents", 400_000),
    "IT": ("IT staff", 120),
}
"""User group to name and size."""


def _waves(*parts: tuple[str, int]) -> tuple[Wave, ...]:
    return tuple(Wave(name=name, share_percent=share) for name, share in parts)


GROUPS: tuple[GroupType, ...] = (
    GroupType(
        id="HRP",
        name="Payroll and HR administration",
        services=(
            ServiceType(
                id="PAY",
                name="Payroll",
                criticality=5,
                tags=("payroll", "year-end", "extract"),
                users=("OFF", "SCH"),
                build_weeks=14,
                hypercare_weeks=9,
                headcount=22,
                waves=_waves(("council staff", 60), ("schools", 40)),
            ),
            ServiceType(
                id="HRA",
                name="HR administration",
                criticality=3,
                tags=("week-start", "extract"),
                users=("OFF", "SCH"),
                build_weeks=10,
                rehearse_weeks=3,
            ),
        ),
    ),
    GroupType(
        id="NET",
        name="Network and telephony",
        in_house=False,
        services=(
            ServiceType(
                id="NET",
                name="Wide and local network",
                criticality=5,
                tags=("technical",),
                users=("OFF", "IT"),
                build_weeks=20,
                headcount=26,
                waves=_waves(("data-centre links", 40), ("offices", 30), ("other sites", 30)),
            ),
            ServiceType(
                id="TEL",
                name="Telephony",
                criticality=4,
                tags=("technical",),
                users=("OFF", "PUB"),
                build_weeks=12,
                rehearse_weeks=3,
                hypercare_weeks=3,
                after={"NET": 21},
            ),
        ),
    ),
    GroupType(
        id="IDN",
        name="Identity",
        services=(
            ServiceType(
                id="IDN",
                name="Identity and directory",
                criticality=5,
                tags=("technical",),
                users=("OFF", "ASC", "IT"),
                build_weeks=16,
                headcount=6,
                waves=_waves(("IT and pilot users", 20), ("all other users", 80)),
            ),
        ),
    ),
    GroupType(
        id="HST",
        name="Hosting",
        in_house=False,
        services=(
            ServiceType(
                id="HST",
                name="Hosting, storage and backup",
                criticality=5,
                tags=("technical",),
                users=("OFF", "FIN", "IT"),
                build_weeks=24,
                rehearse_weeks=6,
                headcount=22,
                waves=_waves(("recovery site", 20), ("first half", 40), ("second half", 40)),
                after={"NET": 35},
            ),
        ),
    ),
    GroupType(
        id="USER",
        name="Devices and service desk",
        services=(
            ServiceType(
                id="EUC",
                name="End-user devices",
                criticality=3,
                tags=("technical",),
                users=("OFF", "ASC"),
                build_weeks=20,
                headcount=30,
                waves=_waves(("pilot", 10), ("field staff", 45), ("offices", 45)),
                after={"IDN": 28},
            ),
            ServiceType(
                id="SD",
                name="Service desk",
                criticality=4,
                tags=("technical",),
                users=("OFF", "IT"),
                build_weeks=10,
                rehearse_weeks=3,
                after={"IDN": 21},
            ),
        ),
    ),
    GroupType(
        id="APP",
        name="Applications",
        services=(
            ServiceType(
                id="APP",
                name="Business applications",
                criticality=4,
                tags=("technical", "winter"),
                users=("ASC", "FIN"),
                build_weeks=16,
                after={"HST": 35, "IDN": 35},
            ),
        ),
    ),
    GroupType(
        id="FIN",
        name="Exchequer and adult care finance",
        services=(
            ServiceType(
                id="EXC",
                name="Exchequer",
                criticality=4,
                tags=("period-start", "year-end", "extract"),
                users=("FIN",),
                build_weeks=12,
                hypercare_weeks=6,
            ),
            ServiceType(
                id="ACF",
                name="Adult care finance",
                criticality=5,
                tags=("period-start", "year-end", "extract"),
                users=("ASC", "PUB"),
                build_weeks=12,
                hypercare_weeks=6,
            ),
        ),
    ),
    GroupType(
        id="CUST",
        name="Customer service",
        services=(
            ServiceType(
                id="CSC",
                name="Customer service centre",
                criticality=3,
                tags=("week-start",),
                users=("PUB",),
                build_weeks=14,
                headcount=60,
                after={"TEL": 28},
            ),
            ServiceType(
                id="DIG",
                name="Digital platform",
                criticality=3,
                tags=("technical",),
                users=("PUB", "IT"),
                build_weeks=18,
                after={"IDN": 28},
            ),
        ),
    ),
    GroupType(
        id="SEC",
        name="Cyber security",
        services=(
            ServiceType(
                id="SEC",
                name="Security monitoring",
                criticality=5,
                tags=("technical",),
                users=("IT",),
                build_weeks=12,
                headcount=8,
                after={"NET": 21},
            ),
        ),
    ),
    GroupType(
        id="FAC",
        name="Premises and post",
        services=(
            ServiceType(
                id="PRM",
                name="Premises help desk",
                criticality=2,
                tags=("week-start",),
                users=("OFF",),
                build_weeks=8,
                rehearse_weeks=2,
                hypercare_weeks=2,
            ),
            ServiceType(
                id="POST",
                name="Print and post",
                criticality=2,
                tags=("week-start",),
                users=("OFF", "PUB"),
                build_weeks=8,
                rehearse_weeks=2,
                hypercare_weeks=2,
            ),
        ),
    ),
)
"""The payroll group first: the smallest programme has parallel running too."""

SERVICES_PER_COUNCIL = sum(len(group.services) for group in GROUPS)

_BEGINNINGS = ("Ash", "Bram", "Cold", "Dun", "Elm", "Fen", "Hol", "Kirk")
_ENDINGS = ("bridge", "combe", "field", "ford", "ham", "ley", "wick")
COUNCILS = tuple(b + _ENDINGS[(i + j) % 7] for j in range(7) for i, b in enumerate(_BEGINNINGS))
"""Invented names."""
