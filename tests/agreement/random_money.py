"""Random rules about shared components and budgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from scheduler.domain.activities import Activity
from scheduler.domain.planning_rules import ComponentStop, Rule, WithinBudget
from scheduler.domain.programme import Budget, Programme
from scheduler.domain.services import SourcingOption
from scheduler.domain.values import Money

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw


def shared_component(draw: Draw, name: str) -> Rule | None:
    """Return a rule about the component that a programme with two events has."""
    if not draw.components:
        return None
    return ComponentStop(
        id=name, component="LAN", after_calendar_days=draw.random.choice((0, 0, 1, 2, 4))
    )


def within_budget(draw: Draw, name: str) -> Rule | None:
    """Return a rule about one of the budgets, or all, of a programme that has money."""
    if not draw.budgeted:
        return None
    return WithinBudget(id=name, budget=draw.random.choice(("OLD", "NEW", None)))


def with_money(document: Programme, random: Random) -> Programme:
    """Return the programme with amounts on what has any, and two financial years."""
    first = document.plan_from + timedelta(days=random.randint(1, 4))
    last = document.plan_until - timedelta(days=random.randint(0, 2))
    turn = first - timedelta(days=1)
    old = Budget(id="OLD", first=date(2020, 4, 1), last=turn, amount=_amount(random))
    new = Budget(id="NEW", first=first, last=max(first, last), amount=_amount(random))
    transferred = _with_transfers(document, random)
    return replace(
        document,
        budgets=(old, new),
        contract=replace(document.contract, stranded_percent=random.choice((0, 0, 33, 100))),
        services=tuple(replace(s, yearly_cost=_daily(random)) for s in document.services),
        teams=tuple(replace(t, day_rate=_daily(random, odd=False)) for t in document.teams),
        service_groups=tuple(
            replace(g, options=tuple(_priced(option, random) for option in g.options))
            for g in document.service_groups
        ),
        shared_components=tuple(
            replace(c, cost=_daily(random)) for c in document.shared_components
        ),
        activities=transferred,
    )


def _with_transfers(document: Programme, random: Random) -> tuple[Activity, ...]:
    """Return the activities, events of a group now and then being its service's."""
    services = {service.group: service.id for service in document.services}
    made = []
    for activity in document.activities:
        service = services.get(activity.group or "")
        if service is not None and activity.form == "event" and random.random() < 0.8:
            kind = random.choice(("transfer", "charges_stop"))
            made.append(replace(activity, kind=kind, service=service))
        else:
            made.append(activity)
    return tuple(made)


def _priced(option: SourcingOption, random: Random) -> SourcingOption:
    set_up = random.choice((None, Money(pence=random.randint(1, 500))))
    return replace(option, running_cost=_daily(random), set_up_cost=set_up)


def _daily(random: Random, *, odd: bool = True) -> Money | None:
    if random.random() < 0.3:
        return None
    if odd and random.random() < 0.2:
        return Money(pence=random.randint(1, 60_000), per=random.choice(("month", "year")))
    return Money(pence=random.randint(1, 150), per="day")


def _amount(random: Random) -> Money:
    return Money(pence=random.randint(0, 1_500))
