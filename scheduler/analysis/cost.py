"""What a plan costs, in whole pence, by financial year and part.

Only days of the horizon count. The incumbent charges for a service to its `charges_stop`, that day
included; where none is planned, to the day before its transfer, or without a transfer to the
contract end. What is charged from the transfer on is `dual`. From the day after to the contract end
a part of the charge is `stranded`. The new option is paid for from the transfer on (`running`), and
its set-up on the day of the transfer; both are a group's, and shared evenly among its services that
have a transfer, odd pence on the first ones. Teams with a day rate are paid for every day on which
an activity asks for them (`assistance`), shared components (`components`) until they stop.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from scheduler.domain.activities import CHARGES_STOP, TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.services import Service, ServiceGroup
from scheduler.domain.values import Money, even_shares

Part = Literal["incumbent", "dual", "stranded", "set_up", "running", "assistance", "components"]
PARTS: tuple[Part, ...] = get_args(Part)

Costs = Mapping[str | None, Mapping[Part, int]]
"""Pence of each part by the id of the financial year's budget; None for days outside all."""


def has_money(expanded: ExpandedProgramme) -> bool:
    """Tell whether a programme says what anything costs."""
    document = expanded.document
    return (
        bool(document.budgets)
        or any(service.yearly_cost for service in document.services)
        or any(o.running_cost or o.set_up_cost for g in document.service_groups for o in g.options)
        or any(team.day_rate for team in document.teams)
        or any(component.cost for component in document.shared_components)
    )


def costs(expanded: ExpandedProgramme, plan: Plan) -> Costs:
    """Return what a plan costs, every part of every financial year and of the days outside all."""
    ledger = _Ledger(expanded)
    for service in expanded.document.services:
        _charge(service, plan, ledger)
    for group in expanded.document.service_groups:
        _pay_new_side(group, plan, ledger)
    _pay_teams(plan, ledger)
    for component in expanded.document.shared_components:
        if component.cost is not None:
            stop = plan.placed.get(component.stop)
            document = expanded.document
            last = document.contract.end_date if component.incumbents else document.plan_until
            last = last if stop is None else stop.start
            ledger.spread("components", _daily(component.cost), document.plan_from, last)
    return ledger.pence


def pence_spent(
    expanded: ExpandedProgramme, plan: Plan, budgets: Collection[str] | None = None
) -> int:
    """Return the cost of some financial years, or of every day."""
    return sum(
        sum(parts.values())
        for year, parts in costs(expanded, plan).items()
        if budgets is None or year in budgets
    )


def most_pence(expanded: ExpandedProgramme) -> int:
    """Return more than any plan could cost, or than could be saved by amounts below nothing."""
    document = expanded.document
    days = (document.plan_until - document.plan_from).days + 1
    most = sum(2 * days * abs(_daily(service.yearly_cost)) for service in document.services)
    for group in document.service_groups:
        most += sum(
            abs(_once(option.set_up_cost)) + days * abs(_daily(option.running_cost))
            for option in group.options
        )
    for activity in document.activities:
        asked = [(t, amount) for mode in activity.modes for t, amount in mode.demands.items()]
        teams = expanded.teams
        most += days * sum(abs(teams[t].pence_for(amount)) for t, amount in asked if t in teams)
    most += sum(days * abs(_daily(component.cost)) for component in document.shared_components)
    return most


@dataclass(slots=True)
class _Ledger:
    """Pence by financial year and part."""

    expanded: ExpandedProgramme
    pence: dict[str | None, dict[Part, int]] = field(init=False)

    def __post_init__(self) -> None:
        years = [*(budget.id for budget in self.expanded.document.budgets), None]
        self.pence = {year: dict.fromkeys(PARTS, 0) for year in years}

    def spread(self, part: Part, pence: int, first: date, last: date) -> None:
        """Add an amount for every day from first to last that lies in the horizon."""
        document = self.expanded.document
        first, last = max(first, document.plan_from), min(last, document.plan_until)
        left = _days(first, last)
        for budget in document.budgets:
            within = _days(max(first, budget.first), min(last, budget.last))
            self.pence[budget.id][part] += pence * within
            left -= within
        self.pence[None][part] += pence * left

    def add(self, part: Part, pence: Mapping[date, int]) -> None:
        """Add amounts by their days, as far as these lie in the horizon."""
        document = self.expanded.document
        first, last = document.plan_from, document.plan_until
        inside = [(day, amount) for day, amount in pence.items() if first <= day <= last]
        left = sum(amount for _, amount in inside)
        for budget in document.budgets:
            within = sum(amount for day, amount in inside if budget.first <= day <= budget.last)
            self.pence[budget.id][part] += within
            left -= within
        self.pence[None][part] += left


def _charge(service: Service, plan: Plan, ledger: _Ledger) -> None:
    document = ledger.expanded.document
    daily, end = _daily(service.yearly_cost), document.contract.end_date
    transfer = _date(ledger.expanded.event_of(service.id, TRANSFER), plan)
    last = _date(ledger.expanded.event_of(service.id, CHARGES_STOP), plan)
    if last is None:
        last = end if transfer is None else transfer - ONE_DAY
    alone = last if transfer is None else min(last, transfer - ONE_DAY)
    ledger.spread("incumbent", daily, document.plan_from, alone)
    if transfer is not None:
        ledger.spread("dual", daily, transfer, last)
    ledger.spread("stranded", document.contract.stranded(daily), last + ONE_DAY, end)


def _pay_new_side(group: ServiceGroup, plan: Plan, ledger: _Ledger) -> None:
    transfers = ledger.expanded.transfers_of(group.id)
    chosen = [option for option in group.options if option.id == plan.options.get(group.id)]
    if not transfers or not chosen:
        return
    running = even_shares(_daily(chosen[0].running_cost), len(transfers))
    set_up = even_shares(_once(chosen[0].set_up_cost), len(transfers))
    for transfer, a_day, at_once in zip(transfers, running, set_up, strict=True):
        first = _date(transfer, plan)
        if first is not None:
            ledger.spread("running", a_day, first, ledger.expanded.document.plan_until)
            ledger.spread("set_up", at_once, first, first)


def _pay_teams(plan: Plan, ledger: _Ledger) -> None:
    expanded = ledger.expanded
    paid = {team.id for team in expanded.document.teams if team.day_rate is not None}
    if not paid:
        return
    of_day: Counter[date] = Counter()
    for name in plan.placed:
        activity = expanded.activities.get(name)
        mode = None if activity is None else expanded.mode_in(activity, plan)
        if activity is None or mode is None:
            continue
        pence = sum(
            expanded.teams[team].pence_for(amount)
            for team, amount in mode.demands.items()
            if team in paid
        )
        if not pence:
            continue
        placed = plan.placed[name]
        for day in expanded.days_of(activity, placed.start, placed.finish):
            of_day[day] += pence
    ledger.add("assistance", of_day)


def _date(event: str | None, plan: Plan) -> date | None:
    placed = None if event is None else plan.placed.get(event)
    return None if placed is None else placed.start


def _days(first: date, last: date) -> int:
    return max(0, (last - first).days + 1)


def _daily(money: Money | None) -> int:
    return 0 if money is None else money.pence_per_day


def _once(money: Money | None) -> int:
    return 0 if money is None else money.pence
