"""What the days of some budgets cost at least, whatever is chosen and planned.

Costs of services that share a group's choice are weighed option by option, all else by itself: a
sum of least costs is never more than the least sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Protocol

from scheduler.domain.activities import CHARGES_STOP, TRANSFER, Activity, Mode
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.planning_rules import Continuity
from scheduler.domain.programme import Budget
from scheduler.domain.services import Service, ServiceGroup, SourcingOption
from scheduler.domain.shared_components import SharedComponent
from scheduler.domain.values import Money, even_shares
from scheduler.explaining.grounds import (
    Ground,
    Grounds,
    continuity_in,
    of_dates,
    of_service,
    within,
)
from scheduler.explaining.windows import Windows
from scheduler.timeline.durations import RunsOf


class Payer(Protocol):
    """Whoever causes costs of its own."""

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Grounds that could make its least cost greater."""

    def least(self, grounds: Grounds) -> int:
        """Return its least cost in pence, minding some grounds."""


@dataclass(slots=True)
class Ledger:
    """Days that are paid from some budgets, and what is paid on them."""

    windows: Windows
    budgets: Sequence[Budget]
    days: tuple[date, ...] = field(init=False)
    runs_of: RunsOf = field(init=False)
    continuity: dict[str, Continuity] = field(init=False)
    known: dict[tuple[object, ...], int] = field(default_factory=dict)
    """Least costs worked out, by what they are of and the grounds minded."""
    _paid: list[int] = field(init=False)
    _worked: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Add up the days of the horizon."""
        programme, axis = self.windows.programme, self.windows.axis
        self.days = axis.days()
        self.runs_of = RunsOf(programme, axis)
        self.continuity = continuity_in(self.windows)
        paid = [sum(b.first <= day <= b.last for b in self.budgets) for day in self.days]
        self._paid = [0, *accumulate(paid)]
        worked = (n * programme.is_working(d) for n, d in zip(paid, self.days, strict=True))
        self._worked = [0, *accumulate(worked)]

    def payers(self) -> Iterator[Payer]:
        """Yield everything that costs something."""
        programme = self.windows.programme
        of_group: dict[str | None, list[Assistance]] = {}
        for activity in programme.document.activities:
            if any(self.a_day(mode) for mode in activity.modes):
                of_group.setdefault(programme.group_of(activity), []).append(
                    Assistance(self, activity)
                )
        for group in programme.document.service_groups:
            yield OfGroup(self, group, tuple(of_group.pop(group.id, ())))
        yield from of_group.pop(None, ())
        for component in programme.document.shared_components:
            if component.cost is not None:
                yield OfComponent(self, component)

    def count(self, first: date, last: date) -> int:
        """Return how many days from first to last are paid for."""
        return max(0, self._paid[self._at(last + ONE_DAY)] - self._paid[self._at(first)])

    def count_working(self, first: date, last: date) -> int:
        """Return how many working days are."""
        return max(0, self._worked[self._at(last + ONE_DAY)] - self._worked[self._at(first)])

    def a_day(self, mode: Mode | None) -> int:
        """Return what a mode costs on each day in teams with a day rate."""
        if mode is None:
            return 0
        teams = self.windows.programme.teams
        return sum(
            teams[team].pence_for(amount) for team, amount in mode.demands.items() if team in teams
        )

    def dates_of(self, event: str, grounds: Grounds) -> list[date]:
        """Return the days on which an event could be."""
        activity = self.windows.programme.activities[event]
        days: Sequence[date] = self.days
        if activity.dates is not None:
            of_set = self.windows.programme.date_sets[activity.dates]
            days = sorted(day for day in of_set if self.days[0] <= day <= self.days[-1])
        return [day for day in days if within(event, True, day, grounds, self.windows)]  # noqa: FBT003

    def _at(self, day: date) -> int:
        return min(max(0, (day - self.days[0]).days), len(self.days))


@dataclass(frozen=True, slots=True)
class Assistance:
    """What an activity costs in teams with a day rate."""

    ledger: Ledger
    activity: Activity

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """When it is."""
        return tuple(of_dates(self.activity.id, self.ledger.windows))

    def least(self, grounds: Grounds) -> int:
        """Return the cost of an activity that no group's option decides on."""
        return self.under(None, grounds)

    def under(self, option: str | None, grounds: Grounds) -> int:
        """Return its least cost under an option."""
        minded = tuple(ground for ground in self.grounds if ground in grounds)
        key = "work", self.activity.id, option, minded
        if key not in self.ledger.known:
            self.ledger.known[key] = self._worked_out(option, minded)
        return self.ledger.known[key]

    def _worked_out(self, option: str | None, grounds: Grounds) -> int:
        ledger, activity = self.ledger, self.activity
        mode = activity.mode_under(option)
        pence = ledger.a_day(mode)
        if mode is None or not pence:
            return 0
        if activity.form == "span":
            return min(0, pence * ledger.count_working(ledger.days[0], ledger.days[-1]))
        if activity.form == "event":
            days = ledger.dates_of(activity.id, grounds)
            return min((pence * ledger.count(day, day) for day in days), default=0)
        axis, windows = ledger.windows.axis, ledger.windows
        places = (
            (axis.start_date(start), axis.finish_date(start + of.reach))
            for of in ledger.runs_of.classes(activity, windows.programme.working_days(mode))
            for start in of.starts
        )
        return min(
            (
                pence * ledger.count_working(first, last)
                for first, last in places
                if within(activity.id, True, first, grounds, windows)  # noqa: FBT003
                and within(activity.id, False, last + ONE_DAY, grounds, windows)  # noqa: FBT003
            ),
            default=0,
        )


