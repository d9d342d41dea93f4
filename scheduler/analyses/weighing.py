"""Two levels of the objective weighed against each other, as an analysis: its points as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from scheduler.analysis.cost import has_money
from scheduler.analysis.measures import last_transfer
from scheduler.asking.question import Question
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel, OwnLevel
from scheduler.domain.plan import Plan
from scheduler.explaining.best_known import BestKnown
from scheduler.explaining.work import Work
from scheduler.frontier import Solved, weigh
from scheduler.interchange.frontier_json import frontier_to_jsonable
from scheduler.objectives import term_of

DEFAULT_POINTS = 8
_FEASIBLE = {"plan": True, "infeasible": False, "undecided": None}
_OUTCOME: Mapping[str, Literal["plan", "infeasible", "undecided"]] = {
    "plan": "plan",
    "none": "infeasible",
    "unknown": "undecided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be weighed, and how thoroughly."""

    first: OwnLevel | None = None
    second: OwnLevel | None = None
    """Where left out, what boards ask about: time in reserve, and money or the heaviest week."""
    points: int = DEFAULT_POINTS
    seconds: float = 600.0
    """For all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierRow:
    """A point as it is found; later ones may turn out to be better than it."""

    first: int
    second: int
    proved: bool
    last_transfer: date | None


def levels_of(
    programme: ExpandedProgramme, first: OwnLevel | None, second: OwnLevel | None
) -> tuple[ObjectiveLevel, ObjectiveLevel]:
    """Return the two levels that are weighed, with the parameters that the programme gives them."""
    money: OwnLevel = "cost" if has_money(programme) else "peak_change_load"
    choices: tuple[OwnLevel, ...] = ("schedule_contingency", money, "peak_change_load")
    one = next(name for name in choices if name != second) if first is None else first
    other = next(name for name in choices if name != one) if second is None else second
    return _level(programme, one), _level(programme, other)


def _level(programme: ExpandedProgramme, name: OwnLevel) -> ObjectiveLevel:
    declared = next((one for one in programme.document.objectives if one.name == name), None)
    threshold = None if declared is None else declared.threshold
    return ObjectiveLevel(name=name, threshold=threshold)


def frontier_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work, wish: Wish
) -> Mapping[str, Any]:
    """Weigh two levels; the document of `frontier --json`, with where the plan at hand lies."""
    levels = levels_of(programme, wish.first, wish.second)

    def solve(asked: tuple[ObjectiveLevel, ...], start: Plan | None, seconds: float) -> Solved:
        return _solved(programme, asked, start, seconds, work)

    def told(event: Mapping[str, Any]) -> None:
        row = FrontierRow(
            first=event["first"],
            second=event["second"],
            proved=event["proved"],
            last_transfer=last_transfer(programme, event["plan"]),
        )
        work.on_row(row)

    found = weigh(
        programme,
        levels,
        solve,
        seconds=wish.seconds,
        most_points=wish.points,
        near=None if best is None else best.plan,
        on_event=told,
        stop=work.stop,
    )
    return {
        "feasible": _FEASIBLE[found.outcome],
        **frontier_to_jsonable(found, programme),
        "at_hand": None if best is None else _at_hand(programme, best.plan, levels),
    }


def _solved(
    programme: ExpandedProgramme,
    asked: tuple[ObjectiveLevel, ...],
    start: Plan | None,
    seconds: float,
    work: Work,
) -> Solved:
    """Return the best plan by some levels, searched for or asked about."""
    if work.search is not None:
        document = replace(programme.document, objectives=asked, profile=None)
        answer = work.search(ExpandedProgramme(document), start, seconds)
        proved = all(level.proved for level in answer.objectives)
        return Solved(outcome=answer.outcome, plan=answer.plan, proved=proved)
    reply = work.ask(Question(programme=programme, levels=asked, near=start, seconds=seconds))
    return Solved(
        outcome=_OUTCOME[reply.finding],
        plan=reply.plan,
        proved=bool(reply.levels) and all(level.proved for level in reply.levels),
    )


def _at_hand(
    programme: ExpandedProgramme, plan: Plan, levels: tuple[ObjectiveLevel, ObjectiveLevel]
) -> dict[str, int]:
    """Return where the plan lies that is asked about."""
    first, second = (term_of(level).measure(programme, plan) for level in levels)
    return {"first": first, "second": second}
