"""Rules fitted to the hidden plan: each holds for it, with the room that the seed leaves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from scheduler.domain.activities import CUTOVER, TRANSFER, Activity, Scope, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    ChangeFreeze,
    ChangeLoad,
    DateLimit,
    MoveTogether,
    Precedence,
    RollingLimit,
    RuleTemplate,
    ScheduleContingency,
    Separation,
    SourcingChoice,
    TargetDate,
)
from scheduler.domain.services import ServiceGroup
from scheduler.domain.values import Price, Window
from scheduler.generation.draws import Draws
from scheduler.generation.fit import Fit
from scheduler.generation.sketch import Council

_NEAR_DAYS = 28
_CRITICAL = 5
_WIDEST_SEPARATION = 56


class Fitted:
    """Measures of one hidden plan, and rules around them."""

    def __init__(self, programme: ExpandedProgramme, plan: Plan, fit: Fit) -> None:
        """Keep the plan; nothing is changed."""
        self._programme, self._plan, self._fit = programme, plan, fit

    def rolling_limits(self, councils: Sequence[Council]) -> Iterator[RollingLimit]:
        """Yield how many cutovers each council, and the whole programme, take in four weeks."""
        critical: list[str] = []
        for council in councils:
            cutovers = self._cutovers(council)
            services = self._programme.services
            mine = [
                name
                for name in cutovers
                if services[self._programme.activities[name].service or ""].criticality == _CRITICAL
            ]
            critical += mine
            yield self._limit(f"cutovers-in-four-weeks{council.suffix}", cutovers)
            if mine:
                yield self._limit(f"critical-cutovers-in-four-weeks{council.suffix}", mine)
        if len(councils) > 1:
            yield self._limit("critical-cutovers-of-all-councils", critical)

    def separations(self, councils: Sequence[Council]) -> Iterator[Separation]:
        """Yield cutovers kept apart: pay groups, and the centre and the website."""
        for council in councils:
            for name, one, other, reason in (
                ("pay-groups", "PAY.cutover_1", "PAY.cutover_2", "A payroll settles first."),
                ("centre-and-website", "CSC.cutover_1", "DIG.cutover_1", "Residents meet one."),
            ):
                pair = tuple(_of_council(activity, council) for activity in (one, other))
                if not set(pair) <= self._plan.placed.keys():
                    continue
                apart = abs((self._start(pair[0]) - self._start(pair[1])).days)
                least = min(apart, _WIDEST_SEPARATION) // 7 * 7
                if least:
                    yield Separation(
                        id=f"{name}-apart{council.suffix}",
                        basis="policy",
                        reason=reason,
                        activities=Selection(activities=pair[:1]),
                        from_activities=Selection(activities=pair[1:]),
                        calendar_days=least,
                    )

    def change_loads(self) -> Iterator[ChangeLoad]:
        """Yield the load that each user group carries at most."""
        loads: dict[str, Counter[tuple[int, int]]] = {}
        profile = self._programme.document.load_profile
        for name, placed in self._plan.placed.items():
            for group, points in self._programme.activities[name].change_load.items():
                weeks = loads.setdefault(group, Counter())
                for week, weight in enumerate(profile):
                    iso = (placed.start + timedelta(weeks=week)).isocalendar()
                    weeks[(iso.year, iso.week)] += points * weight
        for users in self._programme.document.user_groups:
            peak = max(loads.get(users.id, {}).values(), default=0)
            if not peak:
                continue
            most = -(-peak * (100 + self._fit.load_percent) // 1000) * 10
            yield ChangeLoad(
                id=f"change-load-{users.id}",
                basis="policy",
                reason="People can take in only so much at once.",
                user_group=users.id,
                at_most=most,
            )

    def latest_lags(self) -> Iterator[RuleTemplate]:
        """Yield how long a rehearsal, a wave or a live service may wait at most."""
        rehearsed = any("payroll" not in s.tags for s in self._programme.document.services)
        if rehearsed:
            yield self._latest(
                "rehearsal-is-fresh",
                ("{service}.rehearse", "FS", "{first_cutover}"),
                Scope(except_tags=("payroll",)),
                self._gaps("rehearse", "cutover_1", from_finish=True),
                "A rehearsal proves little once the systems have changed again.",
            )
        yield self._latest(
            "transfer-follows",
            ("{last_cutover}", "SS", "{service}.transfer"),
            Scope(),
            (
                (
                    self._start(f"{s.id}.transfer") - self._start(f"{s.id}.cutover_{len(s.waves)}")
                ).days
                for s in self._programme.document.services
            ),
            "Nobody runs a live service for long without being accountable for it.",
        )

    def date_limits(self, draws: Draws) -> Iterator[DateLimit]:
        """Yield deadlines, earliest dates and wishes for some of the services."""
        horizon = self._programme.document
        for i, service in enumerate(horizon.services):
            transfer, build = f"{service.id}.transfer", f"{service.id}.build"
            if i == 0 or draws.chance(25):
                room = timedelta(weeks=draws.between(*self._fit.deadline_weeks))
                yield DateLimit(
                    id=f"lease-of-{service.id}",
                    basis="contract",
                    reason="A lease that the service depends on runs out.",
                    activities=Selection(activities=(transfer,)),
                    finish_not_after=self._start(transfer) + room,
                )
            if draws.chance(25):
                room = timedelta(weeks=draws.between(0, 8))
                yield DateLimit(
                    id=f"budget-for-{service.id}",
                    basis="policy",
                    reason="The money for the build is released.",
                    activities=Selection(activities=(build,)),
                    start_not_before=max(horizon.plan_from, self._start(build) - room),
                )
            if i == 0 or draws.chance(10):
                room = timedelta(weeks=draws.between(-12, 4))
                yield DateLimit(
                    id=f"wish-for-{service.id}",
                    basis="policy",
                    reason="Its users would like to move early.",
                    activities=Selection(activities=(transfer,)),
                    finish_not_after=self._start(transfer) + room,
                    price=Price(points=1, per="unit"),
                )

    def wished_dates(self) -> Iterator[TargetDate]:
        """Yield a wish of each sixth service to move on a day, and of its waves."""
        for service in self._programme.document.services[::6]:
            transfer = f"{service.id}.transfer"
            yield TargetDate(
                id=f"day-for-{service.id}",
                basis="policy",
                reason="Its director would like to move on this day.",
                activities=Selection(activities=(transfer,)),
                target=self._start(transfer) - timedelta(weeks=self._fit.lag_weeks),
                price=Price(points=1, per="unit"),
            )

    def together(self, councils: Sequence[Council]) -> Iterator[MoveTogether]:
        """Yield services of one office that move near each other, and a wish for the same day."""
        for council in councils:
            for one, other in (("PAY", "HRA"), ("EXC", "ACF"), ("PRM", "POST")):
                pair = tuple(f"{council.id_of(service)}.transfer" for service in (one, other))
                if not set(pair) <= self._plan.placed.keys():
                    continue
                apart = abs((self._start(pair[0]) - self._start(pair[1])).days)
                room = 7 * (12 + self._fit.lag_weeks)
                yield MoveTogether(
                    id=f"{one}-near-{other}{council.suffix}",
                    basis="policy",
                    reason="One office uses both.",
                    activities=Selection(activities=pair),
                    within_calendar_days=apart + room,
                )
                yield MoveTogether(
                    id=f"{one}-with-{other}{council.suffix}",
                    basis="policy",
                    reason="One move disturbs an office less than two.",
                    activities=Selection(activities=pair),
                    price=Price(points=3),
                )

    def choices(self, groups: Iterable[ServiceGroup], draws: Draws) -> Iterator[SourcingChoice]:
        """Yield options ruled out: never the hidden plan's, and never all but one."""
        for group in groups:
            kept = self._plan.options[group.id]
            others = [o.id for o in group.options if o.id != kept]
            if len(others) > 1 and draws.chance(20):
                out = draws.one_of(others)
                yield SourcingChoice(
                    id=f"choice-{group.id}",
                    basis="policy",
                    reason=f"{out} was ruled out.",
                    group=group.id,
                    options=tuple(o.id for o in group.options if o.id != out),
                )

    def contingencies(self) -> Iterator[ScheduleContingency]:
        """Yield working days that stay free before the contract end, and a wish for more."""
        moves = Selection(kinds=(CUTOVER, TRANSFER))
        yield ScheduleContingency(
            id="contingency",
            basis="policy",
            reason="There is no extension: time stays free for one retry.",
            activities=moves,
            working_days=self._fit.contingency_working_days,
        )
        yield ScheduleContingency(
            id="contingency-of-a-quarter",
            basis="policy",
            reason="Better a quarter: one pay cycle and one retry.",
            activities=moves,
            working_days=65,
            price=Price(points=2, per="unit"),
        )

    def end_freeze(self, contract_end: date) -> ChangeFreeze:
        """Return the freeze before the contract end, begun after the plan's last cutover."""
        last = max(self._start(a.id) for a in self._of_kind(CUTOVER))
        first = max(last + ONE_DAY, contract_end - timedelta(days=20))
        return ChangeFreeze(
            id="freeze-end-of-contract",
            basis="policy",
            reason="No technical work in the last three weeks.",
            activities=Selection(kinds=(CUTOVER,)),
            windows=(Window(first=first, last=contract_end + ONE_DAY, name="end"),),
        )

    def _latest(
        self,
        name: str,
        pair: tuple[str, str, str],
        where: Scope,
        gaps: Iterable[int],
        reason: str,
    ) -> RuleTemplate:
        most = -(-max(gaps) // 7) * 7 + 7 * self._fit.lag_weeks
        rule = Precedence(
            id=name,
            basis="policy",
            reason=reason,
            before=pair[0],
            after=pair[2],
            link="FS" if pair[1] == "FS" else "SS",
            min_lag=None,
            max_lag=most,
            lag_unit="calendar_days",
        )
        return RuleTemplate(id=name, for_each="service", where=where, rule=rule)

    def _gaps(self, before: str, after: str, *, from_finish: bool) -> Iterator[int]:
        for service in self._programme.document.services:
            one = self._plan.placed.get(f"{service.id}.{before}")
            if one is not None:
                origin = one.finish + ONE_DAY if from_finish else one.start
                yield (self._start(f"{service.id}.{after}") - origin).days

    def _limit(self, name: str, cutovers: Sequence[str]) -> RollingLimit:
        days = sorted(self._start(cutover) for cutover in cutovers)
        fullest = max(
            sum(1 for day in days if 0 <= (day - first).days < _NEAR_DAYS) for first in days
        )
        return RollingLimit(
            id=name,
            basis="policy",
            reason="People and support can follow only so many changes.",
            activities=Selection(activities=tuple(cutovers)),
            at_most=fullest + self._fit.cutovers,
            calendar_days=_NEAR_DAYS,
        )

    def _cutovers(self, council: Council) -> list[str]:
        groups = council.groups
        return [
            a.id
            for a in self._of_kind(CUTOVER)
            if self._programme.services[a.service or ""].group in groups
        ]

    def _of_kind(self, kind: str) -> Iterator[Activity]:
        return (a for a in self._programme.document.activities if a.kind == kind)

    def _start(self, name: str) -> date:
        return self._plan.placed[name].start


def _of_council(activity: str, council: Council) -> str:
    service, _, phase = activity.partition(".")
    return f"{council.id_of(service)}.{phase}"
