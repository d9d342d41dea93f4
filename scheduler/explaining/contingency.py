"""What more schedule contingency costs: the best plan that keeps 8, 13 or 26 weeks free.

The epsilon-constraint method with the values that boards ask for: so many weeks are asked for as a
hard rule, and everything else is made as good as that leaves it. Source: Haimes, Lasdon & Wismer
(1971).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.measures import contingency_weeks, last_transfer
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import TRANSFER, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY, ObjectiveLevel, ObjectiveName
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, Rule, ScheduleContingency
from scheduler.explaining.best_known import BestKnown
from scheduler.explaining.work import Work
from scheduler.objectives import term_of

WEEKS = (8, 13, 26)
"""Two months, a quarter, half a year."""
DAYS_IN_WEEK = 7
CONTINGENCY: ObjectiveName = "schedule_contingency"
_TOLD: tuple[ObjectiveName, ...] = ("cost", "peak_change_load", "risk")
"""What is told of every plan, whatever the levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A level that is compared, with its unit."""

    name: str
    unit: str
    maximise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContingencyRow:
    """The best plan that keeps so many weeks free."""

    weeks: int | None
    """Whole weeks between the last transfer and the end, as headlines count them; None: as many as
    the planning rules ask for anyway."""
    last_day: date | None
    """On which the last service may transfer then; none where the rules alone say."""
    fits: bool | None
    """Whether any plan does; none when that is not known."""
    kept_free: int | None = None
    """Weeks that this plan keeps free."""
    last_transfer: date | None = None
    values: Mapping[str, int] | None = None
    """By aim, in its unit; none without a plan."""
    difference: Mapping[str, int] | None = None
    """By aim, the value less that of the plan that keeps no more free than the rules ask for."""
    proved: bool = False
    """Whether no plan that keeps so much free is better, or none exists, says the solver."""
    confirmed: bool = False
    """Whether a second configuration agrees that none exists."""
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContingencyPrices:
    """The answer to what more contingency costs."""

    feasible: bool | None
    aims: tuple[Aim, ...] = ()
    """In the programme's order, then what is told of every plan."""
    rows: tuple[ContingencyRow, ...] = ()
    """The least weeks first."""


def find_contingency(
    programme: ExpandedProgramme,
    work: Work,
    *,
    best: BestKnown | None = None,
    weeks: Sequence[int] = WEEKS,
    seconds: float = 120.0,
) -> ContingencyPrices:
    """Return a row for what the rules ask for and for each number of weeks beyond it.

    `best` is where searches start from; `seconds` are for each row, told as soon as it is found.
    """
    levels = _levels(programme)
    aims = _aims(levels)
    near = None if best is None else best.plan
    first = _or_known(work.ask(_question(programme, None, levels, near, work, seconds)), near)
    if first.plan is None:
        return ContingencyPrices(feasible=False if first.finding == "none" else None)
    base = _row(programme, None, None, aims, first, None)
    work.on_row(base)
    rows = [base]
    asked = [
        (number, day)
        for number in sorted(set(weeks))
        if not _is_asked_anyway(programme, day := last_day_for(number, programme))
    ]

    def answered(one: tuple[int, date]) -> Reply:
        start = near or first.plan
        reply = work.ask(_question(programme, one[1], levels, start, work, seconds))
        known = None if start is None else last_transfer(programme, start)
        keeps = known is not None and known <= one[1]
        return _or_known(reply, start if keeps else None)

    for (number, day), reply in work.each(asked, answered):
        row = _row(programme, number, day, aims, reply, base)
        if row.fits is None and work.stop.is_set():
            continue
        rows.append(row)
        work.on_row(row)
    ordered = sorted(rows, key=lambda row: row.weeks or 0)
    return ContingencyPrices(feasible=True, aims=aims, rows=tuple(ordered))


def aims_of(programme: ExpandedProgramme) -> tuple[Aim, ...]:
    """Return what is compared for a programme."""
    return _aims(_levels(programme))


