"""Which unconfirmed assumptions matter: each is taken otherwise and the programme planned again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.asking.question import LevelReply, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.assumed_otherwise import (
    Kind,
    Otherwise,
    Untestable,
    assumed_otherwise,
    untestable,
)
from scheduler.explaining.best_known import BestKnown, given_or_best
from scheduler.explaining.binding import binding
from scheduler.explaining.work import Work
from scheduler.objectives import term_of
from scheduler.verification.verify import verify

MOST_IN_ANY_ORDER = 25
"""Assumptions that are soon compared, whichever comes first."""

Effect = Literal["no plan", "worse", "better", "none", "not known"]
"""On the answer: of the first objective level that changes by more than its tolerance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow:
    """What one assumption changes if it is otherwise."""

    kind: Kind
    subject: str
    words: str
    """What is otherwise."""
    statement: str
    """What is assumed."""
    owner: str
    count: int
    """How many rules or durations it is about."""
    feasible: bool | None = None
    """Whether there still is a plan; none where that is not known."""
    confirmed: bool = False
    """Of no plan: whether a second configuration agrees."""
    effect: Effect = "not known"
    level: str | None = None
    """The first objective level that changes."""
    difference: int | None = None
    """Of that level: its value if it is otherwise less the value as assumed."""
    unit: str = ""
    proved: bool = False
    """Whether the effect is neither more nor less, says the solver."""
    compared: bool = False
    """Whether the best plan was looked for again; else only whether there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRanking:
    """The answer to which assumptions matter most, the largest effects first."""

    feasible: bool | None
    best: BestKnown | None = None
    assumptions: tuple[AssumptionRow, ...] = ()
    untestable: tuple[Untestable, ...] = ()
    not_reached: int = 0
    """How many of the rows were not compared by their best plans, for want of time."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """An assumption taken otherwise, with what is known of it and a plan to start from."""

    other: Otherwise
    row: AssumptionRow
    near: Plan | None


def rank_assumptions(
    programme: ExpandedProgramme,
    work: Work,
    *,
    best: BestKnown | None = None,
    seconds: float = 120.0,
) -> AssumptionRanking:
    """Return a row for each assumption taken otherwise, each told as soon as it is known.

    `best` is the programme's best plan where it is known; `seconds` are for one plan. First it is
    asked of all of them whether there still is a plan; then, while time lasts, how good a plan.
    """
    words_alone = untestable(programme)
    best, feasible = given_or_best(programme, work, best, seconds=seconds)
    if best is None:
        return AssumptionRanking(feasible=feasible, untestable=words_alone)
    rows = []
    waiting = []
    for tried in _still_a_plan(tuple(assumed_otherwise(programme)), best, work):
        if tried.row.effect == "no plan":
            rows.append(tried.row)
        else:
            waiting.append(tried)
        work.on_row(tried.row)
    for row in _compared(_telling_first(programme, waiting, best, work), best, work, seconds):
        rows.append(row)
        if row.compared:
            work.on_row(row)
    return AssumptionRanking(
        feasible=True,
        best=best,
        assumptions=tuple(sorted(rows, key=_by_effect(best))),
        untestable=words_alone,
        not_reached=sum(not row.compared and row.effect == "not known" for row in rows),
    )


def _still_a_plan(others: Sequence[Otherwise], best: BestKnown, work: Work) -> Iterator[_Tried]:
    """Yield for each whether there is a plan: the best one where it stays one, or asked."""
    open_ones = []
    for other in others:
        if verify(other.programme, best.plan).holds:
            yield _Tried(other, replace(_row(other), feasible=True), best.plan)
        else:
            open_ones.append(other)

    def ask(other: Otherwise) -> Reply:
        return work.ask(_any_plan(other, best, work))

    for other, reply in work.each(open_ones, ask):
        row = replace(_row(other), feasible={"plan": True, "none": False}.get(reply.finding))
        if reply.finding == "none":
            row = replace(row, effect="no plan", confirmed=reply.confirmed, proved=True)
        yield _Tried(other, row, reply.plan)


def _compared(
    waiting: Sequence[_Tried], best: BestKnown, work: Work, seconds: float
) -> Iterator[AssumptionRow]:
    """Yield each with the best plan looked for again, or as it is where no time is left."""

    def ask(tried: _Tried) -> Reply | None:
        return None if work.stop.is_set() else work.ask(_best_plan(tried, best, seconds))

    for tried, reply in work.each(waiting, ask):
        yield tried.row if reply is None else effect_of(tried.other, tried.row, best, reply)


def _telling_first(
    programme: ExpandedProgramme, waiting: Sequence[_Tried], best: BestKnown, work: Work
) -> list[_Tried]:
    """Return what could be worse first, then rules by how many dates of the best plan they hold."""
    few = len(waiting) <= MOST_IN_ANY_ORDER
    held = {} if few else binding(programme, best.plan, work.stop)
    return sorted(
        waiting, key=lambda tried: (tried.near is best.plan, -held.get(tried.other.subject, 0))
    )


def _any_plan(other: Otherwise, best: BestKnown, work: Work) -> Question:
    return Question(
        programme=other.programme, near=best.plan, sure=work.confirm, seconds=work.seconds
    )


def _best_plan(tried: _Tried, best: BestKnown, seconds: float) -> Question:
    """Ask for the best plan, up to the first level without tolerance that changes."""
    levels = tried.other.programme.document.objectives
    values = {value.name: value.value for value in best.levels}
    return Question(
        programme=tried.other.programme,
        levels=levels,
        until={level.key: values[level.key] for level in levels if not level.tolerance},
        near=tried.near,
        seconds=seconds,
    )


def effect_of(other: Otherwise, row: AssumptionRow, best: BestKnown, reply: Reply) -> AssumptionRow:
    """Return what the best plan of the programme with an assumption otherwise says of its effect.

    Nothing is said of a level where the search ended before it.
    """
    if reply.plan is None:
        if reply.finding == "none" and not row.feasible:
            return replace(row, feasible=False, effect="no plan", proved=True, compared=True)
        # That there is none beside a plan at hand is a disagreement: nothing is claimed.
        return row
    row = replace(row, feasible=True, compared=True)
    known: Mapping[str, LevelReply] = {level.key: level for level in reply.levels}
    sure = all(level.proved for level in best.levels)
    for level, before in zip(other.programme.document.objectives, best.levels, strict=True):
        term, after = term_of(level), known.get(level.key)
        if after is None:
            return replace(row, compared=False)
        sure = sure and after.proved
        gain = term.sign * (before.value - after.value)
        if abs(gain) > level.tolerance:
            return replace(
                row,
                effect="better" if gain > 0 else "worse",
                level=level.key,
                difference=after.value - before.value,
                unit=term.unit,
                proved=sure,
            )
        if not after.proved:
            break
    return replace(row, effect="none", difference=0, proved=sure)


def _row(other: Otherwise) -> AssumptionRow:
    return AssumptionRow(
        kind=other.kind,
        subject=other.subject,
        words=other.words,
        statement=other.statement,
        owner=other.owner,
        count=other.count,
    )


def _by_effect(best: BestKnown) -> Callable[[AssumptionRow], tuple[int, int, int, str]]:
    """Return a key: no plan, then changes by level and size, then what is not known, then none."""
    places = {level.name: at for at, level in enumerate(best.levels)}

    def key(row: AssumptionRow) -> tuple[int, int, int, str]:
        if row.level is not None:
            return 1, places[row.level], -abs(row.difference or 0), row.words
        order = {"no plan": 0, "not known": 2, "none": 3}
        return order.get(row.effect, 2), 0 if row.confirmed or row.proved else 1, 0, row.words

    return key
