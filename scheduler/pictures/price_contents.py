"""What is told about the price list."""

from collections.abc import Mapping
from typing import Any

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
        note="Worth is the gain in the most important objective level that changes at all, the "
        "programme being planned again with one unit more.",
    )


def _worth(row: Mapping[str, Any]) -> Cell:
    if row["better_by"] is None:
        return cell("not known", "doubtful")
    if not row["better_by"]:
        return cell("nothing" if row["proved"] else "nothing found")
    at_least = "" if row["proved"] else "at least "
    return cell(
        f"{level_title(row['level'])}: {at_least}{row['better_by']:,} {row['unit']} better",
        "strong",
    )