def last_day_for(weeks: int, programme: ExpandedProgramme) -> date:
    """Return the last day of a transfer that keeps whole weeks free before the contract end."""
    return programme.document.contract.end_date + (1 - DAYS_IN_WEEK * weeks) * ONE_DAY


def over_by(day: date, programme: ExpandedProgramme) -> Rule:
    """Wish that no service transfers after a day."""
    transfers = tuple(a.id for a in programme.document.activities if a.kind == TRANSFER)
    return DateLimit(
        id=f"wish: transferred by {day}",
        activities=Selection(activities=transfers),
        finish_not_after=day,
    )


def _or_known(reply: Reply, known: Plan | None) -> Reply:
    """Return a reply; where nothing was found in time, the plan that was known before."""
    if known is None or reply.finding != "unknown":
        return reply
    return Reply(finding="plan", plan=known)


def _levels(programme: ExpandedProgramme) -> tuple[ObjectiveLevel, ...]:
    """Return the programme's levels without contingency itself, none worsened for a later one."""
    kept = tuple(
        replace(level, tolerance=0)
        for level in programme.document.objectives
        if level.name != CONTINGENCY
    )
    return kept or (ObjectiveLevel(name="peak_change_load"),)


def _aims(levels: Sequence[ObjectiveLevel]) -> tuple[Aim, ...]:
    compared = {level.key: level for level in levels if level.name not in STABILITY}
    known = {level.name for level in levels}
    further = (level for level in _further() if level.name not in known)
    compared |= {level.key: level for level in further}
    terms = {key: term_of(level) for key, level in compared.items()}
    return tuple(
        Aim(name=key, unit=term.unit, maximise=term.maximise) for key, term in terms.items()
    )


def _is_asked_anyway(programme: ExpandedProgramme, day: date) -> bool:
    """Tell whether hard rules of contingency allow no transfer after a day."""
    document = programme.document
    asked = max(
        (
            rule.working_days
            for rule in document.rules
            if isinstance(rule, ScheduleContingency) and rule.price is None and not rule.when
        ),
        default=0,
    )
    left, after = 0, day + 2 * ONE_DAY
    while after <= document.contract.end_date:
        left += programme.is_working(after, document.default_calendar)
        after += ONE_DAY
    return left < asked


def _question(  # what is asked, from where, by whom
    programme: ExpandedProgramme,
    day: date | None,
    levels: tuple[ObjectiveLevel, ...],
    near: Plan | None,
    work: Work,
    seconds: float,
) -> Question:
    return Question(
        programme=programme,
        wishes=() if day is None else (over_by(day, programme),),
        levels=levels,
        near=near,
        sure=work.confirm,
        seconds=seconds,
    )


def _row(  # a reply, and what it was about
    programme: ExpandedProgramme,
    weeks: int | None,
    day: date | None,
    aims: Sequence[Aim],
    reply: Reply,
    base: ContingencyRow | None,
) -> ContingencyRow:
    plan = reply.plan
    if plan is None:
        none = reply.finding == "none"
        return ContingencyRow(
            weeks=weeks,
            last_day=day,
            fits=False if none else None,
            proved=none,
            confirmed=reply.confirmed,
        )
    levels = {level.key: level for level in (*programme.document.objectives, *_further())}
    values = {aim.name: term_of(levels[aim.name]).measure(programme, plan) for aim in aims}
    before = values if base is None or base.values is None else base.values
    return ContingencyRow(
        weeks=weeks,
        last_day=day,
        fits=True,
        kept_free=contingency_weeks(programme, plan),
        last_transfer=last_transfer(programme, plan),
        values=values,
        difference={name: value - before[name] for name, value in values.items()},
        proved=bool(reply.levels) and all(level.proved for level in reply.levels),
        plan=plan,
    )


def _further() -> tuple[ObjectiveLevel, ...]:
    return tuple(ObjectiveLevel(name=name) for name in _TOLD)
