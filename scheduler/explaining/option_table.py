"""The option table: for every service group and sourcing option the best plan that takes it.

Fits or does not fit, never "best option": beside each stands the council's own appraisal score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.best_known import BestKnown, LevelValue, given_or_best, level_values
from scheduler.explaining.wishes import sourced
from scheduler.explaining.work import Work
from scheduler.objectives import TERMS

Pair = tuple[str, str]
"""A service group and one of its options."""

MEASURED = ("schedule_contingency", "cost", "risk", "peak_change_load")
"""What is told of every plan, whatever the levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """The best plan that takes one option of one service group."""

    group: str
    option: str
    fits: bool | None
    """Whether any plan takes it; none when that is not known."""
    objectives: tuple[LevelValue, ...] = ()
    difference: Mapping[str, int] | None = None
    """By level, this plan's value less that of the best plan of all; none without a plan."""
    appraisal: int | None = None
    """The council's own penalty points of the option; fewer is better."""
    last_transfer: date | None = None
    """Of the group's services."""
    measures: Mapping[str, int] | None = None
    """Measured on this plan, in the units of the objective levels of the same names."""
    proved: bool = False
    """Whether no plan that takes it is better, or none exists, says the solver."""
    confirmed: bool = False
    """Whether a second configuration agrees that none exists."""
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionTable:
    """The answer to which options fit."""

    feasible: bool | None
    best: BestKnown | None = None
    options: tuple[OptionRow, ...] = ()


def find_options(
    programme: ExpandedProgramme,
    work: Work,
    *,
    best: BestKnown | None = None,
    seconds: float = 120.0,
    only: Sequence[Pair] = (),
) -> OptionTable:
    """Return a row for every option, or for some only, each told as soon as it is known.

    `best` is the programme's best plan where it is known; `seconds` are for the best plan of one
    option. A row is first told when it is known whether the option fits.
    """
    best, feasible = given_or_best(programme, work, best, seconds=seconds)
    if best is None:
        return OptionTable(feasible=feasible)
    wanted = only or [(g.id, o.id) for g in programme.document.service_groups for o in g.options]
    rows = {}
    for row in _rows(programme, work, best, wanted, seconds):
        rows[row.group, row.option] = row
        work.on_row(row)
    ordered = tuple(rows[pair] for pair in wanted if pair in rows)
    return OptionTable(feasible=True, best=best, options=ordered)


def _rows(
    programme: ExpandedProgramme,
    work: Work,
    best: BestKnown,
    wanted: Sequence[Pair],
    seconds: float,
) -> Iterator[OptionRow]:
    """Yield those of the best plan, then whether others fit, then the best plan of each."""
    open_ones = []
    for group, option in wanted:
        if best.plan.options.get(group) == option:
            proved = all(level.proved for level in best.levels)
            yield _row(programme, (group, option), best, best, proved=proved)
        else:
            open_ones.append((group, option))

    def any_plan(pair: Pair) -> Reply:
        return work.ask(_any_of(programme, pair, best, work))

    def best_plan(fitting: tuple[Pair, Plan | None]) -> Reply:
        pair, near = fitting
        return work.ask(_best_of(programme, pair, near or best.plan, seconds, best))

    fitting = []
    for pair, reply in work.each(open_ones, any_plan):
        yield _first_row(programme, pair, best, reply)
        if reply.finding != "none":
            fitting.append((pair, reply.plan))
    fitting.sort(key=lambda entry: open_ones.index(entry[0]))
    for (pair, _), reply in work.each(fitting, best_plan):
        if reply.plan is not None:
            found = BestKnown(plan=reply.plan, levels=level_values(programme, reply))
            proved = all(level.proved for level in found.levels)
            yield _row(programme, pair, found, best, proved=proved)


def _any_of(programme: ExpandedProgramme, pair: Pair, best: BestKnown, work: Work) -> Question:
    return Question(
        programme=programme,
        wishes=(sourced(*pair),),
        near=best.plan,
        sure=work.confirm,
        seconds=work.seconds,
    )


def _best_of(
    programme: ExpandedProgramme, pair: Pair, near: Plan, seconds: float, best: BestKnown
) -> Question:
    """Ask for the best plan; no plan with a wish is better than the best of all."""
    bounds = {value.name: value.bound for value in best.levels if value.proved}
    return Question(
        programme=programme,
        wishes=(sourced(*pair),),
        levels=programme.document.objectives,
        least={name: bound for name, bound in bounds.items() if bound is not None},
        near=near,
        seconds=seconds,
    )


def _first_row(
    programme: ExpandedProgramme, pair: Pair, best: BestKnown, reply: Reply
) -> OptionRow:
    """Return what is known of an option before its best plan is looked for."""
    if reply.plan is None:
        return OptionRow(
            group=pair[0],
            option=pair[1],
            fits=False if reply.finding == "none" else None,
            appraisal=_appraisal(programme, *pair),
            proved=reply.finding == "none",
            confirmed=reply.confirmed,
        )
    found = BestKnown(plan=reply.plan, levels=level_values(programme, reply))
    return _row(programme, pair, found, best, proved=False)


def _row(
    programme: ExpandedProgramme,
    pair: Pair,
    found: BestKnown,
    best: BestKnown,
    *,
    proved: bool,
) -> OptionRow:
    of_best = {level.name: level.value for level in best.levels}
    transfers = [
        found.plan.placed[transfer].start
        for transfer in programme.transfers_of(pair[0])
        if transfer in found.plan.placed
    ]
    return OptionRow(
        group=pair[0],
        option=pair[1],
        fits=True,
        objectives=found.levels,
        difference={level.name: level.value - of_best[level.name] for level in found.levels},
        appraisal=_appraisal(programme, *pair),
        last_transfer=max(transfers, default=None),
        measures={name: TERMS[name].measure(programme, found.plan) for name in MEASURED},
        proved=proved,
        plan=found.plan,
    )


def _appraisal(programme: ExpandedProgramme, group: str, option: str) -> int | None:
    options = programme.groups[group].options
    return next(found.appraisal for found in options if found.id == option)
