"""A programme before its plan: who leaves what, in which groups, with which options and phases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import isqrt

from scheduler.domain.programme import Driver, Programme
from scheduler.domain.resources import Consumable, StaffGroup, StaffMove, UserGroup
from scheduler.domain.services import Contract, Service, ServiceGroup
from scheduler.domain.values import Money
from scheduler.generation.calendar_dates import DEFAULT, date_sets, work_calendars
from scheduler.generation.catalogue import (
    COUNCILS,
    GROUPS,
    SERVICES_PER_COUNCIL,
    USER_GROUPS,
    GroupType,
    ServiceType,
)
from scheduler.generation.components import component_of, stop_of
from scheduler.generation.draws import Draws
from scheduler.generation.estimates import SOURCE, weeks
from scheduler.generation.option_profiles import ADVICE, PROFILES
from scheduler.generation.options import options_of
from scheduler.generation.phases import TEMPLATES, once
from scheduler.generation.teams import POOLS, teams_of, wanted_by

_DRIVERS = {
    "governance": "Decision-making",
    "market": "Suppliers' market",
    "incumbent": "Outgoing supplier's co-operation",
    "people": "Staff and unions",
    "data": "State of the data",
    "technical": "Technical difficulty",
}
_LONGEST_WEEKS = 7 * 52
"""A horizon that no hidden plan reaches; cut to fit afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """One council's part of the programme."""

    name: str
    suffix: str
    """What its ids end with; nothing when it is alone."""
    groups: Mapping[str, GroupType]
    """Service group to the services of it that are in the programme."""

    def id_of(self, plain: str) -> str:
        """Return an id of the catalogue as this council's."""
        return plain + self.suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is drawn before anything has a date."""

    document: Programme
    """Without rules, with teams of unbounded capacity and too long a horizon."""
    councils: tuple[Council, ...]
    options: Mapping[str, str]
    """Service group to the option of the hidden plan."""
    opens: Mapping[str, date]
    """Service group to the day on which its design may begin."""


def sketch(services: int, seed: int, draws: Draws) -> Sketch:
    """Return a programme of so many services."""
    councils = tuple(_councils(services))
    first = date(2025, 1, 6) + timedelta(weeks=draws.between(0, 100))
    last = first + timedelta(weeks=_LONGEST_WEEKS)
    alone = len(councils) == 1
    components = tuple(component_of(c.suffix, c.groups.values()) for c in councils)
    document = Programme(
        format_version=1,
        id=f"synthetic-{services}-{seed}",
        name=_name(councils, services),
        description=(
            f"A synthetic programme of {services} services, seed {seed}: every name and number is "
            "invented. It can be planned: its limits were set around a plan that is not in the "
            "file."
        ),
        plan_from=first,
        plan_until=last,
        price_base="synthetic",
        contract=Contract(
            supplier="Meridian Services",
            end_date=last,
            notice_calendar_days=91,
            partial_exit="allowed",
            stranded_percent=10,
            source=SOURCE,
        ),
        calendars=work_calendars(first, last),
        default_calendar=DEFAULT,
        date_sets=date_sets(),
        pools=POOLS,
        teams=tuple(team for c in councils for team in teams_of(c.suffix, c.name, alone=alone)),
        user_groups=tuple(group for c in councils for group in _user_groups(c)),
        drivers=tuple(Driver(id=driver, name=name) for driver, name in _DRIVERS.items()),
        option_profiles=PROFILES,
        service_groups=tuple(
            ServiceGroup(
                id=group_id,
                name=_placed(kind.name, c),
                options=options_of(kind, c.suffix, draws),
                tags=("bought", "in-house") if kind.in_house else ("bought",),
                source=SOURCE,
            )
            for c in councils
            for group_id, kind in c.groups.items()
        ),
        services=tuple(service for c in councils for service in _services(c)),
        staff_groups=tuple(
            StaffGroup(
                id=c.id_of(f"{kind.id}_STAFF"),
                name=f"{_placed(kind.name, c)} staff",
                group=group_id,
                headcount=sum(s.headcount for s in kind.services),
                services=tuple(c.id_of(s.id) for s in kind.services),
                moves=(_move(kind, c),),
                source=SOURCE,
            )
            for c in councils
            for group_id, kind in c.groups.items()
        ),
        shared_components=components,
        consumables=(Consumable(id=ADVICE, name="Days of outside legal advice", amount=10**6),),
        activity_templates=TEMPLATES,
        activities=(*once(), *map(stop_of, components)),
    )
    return Sketch(
        document=_without_unused(document),
        councils=councils,
        options={g.id: draws.one_of(g.options).id for g in document.service_groups},
        opens=_openings(document, services, draws),
    )


def _move(kind: GroupType, council: Council) -> StaffMove:
    """Return who leaves the supplier's exit team when staff change sides, and joins the council."""
    return StaffMove(
        from_team=council.id_of("SUPPLIER"),
        to_team=council.id_of("CHANGE") if kind.in_house else None,
        hundredths=20,
        options=("INH",) if kind.in_house else (),
    )


