"""What is told about the price list."""

from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.pictures.aim_contents import unit_words, units_explained
from scheduler.pictures.contents import Cell, Column, Contents, cell
from scheduler.pictures.outcome_contents import level_title


def price_contents(document: Mapping[str, Any]) -> Contents:
    """Return one row for one unit of each thing that is scarce."""
    return Contents(
        caption="What one unit is worth",
        columns=(
            Column(heading="One unit"),
            Column(heading="Worth"),
            Column(heading="Rests on"),
            Column(heading="Who may grant it"),
            Column(heading="Proved"),
        ),
        rows=tuple(
            (
                cell(row["words"]),
                _worth(row),
                cell(row["basis"]),
                cell(row["owner"] or "-"),
                cell("yes" if row["proved"] else "no", "good" if row["proved"] else "doubtful"),
            )
            for row in document["prices"]
        ),
        note=_note(document["prices"]),
    )


def _note(rows: Sequence[Mapping[str, Any]]) -> str:
    units = units_explained(str(row["unit"]) for row in rows if row["better_by"])
    said = (
        "Worth is the gain in the most important aim that changes at all, the programme being "
        "planned again with one unit more."
    )
    return f"{said} {units}".strip()


def _worth(row: Mapping[str, Any]) -> Cell:
    if row["better_by"] is None:
        return cell("not known", "doubtful")
    if not row["better_by"]:
        return cell("nothing" if row["proved"] else "nothing found")
    at_least = "" if row["proved"] else "at least "
    by = f"{at_least}{row['better_by']:,} {unit_words(row['unit'])} better"
    return cell(f"{level_title(row['level'])}: {by}", "strong")
