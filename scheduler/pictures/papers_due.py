"""By when the papers of a meeting are final, and whether that is over before planning begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendars import ONE_DAY, DateSet
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.contents import Cell, Column, Contents, cell
from scheduler.pictures.wording import long_date, short_date

ALREADY_DUE = "already due"


NOBODY = "nobody named"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMeeting:
    """Something that is decided at a meeting."""

    activity: str
    name: str
    meeting: str
    owner: str
    """Nothing where nobody is named."""
    day: date
    papers: date | None
    """When its papers are final; None where the meeting says nothing of papers."""
    after: date | None
    """The meeting after it."""


def decisions_at_meetings(programme: ExpandedProgramme, plan: Plan) -> Iterator[AtMeeting]:
    """Yield what is decided at which meeting, by its day."""
    sets = {dates.id: dates for dates in programme.document.date_sets if dates.meeting}
    found = sorted(
        (plan.placed[activity.id].start, activity.id, sets[activity.dates])
        for activity in programme.document.activities
        if activity.dates in sets and activity.id in plan.placed
    )
    for day, name, meeting in found:
        activity = programme.activities[name]
        yield AtMeeting(
            activity=name,
            name=activity.name or name,
            meeting=meeting.name or meeting.id,
            owner=activity.owner,
            day=day,
            papers=_papers(meeting, day),
            after=min((other for other in meeting.dates if other > day), default=None),
        )


def late_papers(programme: ExpandedProgramme, plan: Plan) -> tuple[AtMeeting, ...]:
    """Return what is decided at a meeting to come whose papers are due already."""
    now = programme.document.status_date
    return tuple(
        one
        for one in decisions_at_meetings(programme, plan)
        if one.papers is not None
        and _is_over(one.papers, programme)
        and (now is None or one.day > now)
    )


def late_papers_contents(late: tuple[AtMeeting, ...], programme: ExpandedProgramme) -> Contents:
    """Return whose papers are due already, for what and since when."""
    return Contents(
        caption="Who, what and by when",
        columns=(
            Column(heading="Decision"),
            Column(heading="Who"),
            Column(heading="Papers final by", whole=True),
            Column(heading="Meeting"),
            Column(heading="Meeting after it", whole=True),
        ),
        rows=tuple(
            (
                cell(one.name),
                cell(one.owner or NOBODY),
                papers_due(one.papers, programme),
                Cell(lines=(one.meeting, short_date(one.day))),
                cell(one.after),
            )
            for one in late
        ),
        note="Ask whether the meeting takes late papers. If not, the decision waits for the "
        "meeting after it: begin the plan later, or take the date out of the meeting's dates.",
    )


def _papers(meeting: DateSet, day: date) -> date | None:
    days = meeting.paper_deadline_calendar_days
    return None if days is None else day - days * ONE_DAY


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
