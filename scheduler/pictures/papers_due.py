"""By when the papers of a meeting are final, and whether that is over before planning begins."""

from __future__ import annotations

from datetime import date

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell
from scheduler.pictures.wording import long_date, short_date

ALREADY_DUE = "already due"


def papers_due(day: date | None, programme: ExpandedProgramme, *, long: bool = False) -> Cell:
    """Return the day on which papers are due, remarked where nobody can plan for it any more.

    Planning begins after the status date, or where there is none on the first day of the plan.
    """
    if day is None:
        return Cell(lines=("-",))
    words = long_date(day) if long else short_date(day)
    return (
        Cell(lines=(words, ALREADY_DUE), tone="doubtful")
        if _is_over(day, programme)
        else Cell(lines=(words,))
    )


def _is_over(day: date, programme: ExpandedProgramme) -> bool:
    document = programme.document
    if document.status_date is not None:
        return day <= document.status_date
    return day < document.plan_from
