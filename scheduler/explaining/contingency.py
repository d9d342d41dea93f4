"""What more schedule contingency costs: the best plan that keeps 8, 13 or 26 weeks free.

The epsilon-constraint method with the values that boards ask for: so many weeks are asked for as a
hard rule, and everything else is made as good as that leaves it. Source: Haimes, Lasdon & Wismer
(1971).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.measures import last_transfer
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import TRANSFER, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY, ObjectiveLevel, ObjectiveName
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule, ScheduleContingency
from scheduler.explaining.best_known import BestKnown
from scheduler.explaining.work import Work, side_by_side
from scheduler.objectives import term_of

WEEKS = (8, 13, 26)
"""Two months, a quarter, half a year."""
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
    """None: as many as the planning rules ask for anyway."""
    working_days: int
    """Asked for; 0 where nothing is beside the rules."""
    fits: bool | None
    """Whether any plan does; none when that is not known."""
    kept_free: int | None = None
    """Working days that this plan keeps free."""
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
    first = work.ask(_question(programme, 0, levels, near, work, seconds))
    if first.plan is None:
        return ContingencyPrices(feasible=False if first.finding == "none" else None)
    base = _row(programme, None, 0, aims, first, None)
    work.on_row(base)
    rows = [base]
    week = len(programme.calendars[programme.document.default_calendar].working_weekdays)
    asked = [n for n in sorted(set(weeks)) if n * week > _asked_anyway(programme)]

    def answered(number: int) -> Reply:
        start = near or first.plan
        return work.ask(_question(programme, number * week, levels, start, work, seconds))

    for number, reply in side_by_side(asked, answered, work.side_by_side):
        row = _row(programme, number, number * week, aims, reply, base)
        if row.fits is None and work.stop.is_set():
            continue
        rows.append(row)
        work.on_row(row)
    ordered = sorted(rows, key=lambda row: row.weeks or 0)
    return ContingencyPrices(feasible=True, aims=aims, rows=tuple(ordered))


def aims_of(programme: ExpandedProgramme) -> tuple[Aim, ...]:
    """Return what is compared for a programme."""
    return _aims(_levels(programme))


def kept_free(working_days: int, programme: ExpandedProgramme) -> Rule:
    """Wish that so many working days stay free after the last service transfer."""
    transfers = tuple(a.id for a in programme.document.activities if a.kind == TRANSFER)
    return ScheduleContingency(
        id=f"wish: {working_days} working days free",
        activities=Selection(activities=transfers),
        working_days=working_days,
    )


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


def _asked_anyway(programme: ExpandedProgramme) -> int:
    """Return the working days that hard rules keep free after the last transfer."""
    return max(
        (
            rule.working_days
            for rule in programme.document.rules
            if isinstance(rule, ScheduleContingency) and rule.price is None and not rule.when
        ),
        default=0,
    )


def _question(  # what is asked, from where, by whom
    programme: ExpandedProgramme,
    working_days: int,
    levels: tuple[ObjectiveLevel, ...],
    near: Plan | None,
    work: Work,
    seconds: float,
) -> Question:
    return Question(
        programme=programme,
        wishes=(kept_free(working_days, programme),) if working_days else (),
        levels=levels,
        near=near,
        sure=work.confirm,
        seconds=seconds,
    )


def _row(  # a reply, and what it was about
    programme: ExpandedProgramme,
    weeks: int | None,
    working_days: int,
    aims: Sequence[Aim],
    reply: Reply,
    base: ContingencyRow | None,
) -> ContingencyRow:
    plan = reply.plan
    if plan is None:
        none = reply.finding == "none"
        return ContingencyRow(
            weeks=weeks,
            working_days=working_days,
            fits=False if none else None,
            proved=none,
            confirmed=reply.confirmed,
        )
    levels = {level.key: level for level in (*programme.document.objectives, *_further())}
    values = {aim.name: term_of(levels[aim.name]).measure(programme, plan) for aim in aims}
    before = values if base is None or base.values is None else base.values
    kept = term_of(ObjectiveLevel(name=CONTINGENCY)).measure(programme, plan)
    return ContingencyRow(
        weeks=weeks,
        working_days=working_days,
        fits=True,
        kept_free=kept,
        last_transfer=last_transfer(programme, plan),
        values=values,
        difference={name: value - before[name] for name, value in values.items()},
        proved=bool(reply.levels) and all(level.proved for level in reply.levels),
        plan=plan,
    )


def _further() -> tuple[ObjectiveLevel, ...]:
    return tuple(ObjectiveLevel(name=name) for name in _TOLD)
