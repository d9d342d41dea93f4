"""What is told about the backbone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import long_date
from scheduler.rules.words import named


def backbone_contents(
    document: Mapping[str, Any], programme: ExpandedProgramme
) -> Iterator[Contents]:
    """Yield what to do soon in any case, then choices and windows."""
    limits = ", ".join(
        f"{level_title(name)} {value:,} or better" for name, value in document["within"]
    )
    first = long_date(date.fromisoformat(document["from_day"]))
    yield Contents(
        caption=f"To do soon whatever is decided, counted from {first}",
        columns=(
            Column(heading="Activity"),
            Column(heading="Owner"),
            Column(heading="Starts within", number=True),
            Column(heading="Planned for"),
            Column(heading="Confirmed"),
        ),
        rows=tuple(
            (
                cell(row["name"]),
                cell(row["owner"] or "-"),
                number(f"{row['within_calendar_days']} days", "strong"),
                _day(row["planned"]),
                cell("yes" if row["confirmed"] else "no"),
            )
            for row in document["actions"]
        ),
        note=f"In every plan near the best{': ' if limits else ''}{limits}.",
    )
    if document["choices"]:
        yield _choices(document["choices"], programme)
    yield Contents(
        caption="Between which days, in plans near the best",
        columns=tuple(
            Column(heading=h) for h in ("Event", "Planned", "Earliest", "Latest", "Proved")
        ),
        rows=tuple(
            (
                cell(named(row["activity"], programme)),
                _day(row["planned"]),
                _day(row["earliest"]),
                _day(row["latest"]),
                cell("yes" if row["proved"] else "no", "good" if row["proved"] else "doubtful"),
            )
            for row in document["windows"]
        ),
    )


def _choices(rows: Sequence[Mapping[str, Any]], programme: ExpandedProgramme) -> Contents:
    return Contents(
        caption="Options of plans near the best",
        columns=tuple(Column(heading=h) for h in ("Service group", "Options", "Settled")),
        rows=tuple(
            (
                cell(programme.groups[row["group"]].name or row["group"]),
                cell(", ".join((*row["possible"], *(f"{o}?" for o in row["unknown"])))),
                cell("yes" if len(row["possible"]) == 1 and not row["unknown"] else "no", "strong"),
            )
            for row in rows
        ),
    )


def _day(iso: str | None) -> Cell:
    return cell("-" if iso is None else long_date(date.fromisoformat(iso)))
