"""The hidden plan: every activity laid out as early as the least lags and the freezes let it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice

from scheduler.domain.activities import CUTOVER, Activity, Mode
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import AllowedDates, ChangeFreeze, Precedence
from scheduler.domain.resources import StaffGroup
from scheduler.domain.services import Service
from scheduler.domain.values import Window
from scheduler.expansion.selection import selected
from scheduler.generation.calendar_dates import month_end
from scheduler.generation.components import KEPT_DAYS
from scheduler.generation.fixed_rules import PERIODS, SETTLED_DAYS
from scheduler.generation.working_days import WorkingDays

_LOOKED_AT = 6
"""Dates among which a cutover takes the calmest."""
_NEAR_DAYS = 28


class Layout:
    """A plan in the making, group by group."""

    def __init__(
        self,
        programme: ExpandedProgramme,
        options: Mapping[str, str],
        waits: Iterable[Precedence],
        freezes: Iterable[ChangeFreeze],
        dates: Iterable[AllowedDates],
    ) -> None:
        """Index the rules by activity."""
        self.programme, self.options = programme, options
        self.days = WorkingDays(programme)
        self.placed: dict[str, Placed] = {}
        self._into: defaultdict[str, list[Precedence]] = defaultdict(list)
        for wait in waits:
            self._into[wait.after].append(wait)
        self._frozen: defaultdict[str, list[Window]] = defaultdict(list)
        for freeze in freezes:
            for name in selected(freeze.activities, programme.document):
                self._frozen[name] += freeze.windows
        self._only: dict[str, frozenset[date]] = {
            name: frozenset(programme.date_sets[rule.dates])
            for rule in dates
            for name in selected(rule.activities, programme.document)
        }
        self._busy: defaultdict[str, list[date]] = defaultdict(list)

    def starts(self, *kinds: str) -> Iterator[date]:
        """Yield when the activities of some kinds start."""
        for name, placed in self.placed.items():
            if self.programme.activities[name].kind in kinds:
                yield placed.start

    def plan(self) -> Plan:
        """Return what is laid out."""
        return Plan(options=self.options, placed=self.placed)

    def lay_out_once(self) -> None:
        """Lay out the exit plan, the registers and the order for assistance."""
        first = self.programme.document.plan_from
        for name in (
            "exit_plan_draft",
            "exit_plan_review",
            "registers_supply",
            "registers_verify",
            "termination_assistance",
        ):
            self._work(name, first)

    def lay_out_group(
        self, group: str, opens: date, services: Sequence[Service], staff: Sequence[StaffGroup]
    ) -> None:
        """Lay out a group from its design to the return of its data."""
        for phase in ("design", "route_decision", "procure", "award_decision", "signature"):
            self._any(f"{group}.{phase}", opens)
        for phase in ("prepare", "legal_check", "notice"):
            self._any(f"{group}.{phase}", opens)
        for people in staff:
            self._any(f"{people.id}.consult", opens)
        for service in services:
            self._service(service, opens)
        for people in staff:
            self._any(f"{people.id}.staff_transfer", opens)
        self._any(f"{group}.data_return", opens)

    def lay_out_stops(self) -> None:
        """Lay out when shared components stop, at the end of a month after their last use."""
        for component in self.programme.document.shared_components:
            used = [self.placed[name].start for name in component.consumers.activities]
            after = max(used) + timedelta(days=KEPT_DAYS)
            activity = self.programme.activities[component.stop]
            day = next(self._dates(activity, after))
            self.placed[component.stop] = Placed(start=day, finish=day)

    def lay_out_close(self, contract_end: date) -> None:
        """Lay out what follows the contract end."""
        self._work("final_account", contract_end + ONE_DAY)
        self._work("close_out", contract_end + ONE_DAY)

    def _service(self, service: Service, opens: date) -> None:
        for phase in ("build", "test_extract", "rehearse"):
            self._any(f"{service.id}.{phase}", opens)
        for number in range(1, len(service.waves) + 1):
            self._cutover(service, f"{service.id}.cutover_{number}", opens)
        transfer = self._any(f"{service.id}.transfer", opens)
        if transfer is None:
            return
        care = self._any(f"{service.id}.hypercare", self.days.first_from(transfer.start))
        self._any(f"{service.id}.help_line", self.days.first_from(transfer.start))
        self._any(f"{service.id}.standby", opens)
        after = transfer.start + timedelta(days=SETTLED_DAYS)
        if care is not None:
            after = max(after, care.finish + ONE_DAY)
        self._any(f"{service.id}.acceptance", after)
        self._any(f"{service.id}.charges_stop", month_end(transfer.start - ONE_DAY))

    def _cutover(self, service: Service, name: str, opens: date) -> None:
        activity = self.programme.activities[name]
        parallel = f"{service.id}.parallel_running"
        spans = name.endswith("_1") and parallel in self.programme.activities
        near = self._busy[_council(service.id)]
        found = self._dates(activity, self._earliest(name, 1, opens))
        if spans:
            ready = self._earliest(parallel, 1, opens)
            found = (day for day in found if self._opening(day) >= ready)
        day = min(islice(found, _LOOKED_AT), key=lambda d: (_close_by(d, near), d))
        self.placed[name] = Placed(start=day, finish=day)
        near.append(day)
        if spans:
            self.placed[parallel] = Placed(
                start=self.days.first_from(self._opening(day)), finish=self.days.last_before(day)
            )

    def _opening(self, cutover: date) -> date:
        """Return the first day of the pay period that parallel running to a cutover begins with."""
        boundaries = self.programme.date_sets["pay-periods"]
        at = boundaries.index(cutover)
        return boundaries[at - PERIODS] if at >= PERIODS else date.min

    def _any(self, name: str, earliest: date) -> Placed | None:
        """Lay out an activity, unless it does not exist or the option leaves it out."""
        activity = self.programme.activities.get(name)
        if activity is None or self._mode(activity) is None:
            return None
        if activity.form == "work":
            return self._work(name, earliest)
        day = next(self._dates(activity, self._earliest(name, 1, earliest)))
        self.placed[name] = Placed(start=day, finish=day)
        return self.placed[name]

    def _work(self, name: str, earliest: date) -> Placed:
        activity = self.programme.activities[name]
        mode = self._mode(activity) or Mode()
        length = self.programme.working_days(mode)
        begin = self._earliest(name, length, earliest)
        self.placed[name] = self.days.work(begin, length, activity)
        return self.placed[name]

    def _earliest(self, name: str, length: int, earliest: date) -> date:
        for wait in self._into[name]:
            before = self.placed.get(wait.before)
            if before is not None and all_made(wait.when, self.options):
                earliest = max(earliest, self.days.after_lag(wait, before, length))
        return earliest

    def _dates(self, activity: Activity, earliest: date) -> Iterator[date]:
        only = self._only.get(activity.id)
        frozen = self._frozen[activity.id] if activity.kind == CUTOVER else ()
        dates = self.programme.date_sets[activity.dates or ""]
        for day in dates[bisect_left(dates, earliest) :]:
            if any(window.holds(day) for window in frozen):
                continue
            if only is None or day in only:
                yield day

    def _mode(self, activity: Activity) -> Mode | None:
        group = self.programme.group_of(activity)
        return activity.mode_under(None if group is None else self.options[group])


def _council(service: str) -> str:
    return service.partition("-")[2]


def _close_by(day: date, others: Iterable[date]) -> int:
    return sum(1 for other in others if abs((other - day).days) < _NEAR_DAYS)
