"""A plan, or its programme, as a file of a planning tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.exchange.calendar_feed import Shown
from scheduler.exchange.formats import FORMATS
from scheduler.exchange.from_plan import Hold, project_of
from scheduler.exchange.losses import Losses
from scheduler.exchange.reading import Written
from scheduler.pictures.wording import counted

HOLDS: dict[str, Hold] = {"mspdi": "manual", "xer": "constraints", "pmxml": "constraints"}
"""How each tool is kept to the plan's dates unless asked otherwise."""
ON_ONE_CALENDAR = ("xer", "pmxml")
"""P6 counts every lag of a project on one calendar, which is the clock here."""


def export_plan(
    programme: ExpandedProgramme,
    plan: Plan,
    format_id: str,
    *,
    made: datetime,
    sequence: int = 0,
    hold: Hold | None = None,
    shown: Shown = "all",
    broken: Sequence[str] = (),
) -> Written:
    """Return a plan as a file, with what it does not carry.

    `made` is when the plan was made, with a time zone; `sequence` its number among the plans of the
    programme. Both matter to calendars alone. `broken` are the statements of planning rules that a
    plan made elsewhere breaks: the file says so in its name, and names them where it has a place.
    """
    found = FORMATS[format_id]
    if broken:
        programme = _said_to_break(programme, len(broken))
    write = found.load("writer")
    if found.holds == "project":
        project, losses = project_of(
            programme, plan, hold or HOLDS[format_id], clock_lags=format_id in ON_ONE_CALENDAR
        )
        written: Written = write(project)
        both = Losses()
        both.extend((*losses, *written.losses))
        return Written(content=written.content, losses=both.all())
    if format_id == "ical":
        feed: Written = write(programme, plan, made, sequence=sequence, shown=shown)
        return feed
    sheets: bytes = write(programme, plan, broken=broken)
    return Written(content=sheets)


def export_programme(document: Programme, format_id: str) -> Written:
    """Return a whole programme as a workbook or as sheets in a zip."""
    content: bytes = FORMATS[format_id].load("writer")(document)
    return Written(content=content)


def _said_to_break(programme: ExpandedProgramme, number: int) -> ExpandedProgramme:
    """Return a programme whose name says what a plan of it breaks."""
    name = f"{programme.document.name} (breaks {counted(number, 'planning rule')})"
    return replace(programme, document=replace(programme.document, name=name))
