"""What is told about the option table."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import long_date


def option_contents(document: Mapping[str, Any], programme: ExpandedProgramme) -> Contents:
    """Return one row for each option of each service group."""
    levels = [level["name"] for level in document["best"]["levels"]]
    return Contents(
        caption="Sourcing options, each in the best plan that takes it",
        columns=(
            Column(heading="Service group"),
            Column(heading="Option"),
            Column(heading="Fits"),
            Column(heading="Appraisal score", number=True),
            Column(heading="Last transfer"),
            *(Column(heading=level_title(name), number=True) for name in levels),
            Column(heading="Proved"),
        ),
        rows=tuple(
            (
                cell(programme.groups[row["group"]].name or row["group"]),
                cell(row["option"]),
                _fits(row),
                number("-" if row["appraisal"] is None else row["appraisal"]),
                cell(_day(row["last_transfer"])),
                *(_level(row, name) for name in levels),
                cell("yes" if row["proved"] else "no", "good" if row["proved"] else "doubtful"),
            )
            for row in document["options"]
        ),
        note="A level shows the value and, in brackets, the difference from the best plan of all. "
        "The appraisal score is the council's own, in penalty points.",
    )


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
