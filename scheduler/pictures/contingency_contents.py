"""What is told about the price of more schedule contingency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.pictures.aim_contents import unit_words, units_explained
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.finding_cells import found_cell, sure_cell
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import counted, long_date

Entry = Mapping[str, Any]
_NOTE = (
    "Each row is the best plan that keeps so many weeks free between the last service transfer and "
    "the contract end. In brackets: the difference from the first row."
)
UNSAID = ("cost", "risk")
"""Aims of which some programmes say nothing: then they are 0 whatever is planned."""
_NO_COST = "The programme gives no prices, so that no cost is told."


def contingency_contents(document: Entry) -> Contents:
    """Return one row for each number of weeks: does it fit, and what does it cost."""
    rows, aims = document["rows"], aims_told(document)
    priced = any(aim["name"] == "cost" for aim in aims)
    note = (_NOTE, "" if priced else _NO_COST, units_explained(aim["unit"] for aim in aims))
    return Contents(
        caption="What more contingency costs",
        columns=(
            Column(heading="Weeks kept free", whole=True),
            Column(heading="Is there a plan?"),
            Column(heading="Last service transfer", whole=True),
            *(Column(heading=_title(aim), number=True) for aim in aims),
            Column(heading="How sure"),
        ),
        rows=tuple(_row(row, aims) for row in rows),
        note=" ".join(part for part in note if part),
    )


def aims_told(document: Entry) -> list[Entry]:
    """Return the aims of which the programme says anything."""
    values = [row["values"] or {} for row in document["rows"]]
    said = {name for of in values for name, value in of.items() if value}
    return [one for one in document["aims"] if one["name"] in said or one["name"] not in UNSAID]


def contingency_words(document: Entry) -> str:
    """Say in a sentence how far one can go."""
    beyond = [row for row in document["rows"] if row["weeks"] is not None]
    if not beyond:
        return "The planning rules ask for more weeks already than are asked about here."
    fitting = [row["weeks"] for row in beyond if row["fits"]]
    none = [row["weeks"] for row in beyond if row["fits"] is False]
    said = []
    if fitting:
        said.append(f"{counted(max(fitting), 'week')} can be kept free.")
    if none:
        said.append(f"No plan keeps {counted(min(none), 'week')} free.")
    if not said:
        said.append("Whether more can be kept free is not known yet.")
    return " ".join(said)


def _title(aim: Entry) -> str:
    better = "more" if aim["maximise"] else "less"
    return f"{level_title(aim['name'])} ({unit_words(aim['unit'])}, {better} is better)"


def _row(row: Entry, aims: list[Entry]) -> tuple[Cell, ...]:
    asked = "As the rules ask" if row["weeks"] is None else counted(row["weeks"], "week")
    kept = row["kept_free"]
    told = kept is not None and kept != row["weeks"]
    lines = (asked, f"{counted(kept, 'week')} in this plan") if told else (asked,)
    last = row["last_transfer"]
    return (
        Cell(lines=lines),
        found_cell(row),
        cell(None if last is None else long_date(date.fromisoformat(last))),
        *(_value(row, aim["name"]) for aim in aims),
        sure_cell(row),
    )


def _value(row: Entry, name: str) -> Cell:
    if row["values"] is None:
        return cell(None)
    difference = row["difference"][name]
    more = f" ({difference:+,})" if difference else ""
    return number(f"{row['values'][name]:,}{more}")
