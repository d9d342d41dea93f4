"""What is told about the option table."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.objectives import TERMS
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.names import group_name, option_name
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import long_date, plain

BESIDE = ("cost", "risk")
"""Measures that stand beside the dates, whatever the levels."""
IN_PLAN = "in this plan"
UNITS = {name: TERMS[name].unit for name in BESIDE}


def option_contents(
    document: Mapping[str, Any],
    programme: ExpandedProgramme,
    chosen: Mapping[str, str] | None = None,
) -> Contents:
    """Return one row for each option of each service group.

    `chosen` are options by service group that are marked: those of a plan at hand.
    """
    levels = [level["name"] for level in document["best"]["levels"]]
    told = [name for name in BESIDE if name not in levels and _is_told(name, document["options"])]
    return Contents(
        caption="Sourcing options, each in the best plan that takes it",
        columns=(
            Column(heading="Service group"),
            Column(heading="Option"),
            Column(heading="Fits"),
            Column(heading="Appraisal score", number=True),
            Column(heading="Last transfer"),
            *(Column(heading=f"{level_title(name)} ({UNITS[name]})", number=True) for name in told),
            *(Column(heading=level_title(name), number=True) for name in levels),
            Column(heading="Proved"),
        ),
        rows=tuple(
            (
                cell(group_name(programme, row["group"])),
                _option(row, programme, chosen or {}),
                _fits(row),
                number("-" if row["appraisal"] is None else row["appraisal"]),
                cell(_day(row["last_transfer"])),
                *(number((row["measures"] or {}).get(name)) for name in told),
                *(_level(row, name) for name in levels),
                cell("yes" if row["proved"] else "no", "good" if row["proved"] else "doubtful"),
            )
            for row in document["options"]
        ),
        note="An aim shows the value and, in brackets, the difference from the best plan of all. "
        "Cost and risk are of the whole plan, as far as the programme says them. "
        "The appraisal score is the council's own, in penalty points.",
    )


def _option(
    row: Mapping[str, Any], programme: ExpandedProgramme, chosen: Mapping[str, str]
) -> Cell:
    name = option_name(programme, row["group"], row["option"])
    marked = chosen.get(row["group"]) == row["option"]
    return Cell(lines=(plain(name), IN_PLAN) if marked else (plain(name),))


def _is_told(name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the programme says anything of a measure: it is not 0 whatever is chosen."""
    return any((row["measures"] or {}).get(name) for row in rows)


def _fits(row: Mapping[str, Any]) -> Cell:
    if row["fits"] is None:
        return cell("not known", "doubtful")
    return cell("fits", "good") if row["fits"] else cell("does not fit", "bad")


def _level(row: Mapping[str, Any], name: str) -> Cell:
    value = next((v["value"] for v in row["objectives"] if v["name"] == name), None)
    if value is None:
        return number("-")
    difference = row["difference"][name]
    return number(f"{value:,}" + (f" ({difference:+,})" if difference else ""))


def _day(iso: str | None) -> str:
    return "-" if iso is None else long_date(date.fromisoformat(iso))
