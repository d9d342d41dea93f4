"""How good a plan is, for people who have never heard of levels, bounds and claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.outcome_contents import level_title

WEIGHTED = "criticality weeks"
UNITS: Mapping[str, str] = {WEIGHTED: "weighted weeks"}
"""Units of levels that people would stumble over, in other words."""
EXPLAINED: Mapping[str, str] = {
    WEIGHTED: "Weighted weeks: the weeks until each service leaves, times how critical the "
    "service is (1 to 5), all added up; fewer is earlier.",
    "load points": "Load points: how much a change disturbs the people who work with it; the "
    "programme says how many points each change has.",
}
"""By unit of a level, what the unit is."""
SURE: Mapping[str, str] = {
    "feasible_checked": "a better plan may exist",
    "bound_claimed_by_solver": "no better one exists, by one calculation",
    "bound_confirmed_by_second_configuration": "no better one exists, calculated twice",
}
"""By what an answer claims, how sure it is that it is the best."""
_SENTENCES: Mapping[str, str] = {
    "feasible_checked": "It is not known yet whether a better plan exists.",
    "bound_claimed_by_solver": "Some aims are as good as they can be by one calculation only; the "
    "last column of the table of aims says which.",
    "bound_confirmed_by_second_configuration": (
        "Aims shown as reached were calculated twice, in two ways."
    ),
}
NOTE = (
    "An aim comes before all below it. No plan can do better than the best possible; what may be "
    "given up is how far an aim may be missed so that later ones get better."
)


def unit_words(unit: str) -> str:
    """Return the unit of a level as people say it."""
    return UNITS.get(unit, unit)


def units_explained(units: Iterable[str]) -> str:
    """Return what the units that need it are, each once."""
    return " ".join(EXPLAINED[unit] for unit in dict.fromkeys(units) if unit in EXPLAINED)


def how_sure(claim: object) -> str:
    """Say how sure it is that nothing is better."""
    return SURE.get(str(claim), "not known")


def sure_sentence(claim: object) -> str:
    """Say of a whole plan how sure it is that none is better; nothing where that is not known."""
    return _SENTENCES.get(str(claim), "")


def aim_contents(objectives: Sequence[Mapping[str, Any]]) -> Contents:
    """Return the aims in order of importance: what is reached, what is possible, how sure it is."""
    units = [str(level.get("unit", "")) for level in objectives]
    given_up = any(level.get("tolerance") for level in objectives)
    headings = ("Reached", "Best possible", *(("May be given up",) if given_up else ()))
    return Contents(
        caption="Aims, most important first",
        columns=(
            Column(heading="Aim"),
            *(Column(heading=heading, number=True) for heading in headings),
            Column(heading="Counted in"),
            Column(heading="How sure"),
        ),
        rows=tuple(_row(level, given_up=given_up) for level in objectives),
        note=" ".join(part for part in (_note(given_up=given_up), units_explained(units)) if part),
    )


def _row(level: Mapping[str, Any], *, given_up: bool) -> tuple[Cell, ...]:
    bound = level.get("bound")
    proved = bool(level.get("proved"))
    return (
        cell(level_title(str(level.get("name")))),
        number(level.get("value"), "strong"),
        number("not known" if bound is None else bound),
        *((number(level.get("tolerance", 0)),) if given_up else ()),
        cell(unit_words(str(level.get("unit", "")))),
        cell(how_sure(level.get("claim")), "good" if proved else "doubtful"),
    )


def _note(*, given_up: bool) -> str:
    if given_up:
        return NOTE
    return f"{NOTE.partition(';')[0]}."
