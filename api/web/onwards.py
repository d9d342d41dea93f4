"""From what an analysis has found to the forms that make it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.pictures.wording import counted

Document = Mapping[str, Any]
_RESERVE = "schedule_contingency"
_WEEK = 5
"""Working days of a week without days off: fewer weeks are asked for than there may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """A form, filled in."""

    words: str
    address: str


def onwards(kind: str, document: Document | None, programme: str) -> tuple[Onward, ...]:
    """Return the forms that ask for what was found: so many weeks in reserve.

    Of other levels than the reserve there is no form that asks for a value.
    """
    if document is None or not document.get("feasible"):
        return ()
    told = _OF.get(kind)
    weeks = () if told is None else sorted(set(told(document)) - {0})
    return tuple(
        Onward(
            words=f"Keep {counted(number, 'week')} free before the contract ends",
            address=f"/programmes/{programme}/change/contingency?weeks={number}",
        )
        for number in weeks
    )


def _of_contingency(document: Document) -> Iterator[int]:
    for row in document.get("rows", ()):
        if row["fits"] and row["weeks"] is not None:
            yield row["weeks"]


def _of_frontier(document: Document) -> Iterator[int]:
    for side in ("first", "second"):
        if document.get(side, {}).get("name") == _RESERVE:
            for point in document["points"]:
                yield max(0, point[side] // _WEEK)


_OF = {"contingency": _of_contingency, "frontier": _of_frontier}