def _councils(services: int) -> Iterator[Council]:
    alone = services <= SERVICES_PER_COUNCIL
    left = services
    for name in COUNCILS:
        suffix = "" if alone else f"-{name.upper()}"
        groups: dict[str, GroupType] = {}
        for kind in GROUPS:
            taken = kind.services[:left]
            left -= len(taken)
            if taken:
                groups[kind.id + suffix] = replace(kind, services=taken)
        if groups:
            yield Council(name=name, suffix=suffix, groups=groups)


def _name(councils: tuple[Council, ...], services: int) -> str:
    who = f"{councils[0].name} Council"
    others = len(councils) - 1
    if others:
        who += f" and {others} other{'s' if others > 1 else ''}"
    what = "its last service" if services == 1 else f"{services} services"
    return f"{who} take{'' if others else 's'} {what} back from Meridian Services (synthetic)"


def _placed(words: str, council: Council) -> str:
    return f"{council.name}: {words}" if council.suffix else words


def _user_groups(council: Council) -> Iterator[UserGroup]:
    used = {user for kind in council.groups.values() for s in kind.services for user in s.users}
    for user, (name, size) in USER_GROUPS.items():
        if user in used:
            yield UserGroup(
                id=council.id_of(user), name=_placed(name, council), size=size, source=SOURCE
            )


def _services(council: Council) -> Iterator[Service]:
    for group_id, group in council.groups.items():
        for kind in group.services:
            yield _service(kind, group_id, group, council)


def _service(kind: ServiceType, group_id: str, group: GroupType, council: Council) -> Service:
    durations = {
        "build": weeks(kind.build_weeks, "technical"),
        "hypercare": weeks(kind.hypercare_weeks),
    }
    if "payroll" not in kind.tags:
        durations["rehearse"] = weeks(kind.rehearse_weeks, "technical")
    else:
        durations["help_line"] = durations["hypercare"]
    users = tuple(council.id_of(user) for user in kind.users)
    return Service(
        id=council.id_of(kind.id),
        name=_placed(kind.name, council),
        group=group_id,
        criticality=kind.criticality,
        user_groups=users,
        yearly_cost=Money(
            pence=kind.headcount * 4_500_000, price_base="synthetic", per="year", source=SOURCE
        ),
        durations=durations,
        demands=wanted_by(kind, council.suffix),
        waves=kind.waves,
        change_load=dict.fromkeys(users, kind.criticality * 10),
        tags=(*kind.tags, "in-house") if group.in_house else kind.tags,
        source=SOURCE,
    )


def _without_unused(document: Programme) -> Programme:
    """Leave out templates and teams for services that so small a programme does not have."""
    tags = {tag for s in document.services for tag in s.tags}
    tags |= {tag for g in document.service_groups for tag in g.tags}
    templates = tuple(
        t
        for t in document.activity_templates
        if (not t.where.tags or tags & set(t.where.tags))
        and not (t.id == "rehearse" and all("payroll" in s.tags for s in document.services))
    )
    asked = {team for t in templates for team in t.demands}
    asked |= {team for a in document.activities for team in a.modes[0].demands}
    asked |= {team for s in document.services for d in s.demands.values() for team in d}
    teams = tuple(t for t in document.teams if t.id in asked)
    pools = {team.pool for team in teams}
    return replace(
        document,
        activity_templates=templates,
        teams=teams,
        pools=tuple(p for p in document.pools if p.id in pools),
    )


def _openings(document: Programme, services: int, draws: Draws) -> dict[str, date]:
    """Spread the groups over a ramp that grows with the root of the programme's size."""
    ramp = 12 + 3 * isqrt(services)
    groups = [group.id for group in document.service_groups]
    # Groups are listed council by council, platforms before what runs on them: keep that order
    # within each council, roughly, and let the councils go side by side.
    opens = {}
    per_council = len(GROUPS)
    for i, group in enumerate(groups):
        share = (i % per_council) * ramp // per_council
        week = max(0, share + draws.between(-3, 3) + draws.between(0, ramp // 5))
        opens[group] = document.plan_from + timedelta(weeks=week)
    return opens
