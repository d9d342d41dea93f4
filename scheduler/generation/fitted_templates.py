"""Rules for every service with a longest wait, set around the hidden plan."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from scheduler.domain.activities import Scope, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    Expiry,
    KnowledgeTransfer,
    PartialTermination,
    Rehearsal,
    RuleTemplate,
    ServiceLevel,
    Waves,
)
from scheduler.domain.services import Service
from scheduler.generation.fit import Fit
from scheduler.generation.waits import GAP_BETWEEN_WAVES, NOTICE_DAYS

_PAYROLL = Scope(tags=("payroll",))
_REHEARSED = Scope(except_tags=("payroll",))
_CRITICAL = Scope(criticality_at_least=4)
_PERIOD = 28
_ROOM_WEEKS = 78
"""Beyond the fit's, where people under notice are kept waiting."""
_LEVEL, _LOSS = 9900, 25
_LONGEST_REHEARSAL_DAYS = 70
"""Calendar days of a rehearsal and whatever closes meanwhile."""


class FittedTemplates:
    """Longest waits of one hidden plan, and templates around them."""

    def __init__(self, programme: ExpandedProgramme, plan: Plan, fit: Fit) -> None:
        """Keep the plan; nothing is changed."""
        self._programme, self._plan, self._fit = programme, plan, fit
        self._services = programme.document.services

    def templates(self) -> Iterator[RuleTemplate]:
        """Yield the templates."""
        yield from self._notices()
        yield from self._rehearsals()
        yield from self._waves()

    def _notices(self) -> Iterator[RuleTemplate]:
        room = _ROOM_WEEKS + self._fit.lag_weeks
        yield RuleTemplate(
            id="partial-termination",
            for_each="service",
            rule=PartialTermination(
                id="partial-termination",
                basis="contract",
                reason="Charges stop after notice, and nobody works under notice for ever.",
                notice="{group}.notice",
                charges_stop="{service}.charges_stop",
                least_calendar_days=NOTICE_DAYS,
                most_calendar_days=_weeks_above(self._under_notice("charges_stop"), room),
                legal_check="{group}.legal_check",
                decision="{group}.route_decision",
            ),
        )
        periods = -(-_weeks_above(self._under_notice("transfer"), room) // _PERIOD)
        if any(
            service.criticality >= (_CRITICAL.criticality_at_least or 0)
            for service in self._services
        ):
            yield RuleTemplate(
                id="level-under-notice",
                for_each="service",
                where=_CRITICAL,
                rule=ServiceLevel(
                    id="level-under-notice",
                    basis="estimate",
                    reason="Levels sag while an incumbent works under notice.",
                    service="{service}",
                    notice="{group}.notice",
                    transfer="{service}.transfer",
                    level=_LEVEL,
                    loss_per_28_days=_LOSS,
                    minimum=max(0, _LEVEL - _LOSS * periods),
                ),
            )

    def _rehearsals(self) -> Iterator[RuleTemplate]:
        rehearsed = [s for s in self._services if "payroll" not in s.tags]
        if rehearsed:
            most = _weeks_above(self._after_rehearsal(rehearsed), self._fit.lag_weeks)
            yield RuleTemplate(
                id="rehearsed-and-mended",
                for_each="service",
                where=_REHEARSED,
                rule=Rehearsal(
                    id="rehearsed-and-mended",
                    basis="technical",
                    reason="What a rehearsal shows is mended, and it proves little later on.",
                    rehearsal="{service}.rehearse",
                    cutover="{first_cutover}",
                    least_working_days=3,
                    most_calendar_days=most + 1,
                ),
            )
            yield _knowledge("shadowed", _REHEARSED, "rehearse", most + _LONGEST_REHEARSAL_DAYS, 8)
            yield _fresh(
                "data-still-true",
                Scope(tags=("extract",), except_tags=("payroll",)),
                "rehearse",
                most + 7,
            )
        if len(rehearsed) < len(self._services):
            within = _weeks_above(self._since_build(), _ROOM_WEEKS)
            yield _knowledge("handed-over-while-built", _PAYROLL, "build", within, 25)
            yield _fresh("pay-data-still-true", _PAYROLL, "parallel_running", 28)

    def _waves(self) -> Iterator[RuleTemplate]:
        several = [s for s in self._services if len(s.waves) > 1]
        if several:
            gaps = (gap for service in several for gap in self._between_waves(service))
            yield RuleTemplate(
                id="wave-by-wave",
                for_each="service",
                where=Scope(services=tuple(s.id for s in several)),
                rule=Waves(
                    id="wave-by-wave",
                    basis="technical",
                    reason="A wave settles before the next, and support is kept together.",
                    service="{service}",
                    least_calendar_days=GAP_BETWEEN_WAVES,
                    most_calendar_days=_weeks_above(gaps, 8 + self._fit.lag_weeks),
                    most_percent=max(w.share_percent for s in several for w in s.waves),
                    calendar_days_of_share=GAP_BETWEEN_WAVES,
                ),
            )

    def _under_notice(self, event: str) -> Iterator[int]:
        for service in self._services:
            start = self._start(f"{service.id}.{event}")
            yield (start - self._start(f"{service.group}.notice")).days

    def _after_rehearsal(self, rehearsed: Iterable[Service]) -> Iterator[int]:
        for service in rehearsed:
            over = self._plan.placed[f"{service.id}.rehearse"].finish + ONE_DAY
            yield (self._start(f"{service.id}.cutover_1") - over).days

    def _since_build(self) -> Iterator[int]:
        for service in self._services:
            if "payroll" in service.tags:
                build = self._start(f"{service.id}.build")
                yield (self._start(f"{service.id}.cutover_1") - build).days

    def _between_waves(self, service: Service) -> Iterator[int]:
        for number in range(1, len(service.waves)):
            one, other = (f"{service.id}.cutover_{n}" for n in (number, number + 1))
            yield (self._start(other) - self._start(one)).days

    def _start(self, name: str) -> date:
        return self._plan.placed[name].start


def _weeks_above(gaps: Iterable[int], weeks: int) -> int:
    """Return the longest of some gaps in whole weeks, with so many more."""
    return -(-max(gaps) // 7) * 7 + timedelta(weeks=weeks).days


def _knowledge(
    name: str, where: Scope, session: str, within: int, working_days: int
) -> RuleTemplate:
    return RuleTemplate(
        id=name,
        for_each="service",
        where=where,
        rule=KnowledgeTransfer(
            id=name,
            basis="contract",
            reason="The outgoing supplier's people watch their successors while they are there.",
            sessions=Selection(activities=(f"{{service}}.{session}",)),
            until="{first_cutover}",
            within_calendar_days=within,
            working_days=working_days,
        ),
    )


def _fresh(name: str, where: Scope, renewal: str, valid: int) -> RuleTemplate:
    return RuleTemplate(
        id=name,
        for_each="service",
        where=where,
        rule=Expiry(
            id=name,
            basis="technical",
            reason="Data reconciled long ago is true no more.",
            used_by=Selection(activities=("{first_cutover}",)),
            renewals=Selection(activities=("{service}.test_extract", f"{{service}}.{renewal}")),
            valid_calendar_days=valid,
        ),
    )