@dataclass(frozen=True, slots=True)
class OfGroup:
    """What the services of a group cost, old side and new, and the work on its exit."""

    ledger: Ledger
    group: ServiceGroup
    work: tuple[Assistance, ...]

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Its options, and when its services change sides and its work is done."""
        windows = self.ledger.windows
        found: list[Ground] = []
        if windows.placings.left.of[self.group.id].rests_on:
            found.append(("choice", self.group.id))
        for service in self._services():
            found.extend(of_service(service, windows, self.ledger.continuity))
        for work in self.work:
            found.extend(work.grounds)
        return tuple(dict.fromkeys(found))

    def least(self, grounds: Grounds) -> int:
        """Return the cost under the cheapest option."""
        left = self.ledger.windows.placings.left.of[self.group.id].options
        minded = ("choice", self.group.id) in grounds
        return min(
            sum(work.under(option.id, grounds) for work in self.work)
            + sum(self._charges(option, grounds))
            for option in self.group.options
            if not minded or option.id in left
        )

    def _services(self) -> Iterator[Service]:
        for service in self.ledger.windows.programme.document.services:
            if service.group == self.group.id:
                yield service

    def _charges(self, option: SourcingOption, grounds: Grounds) -> Iterator[int]:
        programme = self.ledger.windows.programme
        transfers = programme.transfers_of(self.group.id)
        running = even_shares(_daily(option.running_cost), max(1, len(transfers)))
        set_up = even_shares(_once(option.set_up_cost), max(1, len(transfers)))
        for service in self._services():
            transfer = programme.event_of(service.id, TRANSFER)
            place = 0 if transfer is None else transfers.index(transfer)
            new = (running[place], set_up[place]) if transfer is not None else (0, 0)
            if _daily(service.yearly_cost) or any(new):
                grounds_of = of_service(service, self.ledger.windows, self.ledger.continuity)
                minded = tuple(ground for ground in grounds_of if ground in grounds)
                key = "service", service.id, option.id, minded
                if key not in self.ledger.known:
                    found = self._of_service(service, option.id, new, minded)
                    self.ledger.known[key] = found
                yield self.ledger.known[key]

    def _of_service(
        self, service: Service, option: str, new: tuple[int, int], grounds: Grounds
    ) -> int:
        """Return the least of charges, what goes on of them, running cost and set-up together."""
        ledger, windows = self.ledger, self.ledger.windows
        programme = windows.programme
        contract = programme.document.contract
        end, daily = contract.end_date, _daily(service.yearly_cost)
        stranded = contract.stranded(daily)
        minded = ("continuity", service.id) in grounds
        rule = ledger.continuity.get(service.id) if minded else None

        def old(last: date) -> int:
            charged = daily * ledger.count(ledger.days[0], last)
            return charged + stranded * ledger.count(last + ONE_DAY, end)

        def new_side(first: date) -> int:
            running, set_up = new
            return running * ledger.count(first, ledger.days[-1]) + set_up * ledger.count(
                first, first
            )

        transfers = self._dates(service.id, TRANSFER, option, grounds)
        stops = self._dates(service.id, CHARGES_STOP, option, grounds)
        if rule is not None and transfers is not None:
            transfers = [day for day in transfers if day <= end + ONE_DAY]
            if stops is not None and rule.charges_stop is not None:
                stops = [day for day in stops if day <= end]
        if transfers is None and stops is None:
            return old(end)
        if transfers is None:
            return min(map(old, stops or ()), default=0)
        if stops is None:
            return min((old(day - ONE_DAY) + new_side(day) for day in transfers), default=0)
        if rule is None or rule.charges_stop is None:
            return min(map(old, stops), default=0) + min(map(new_side, transfers), default=0)
        # From the last stop back, so that for each transfer the least of all later stops is known.
        best: list[int] = []
        later, waiting = sorted(stops), None
        for day in sorted(transfers, reverse=True):
            while later and later[-1] >= day - ONE_DAY:
                cost = old(later.pop())
                waiting = cost if waiting is None else min(waiting, cost)
            if waiting is not None:
                best.append(waiting + new_side(day))
        return min(best, default=0)

    def _dates(self, service: str, kind: str, option: str, grounds: Grounds) -> list[date] | None:
        """Return when an event of a service could be; None where it is not performed."""
        programme = self.ledger.windows.programme
        event = programme.event_of(service, kind)
        if event is None or programme.activities[event].mode_under(option) is None:
            return None
        return self.ledger.dates_of(event, grounds)


@dataclass(frozen=True, slots=True)
class OfComponent:
    """What a shared component costs until it stops."""

    ledger: Ledger
    component: SharedComponent

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """When it stops."""
        return tuple(of_dates(self.component.stop, self.ledger.windows))

    def least(self, grounds: Grounds) -> int:
        """Return the cost to its stop, or to the end where nobody need stop it."""
        ledger, document = self.ledger, self.ledger.windows.programme.document
        daily = _daily(self.component.cost)
        until = list(ledger.dates_of(self.component.stop, grounds))
        if self.component.stop not in ledger.windows.placings.known:
            until.append(document.contract.end_date)
            until.append(document.plan_until)
        return min((daily * ledger.count(ledger.days[0], day) for day in until), default=0)


def _daily(money: Money | None) -> int:
    return 0 if money is None else money.pence_per_day


def _once(money: Money | None) -> int:
    return 0 if money is None else money.pence
