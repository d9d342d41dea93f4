"""Rules of exit practice that the waits of the hidden plan already lead to."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.activities import Scope, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Acceptance,
    Decision,
    FallbackSlot,
    NotAtOnce,
    ProcurementRegime,
    Regime,
    RollbackSlot,
    RuleTemplate,
    StaffTransfer,
    Synchronised,
)

_PAYROLL = Scope(tags=("payroll",))
_REHEARSED = Scope(except_tags=("payroll",))
_EXTRACTED = Scope(tags=("extract",), except_tags=("payroll",))
_TECHNICAL = Scope(tags=("technical",))
_CALL_IN_WORKING_DAYS = 5
_REGIMES = (
    Regime(name="Public Contracts Regulations 2015", min_lag=10, lag_unit="calendar_days"),
    Regime(
        name="Procurement Act 2023",
        first=date(2025, 2, 24),
        min_lag=8,
        lag_unit="working_days",
    ),
)


def exit_templates(expanded: ExpandedProgramme) -> Iterator[RuleTemplate]:
    """Yield what law and practice ask of every group and service."""
    yield from _decisions()
    yield RuleTemplate(
        id="standstill-by-law",
        for_each="group",
        where=Scope(tags=("bought",)),
        rule=ProcurementRegime(
            id="standstill-by-law",
            basis="law",
            reason="The law on the day the procurement starts says how long nobody signs.",
            procurement="{group}.procure",
            before="{group}.award_decision",
            after="{group}.signature",
            regimes=_REGIMES,
        ),
    )
    yield RuleTemplate(
        id="staff-change-sides",
        for_each="staff_group",
        rule=StaffTransfer(
            id="staff-change-sides",
            basis="law",
            reason="Staff are informed and consulted, and change sides with their tranche.",
            transfer="{staff_group}.staff_transfer",
            liability_information="{staff_group}.consult",
            consultation="{staff_group}.consult",
            tranche_dates="quarter-days",
        ),
    )
    yield from _going_live()
    yield from _acceptances()
    if any("payroll" in service.tags for service in expanded.document.services):
        yield RuleTemplate(
            id="help-line-beside-hypercare",
            for_each="service",
            where=_PAYROLL,
            rule=Synchronised(
                id="help-line-beside-hypercare",
                basis="policy",
                reason="Questions on pay are answered as long as support is heightened.",
                activities=Selection(activities=("{service}.hypercare", "{service}.help_line")),
            ),
        )


def _decisions() -> Iterator[RuleTemplate]:
    for name, tag, meeting, paper, effect in (
        ("route-decided", "bought", "route_decision", "design", "procure"),
        ("in-house-route-decided", "in-house", "route_decision", "design", "prepare"),
    ):
        yield RuleTemplate(
            id=name,
            for_each="group",
            where=Scope(tags=(tag,)),
            rule=Decision(
                id=name,
                basis="law",
                reason="Papers are public before the meeting, and a decision can be called in.",
                meeting=f"{{group}}.{meeting}",
                papers=Selection(activities=(f"{{group}}.{paper}",)),
                call_in_working_days=_CALL_IN_WORKING_DAYS,
                takes_effect=Selection(activities=(f"{{group}}.{effect}",)),
            ),
        )
    yield RuleTemplate(
        id="award-decided",
        for_each="group",
        where=Scope(tags=("bought",)),
        rule=Decision(
            id="award-decided",
            basis="law",
            reason="An award is published before the meeting, and nobody signs at once.",
            meeting="{group}.award_decision",
            papers=Selection(activities=("{group}.procure",)),
            paper_deadline_calendar_days=7,
            call_in_working_days=_CALL_IN_WORKING_DAYS,
            standstill_calendar_days=10,
            takes_effect=Selection(activities=("{group}.signature",)),
        ),
    )


def _going_live() -> Iterator[RuleTemplate]:
    for name, where, beside in (
        ("test-environment", _EXTRACTED, "rehearse"),
        ("test-environment-for-pay", _PAYROLL, "parallel_running"),
    ):
        yield RuleTemplate(
            id=name,
            for_each="service",
            where=where,
            rule=NotAtOnce(
                id=name,
                basis="technical",
                reason="There is one test environment.",
                activities=Selection(
                    activities=("{service}.test_extract", f"{{service}}.{beside}")
                ),
            ),
        )
    yield RuleTemplate(
        id="time-to-go-back",
        for_each="consecutive_waves",
        rule=RollbackSlot(
            id="time-to-go-back",
            basis="technical",
            reason="A wave can be rolled back before the next goes live.",
            cutovers=Selection(activities=("{earlier}",)),
            free_of=Selection(activities=("{later}",)),
            calendar_days=7,
        ),
    )
    for name, where, dates, within, left in (
        ("second-weekend", _TECHNICAL, "saturdays", 14, 14),
        ("second-monday", Scope(except_tags=("technical",)), "mondays", 21, 0),
    ):
        yield RuleTemplate(
            id=name,
            for_each="service",
            where=where,
            rule=FallbackSlot(
                id=name,
                basis="policy",
                reason="A cutover that fails is tried once more.",
                activities=Selection(activities=("{last_cutover}",)),
                dates=dates,
                within_calendar_days=within,
                before_end_calendar_days=left,
            ),
        )


def _acceptances() -> Iterator[RuleTemplate]:
    for name, where, periods in (
        ("measured-for-a-month", _REHEARSED, None),
        ("measured-for-a-pay-run", _PAYROLL, "pay-periods"),
    ):
        yield RuleTemplate(
            id=name,
            for_each="service",
            where=where,
            rule=Acceptance(
                id=name,
                basis="contract",
                reason="Levels are measured for a whole month before a service is accepted.",
                since="{service}.transfer",
                acceptance="{service}.acceptance",
                full_months=1,
                pay_periods=periods,
                waits=Selection(activities=("{group}.data_return",)),
            ),
        )
