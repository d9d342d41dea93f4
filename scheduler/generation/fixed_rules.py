"""Rules that the hidden plan is laid out by; those fitted to it are in `fitted_rules`."""

from collections.abc import Iterator
from datetime import date

from scheduler.domain.activities import CUTOVER, Scope, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    AllowedDates,
    ChangeFreeze,
    Continuity,
    Hypercare,
    ParallelRunning,
    Precedence,
    RuleTemplate,
)
from scheduler.domain.values import Price, Window
from scheduler.expansion.selection import selected
from scheduler.generation.calendar_dates import yearly_windows
from scheduler.generation.sketch import Council, Sketch

PERIODS = 2
"""Pay periods run in parallel before a payroll moves."""
SETTLED_DAYS = 31
"""Calendar days from the transfer to the earliest acceptance: a whole month."""


def service_templates(expanded: ExpandedProgramme) -> Iterator[RuleTemplate]:
    """Yield the rules that each service has around its transfer."""
    if any("payroll" in s.tags for s in expanded.document.services):
        yield RuleTemplate(
            id="parallel-pay-runs",
            for_each="service",
            where=Scope(tags=("payroll",)),
            rule=ParallelRunning(
                id="parallel-pay-runs",
                basis="technical",
                reason="The old and the new pay side by side until both agree.",
                activity="{service}.parallel_running",
                cutover="{first_cutover}",
                pay_periods="pay-periods",
                periods=PERIODS,
            ),
        )
    yield RuleTemplate(
        id="stable-and-accepted",
        for_each="service",
        rule=Hypercare(
            id="stable-and-accepted",
            basis="contract",
            reason="Support is heightened until the service is accepted on measured levels.",
            transfer="{service}.transfer",
            hypercare="{service}.hypercare",
            acceptance="{service}.acceptance",
            acceptance_after_calendar_days=SETTLED_DAYS,
        ),
    )
    yield from (_continuity(waves) for waves in _wave_counts(expanded))


def freezes(first: date, last: date, expanded: ExpandedProgramme) -> Iterator[ChangeFreeze]:
    """Yield the change freezes of the years between two dates, those that bind somebody."""
    for name, scope, opens, closes, reason in (
        ("christmas", None, (12, 18), (1, 2), "No change over Christmas."),
        (
            "year-end",
            Scope(tags=("year-end",)),
            (3, 14),
            (4, 24),
            "Payroll and finance close the year.",
        ),
        ("winter-care", Scope(tags=("winter",)), (12, 1), (2, 26), "Adult care's winter pressure."),
    ):
        yield from _freeze(name, scope, (opens, closes), (first, last), reason, expanded)
    schools = tuple(u.id for u in expanded.document.user_groups if u.id.startswith("SCH"))
    if schools:
        scope = Scope(user_groups=schools)
        when = ((8, 22), (9, 12))
        reason = "No change for schools as the year starts."
        yield from _freeze("school-year", scope, when, (first, last), reason, expanded)


def avoided_elections(first: date, last: date, expanded: ExpandedProgramme) -> ChangeFreeze:
    """Return the soft freeze of decisions before local elections."""
    kinds = {a.kind for a in expanded.document.activities}
    return ChangeFreeze(
        id="avoid-pre-election",
        basis="policy",
        reason="Controversial decisions are avoided before elections.",
        activities=Selection(
            kinds=tuple(k for k in ("route_decision", "award_decision") if k in kinds)
        ),
        windows=yearly_windows("", (3, 25), (5, 5), first, last),
        price=Price(points=10, per="unit"),
    )


def quiet_weekends(expanded: ExpandedProgramme) -> Iterator[AllowedDates]:
    """Yield the rule that keeps critical technical cutovers away from the month end."""
    scope = Scope(tags=("technical",), criticality_at_least=5)
    chosen = Selection(kinds=(CUTOVER,), scope=scope)
    if selected(chosen, expanded.document):
        yield AllowedDates(
            id="critical-cutovers-on-quiet-weekends",
            basis="policy",
            reason="Systems are busiest at the month end.",
            activities=chosen,
            dates="quiet-weekends",
        )
    payroll = Selection(kinds=(CUTOVER,), scope=Scope(tags=("payroll",)))
    yield AllowedDates(
        id="prefer-quarter-days-for-payroll",
        basis="policy",
        reason="Quarterly returns are simpler when a payroll moves with the quarter.",
        activities=payroll,
        dates="quarter-days",
        price=Price(points=5, per="unit"),
    )


def platforms(council: Council, made: Sketch) -> Iterator[Precedence]:
    """Yield which services rehearse on a live platform: where that is opened first."""
    opened: set[str] = set()
    for group_id in sorted(council.groups, key=lambda name: made.opens[name]):
        for kind in council.groups[group_id].services:
            for platform, lag in kind.after.items():
                if platform in opened:
                    yield _platform(council, platform, kind.id, lag, made)
            opened.add(kind.id)


def _platform(council: Council, platform: str, user: str, lag: int, made: Sketch) -> Precedence:
    waves = next(s.waves for s in made.document.services if s.id == council.id_of(platform))
    return Precedence(
        id=f"live-{platform}-{user}{council.suffix}",
        basis="technical",
        reason="The rehearsal runs on the live platform.",
        before=f"{council.id_of(platform)}.cutover_{len(waves)}",
        after=f"{council.id_of(user)}.rehearse",
        link="SS",
        min_lag=lag,
        lag_unit="calendar_days",
    )


def _freeze(
    name: str,
    scope: Scope | None,
    when: tuple[tuple[int, int], tuple[int, int]],
    horizon: tuple[date, date],
    reason: str,
    expanded: ExpandedProgramme,
) -> Iterator[ChangeFreeze]:
    chosen = Selection(kinds=(CUTOVER,), scope=scope)
    windows: tuple[Window, ...] = yearly_windows("", *when, *horizon)
    if windows and selected(chosen, expanded.document):
        yield ChangeFreeze(
            id=f"freeze-{name}",
            basis="policy",
            reason=reason,
            activities=chosen,
            windows=windows,
        )


def _wave_counts(expanded: ExpandedProgramme) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each number of waves with the services that have it."""
    services = expanded.document.services
    for count in sorted({len(s.waves) for s in services}):
        yield count, tuple(s.id for s in services if len(s.waves) == count)


def _continuity(waves: tuple[int, tuple[str, ...]]) -> RuleTemplate:
    count, services = waves
    name = f"continuity-{count}" if count > 1 else "continuity"
    return RuleTemplate(
        id=name,
        for_each="service",
        where=Scope(services=services),
        rule=Continuity(
            id=name,
            basis="contract",
            reason="Somebody is accountable for the service on every day.",
            service="{service}",
            transfer="{service}.transfer",
            charges_stop="{service}.charges_stop",
            cutovers=tuple(f"{{service}}.cutover_{n}" for n in range(1, count + 1)),
        ),
    )
