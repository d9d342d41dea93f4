"""What is told of an activity that slips: each slip in a row, and how long it can be waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.finding_cells import found_cell, sure_cell
from scheduler.pictures.names import group_name, option_name
from scheduler.pictures.wording import counted, long_date

Entry = Mapping[str, Any]


def slipping_words(document: Entry) -> str:
    """Say in sentences which slips have a plan, and the fallback date."""
    name = document["name"] or document["activity"]
    said = [f"{name} begins on {_long(document['planned'])} in the plan."]
    fitting = [row["months"] for row in document["rows"] if row["fits"]]
    none = [row["months"] for row in document["rows"] if row["fits"] is False]
    if fitting:
        said.append(f"If it slips by {counted(max(fitting), 'month')} there is still a plan.")
    if none:
        said.append(f"If it slips by {counted(min(none), 'month')} there is none.")
    fallback = document["fallback"]
    if fallback is not None:
        said.append(fallback_words(fallback))
    return " ".join(said)


def fallback_words(fallback: Entry) -> str:
    """Say until when an activity can be waited for."""
    days = counted(fallback["working_days"], "working day")
    if fallback["working_days"] >= fallback["tried"]:
        return f"With the sourcing options as they are it can be {days} late and more."
    day = _long(fallback["day"])
    words = (
        f"Fallback date: with the sourcing options as they are it can begin on {day} at the "
        f"latest, {days} later than planned, and all is transferred by the contract end. If "
        "it does not, fall back on another option, or on another end date."
    )
    if fallback["none_at"] == fallback["working_days"] + 1:
        sure = "calculated twice" if fallback["confirmed"] else "by one calculation"
        return f"{words} A day more has no plan, {sure}."
    return f"{words} Whether more is possible is not known."


def slipping_contents(rows: Sequence[Entry], programme: ExpandedProgramme) -> Contents:
    """Return one row for each slip: is there a plan, when is the last out, and what changes."""
    return Contents(
        caption="What each slip does",
        columns=(
            Column(heading="Slips by", whole=True),
            Column(heading="Is there a plan?"),
            Column(heading="Last service transfer", whole=True),
            Column(heading="Weeks in reserve", number=True),
            Column(heading="Transfers that move", number=True),
            Column(heading="Options that change"),
            Column(heading="How sure"),
        ),
        rows=tuple(_row(row, programme) for row in rows),
        note="Each row is the best plan found in which it begins no earlier than on the day told; "
        "everything else may move, and other sourcing options may be taken.",
    )


def _row(row: Entry, programme: ExpandedProgramme) -> tuple[Cell, ...]:
    last = row["last_transfer"]
    return (
        Cell(lines=(counted(row["months"], "month"), f"to {_long(row['day'])}")),
        found_cell(row),
        cell(None if last is None else _long(last)),
        number(row["weeks"]),
        number(row["moved"]),
        cell(_options(row["options_changed"], programme)),
        sure_cell(row),
    )


def _options(changed: Mapping[str, str] | None, programme: ExpandedProgramme) -> str | None:
    if changed is None:
        return None
    told = (
        f"{group_name(programme, group)}: {option_name(programme, group, option)}"
        for group, option in changed.items()
    )
    return "; ".join(told) or "none"


def _long(day: str) -> str:
    return long_date(date.fromisoformat(day))
