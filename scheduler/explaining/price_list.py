"""The price list: what one unit of what is scarce is worth, planned again and not estimated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import Basis
from scheduler.explaining.best_known import BestKnown, given_or_best
from scheduler.explaining.units import Unit, units_of
from scheduler.explaining.work import Work
from scheduler.objectives import term_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """What one unit changes."""

    kind: str
    subject: str
    words: str
    basis: Basis
    owner: str
    level: str | None
    """The first objective level that changes; those before stay, those after are not compared."""
    difference: int | None
    """Of that level: the value with the unit less the value without; 0 when no level changes."""
    unit: str
    better_by: int | None
    """The same as a gain, never negative."""
    bound: int | None
    """No more than this can be gained in the level, says the solver."""
    proved: bool
    """Whether the gain is neither more nor less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """The answer to what is worth how much."""

    feasible: bool | None
    best: BestKnown | None = None
    prices: tuple[PriceRow, ...] = ()


def find_prices(
    programme: ExpandedProgramme,
    work: Work,
    *,
    best: BestKnown | None = None,
    seconds: float = 120.0,
) -> PriceList:
    """Return a row for one unit of each thing, largest gains first, each told when it is known.

    `best` is the programme's best plan where it is known; `seconds` are for one plan.
    """
    best, feasible = given_or_best(programme, work, best, seconds=seconds)
    if best is None:
        return PriceList(feasible=feasible)
    known = best

    def ask(unit: Unit) -> Reply:
        return work.ask(_question(unit, known, seconds))

    rows = []
    for unit, reply in work.each(units_of(programme), ask):
        row = price_of(unit, best, reply)
        rows.append(row)
        work.on_row(row)
    return PriceList(feasible=True, best=best, prices=tuple(sorted(rows, key=_most_worth(best))))


def _question(unit: Unit, best: BestKnown, seconds: float) -> Question:
    return Question(
        programme=unit.programme,
        levels=unit.programme.document.objectives,
        until={level.name: level.value for level in best.levels},
        near=best.plan,
        seconds=seconds,
    )


def price_of(unit: Unit, best: BestKnown, reply: Reply) -> PriceRow:
    """Return what a reply about a programme with one unit more says of its worth."""
    known = {level.key: level for level in reply.levels}
    proved_so_far = all(level.proved for level in best.levels)
    for level, before in zip(unit.programme.document.objectives, best.levels, strict=True):
        term, after = term_of(level), known.get(level.key)
        if after is None:
            break
        proved_so_far = proved_so_far and after.proved
        gain = term.sign * (before.value - after.value)
        if gain or not after.proved:
            most = None
            if after.bound is not None:
                most = max(gain, term.sign * (before.value - after.bound))
            return _row(
                unit,
                level=level.key,
                difference=after.value - before.value,
                unit_words=term.unit,
                better_by=max(0, gain),
                bound=most,
                proved=proved_so_far,
            )
    done = proved_so_far and len(known) == len(best.levels)
    return _row(
        unit,
        level=None,
        difference=0 if known else None,
        unit_words="",
        better_by=0 if known else None,
        bound=0 if done else None,
        proved=done,
    )


def _row(
    unit: Unit,
    *,
    level: str | None,
    difference: int | None,
    unit_words: str,
    better_by: int | None,
    bound: int | None,
    proved: bool,
) -> PriceRow:
    return PriceRow(
        kind=unit.kind,
        subject=unit.subject,
        words=unit.words,
        basis=unit.basis,
        owner=unit.owner,
        level=level,
        difference=difference,
        unit=unit_words,
        better_by=better_by,
        bound=bound,
        proved=proved,
    )


def _most_worth(best: BestKnown) -> Callable[[PriceRow], tuple[int, int, str]]:
    """Return a key: gains in more important levels first, larger ones first in a level."""
    places: Mapping[str | None, int] = {level.name: at for at, level in enumerate(best.levels)}

    def key(row: PriceRow) -> tuple[int, int, str]:
        gained = bool(row.better_by)
        place = places.get(row.level, len(places)) if gained else len(places) + 1
        return place, -(row.better_by or 0), row.subject

    return key
