"""The cost of a plan as an expression over its dates and sourcing options, in whole pence.

What the incumbent charges depends on dates alone. What the new side costs depends on the option
too: one variable for each service and set of financial years, equal under each option's literal to
that option's amounts times the days that count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.activities import CHARGES_STOP, TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.services import Service, ServiceGroup
from scheduler.domain.shared_components import SharedComponent
from scheduler.domain.values import even_shares
from scheduler.model.counted_days import CountedDays, days_counted
from scheduler.model.team_costs import paid_to_teams

if TYPE_CHECKING:
    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild

Years = tuple[str, ...] | None
"""Budgets by id; None for every day of the horizon."""


class CostExpressions:
    """Costs of one model, each made once."""

    def __init__(self, build: ModelBuild) -> None:
        """Make nothing yet."""
        self._build = build
        self._made: dict[Years, Expression] = {}

    def of(self, years: Years) -> Expression:
        """Return the pence of the financial years together."""
        if years not in self._made:
            self._made[years] = sum(self._parts(self._days(years)))
        return self._made[years]

    def _days(self, years: Years) -> CountedDays:
        axis, document = self._build.axis, self._build.programme.document
        if years is None:
            return days_counted(axis, ((axis.first, axis.last),))
        windows = tuple((b.first, b.last) for b in document.budgets if b.id in years)
        return days_counted(axis, windows)

    def _parts(self, days: CountedDays) -> Iterator[Expression]:
        document = self._build.programme.document
        for service in document.services:
            if service.yearly_cost is not None:
                yield self._charges(service, service.yearly_cost.pence_per_day, days)
        for group in document.service_groups:
            yield from self._new_side(group, days)
        yield from paid_to_teams(self._build, days)
        for component in document.shared_components:
            if component.cost is not None:
                yield self._kept(component, component.cost.pence_per_day, days)

    def _kept(self, component: SharedComponent, daily: int, days: CountedDays) -> Expression:
        """Return what a shared component costs until it stops."""
        document = self._build.programme.document
        end = document.contract.end_date if component.incumbents else document.plan_until

        def worth(last: date) -> int:
            return daily * days.until(last)

        return self._until(component.stop, None, end, worth)

    def _charges(self, service: Service, daily: int, days: CountedDays) -> Expression:
        """Return the charge to its last day and what is stranded from the day after."""
        programme = self._build.programme
        contract = programme.document.contract
        stranded, at_end = contract.stranded(daily), days.until(contract.end_date)

        def worth(last: date) -> int:
            over = max(0, at_end - days.until(last)) if stranded else 0
            return daily * days.until(last) + stranded * over

        stop = programme.event_of(service.id, CHARGES_STOP)
        transfer = programme.event_of(service.id, TRANSFER)
        return self._until(stop, transfer, contract.end_date, worth)

    def _until(
        self, stop: str | None, transfer: str | None, end: date, worth: Callable[[date], int]
    ) -> Expression:
        """Return the worth of a last day: the stop's, or the day before the transfer, or the end.

        Each where the one before is not performed.
        """
        if stop is None:
            return self._before(transfer, end, worth)
        stopped = self._build.event(stop).performed
        if stopped is True:
            return self._weighted(stop, worth)
        model, axis = self._build.model, self._build.axis
        otherwise = self._before(transfer, end, worth)
        amounts = [worth(day) for day in (axis.first - ONE_DAY, *axis.days())]
        made = model.new_int_var(min(amounts), max(amounts), f"cost until {stop}")
        model.add(made == self._weighted(stop, worth)).only_enforce_if(stopped)
        model.add(made == otherwise).only_enforce_if(~stopped)
        return made

    def _before(self, transfer: str | None, end: date, worth: Callable[[date], int]) -> Expression:
        """Return the worth of the day before the transfer, or of the end."""
        at_end = worth(end)
        if transfer is None:
            return at_end
        moved = self._build.event(transfer).performed
        before = self._weighted(transfer, lambda day: worth(day - ONE_DAY))
        return before if moved is True else before + at_end * (1 - moved)

    def _new_side(self, group: ServiceGroup, days: CountedDays) -> Iterator[Expression]:
        """Yield set-up and running cost from each transfer of a group on."""
        transfers = self._build.programme.transfers_of(group.id)
        if not transfers:
            return
        shares = {}
        for option in group.options:
            a_day = 0 if option.running_cost is None else option.running_cost.pence_per_day
            at_once = 0 if option.set_up_cost is None else option.set_up_cost.pence
            split = (even_shares(at_once, len(transfers)), even_shares(a_day, len(transfers)))
            shares[option.id] = tuple(zip(*split, strict=True))
        for place, transfer in enumerate(transfers):
            of_option = {name: amounts[place] for name, amounts in shares.items()}
            if any(of_option.values()):
                yield self._from(transfer, group.id, of_option, days)

    def _from(
        self, transfer: str, group: str, amounts: dict[str, tuple[int, int]], days: CountedDays
    ) -> Expression:
        """Return what is due on a transfer and daily from it on, under whichever option."""
        model = self._build.model
        if len(set(amounts.values())) == 1:
            at_once, a_day = next(iter(amounts.values()))
            return self._weighted(
                transfer, lambda d: at_once * days.between(d, d) + a_day * days.since(d)
            )
        most = days.total
        due = model.new_int_var(0, 1, f"due[{transfer}]")
        running = model.new_int_var(0, most, f"days from {transfer}")
        model.add(due == self._weighted(transfer, lambda d: days.between(d, d)))
        model.add(running == self._weighted(transfer, days.since))
        least = min(min(0, at_once) + min(0, a_day * most) for at_once, a_day in amounts.values())
        top = max(max(0, at_once) + max(0, a_day * most) for at_once, a_day in amounts.values())
        made = model.new_int_var(least, top, f"cost from {transfer}")
        for option, (at_once, a_day) in amounts.items():
            chosen = self._build.option(group, option)
            equal = model.add(made == at_once * due + a_day * running)
            equal.only_enforce_if(chosen)
        # Follows from the above; relaxations, which mind choices little, see it only here.
        at_once, a_day = (min(each) for each in zip(*amounts.values(), strict=True))
        model.add(made >= at_once * due + a_day * running)
        return made

    def _weighted(self, event: str, worth: Callable[[date], int]) -> Expression:
        """Return the worth of an event's date, 0 when absent, with as few terms as there can be."""
        of, axis = self._build.event(event), self._build.axis
        worths = {day: worth(day) for day in of.on}
        if not worths:
            return 0
        days = list(worths)
        slope = (worths[days[-1]] - worths[days[0]]) // ((days[-1] - days[0]).days or 1)
        base = worths[days[0]] - slope * axis.ordinal(days[0])
        middle = days[len(days) // 2]
        if base + slope * axis.ordinal(middle) == worths[middle] and all(
            base + slope * axis.ordinal(day) == amount for day, amount in worths.items()
        ):
            steady: Expression = base * of.performed
            return steady + slope * self._build.start(event).ordinal if slope else steady
        usual = Counter(worths.values()).most_common(1)[0][0]
        return usual * of.performed + sum(
            (amount - usual) * of.on[day] for day, amount in worths.items() if amount != usual
        )
