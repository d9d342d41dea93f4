"""Which decisions a plan needs by when, gathered by meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import Decision
from scheduler.explaining.latest import decisions_of, paper_days
from scheduler.explaining.readers import newly_broken
from scheduler.explaining.reasons import Scene, scene_of
from scheduler.papers.paper import Block, Paragraph, Table
from scheduler.papers.subject import Subject
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.papers_due import papers_due
from scheduler.pictures.wording import counted, short_date
from scheduler.rules.words import joined

WEEKS = 26
"""How far ahead a paper tells of decisions: two of its quarters."""
AHEAD = WEEKS * 7 * ONE_DAY
MEETINGS_TRIED = 12
_CAPTION = f"Decisions of the next {WEEKS} weeks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What one meeting is asked to decide."""

    day: date
    body: str
    papers_by: date | None
    events: tuple[str, ...]
    names: tuple[str, ...]


def sought(subject: Subject, until: date | None = None) -> tuple[Sought, ...]:
    """Return what meetings after the status date decide in a plan, up to a day."""
    programme, plan = subject.programme, subject.plan
    found: defaultdict[tuple[date, str], list[str]] = defaultdict(list)
    bodies = {dates.id: dates.name or dates.id for dates in subject.document.date_sets}
    for event in decisions_of(subject.whole):
        placed, activity = plan.placed.get(event), programme.activities.get(event)
        if placed is None or activity is None or placed.start <= subject.as_of:
            continue
        if until is None or placed.start <= until:
            body = bodies.get(activity.dates or "", activity.owner or NOTHING)
            found[placed.start, body].append(event)
    return tuple(
        _sought(subject, day, body, events) for (day, body), events in sorted(found.items())
    )


def _sought(subject: Subject, day: date, body: str, events: Sequence[str]) -> Sought:
    leads = [paper_days(subject.whole, event) for event in events]
    known = [lead for lead in leads if lead is not None]
    names = [subject.programme.activities[event].name or event for event in events]
    return Sought(
        day=day,
        body=body,
        papers_by=day - max(known) * ONE_DAY if known else None,
        events=tuple(events),
        names=tuple(_gathered(names)),
    )


def _gathered(names: Sequence[str]) -> Iterator[str]:
    """Yield what is decided, once for all that it is decided for: `decision on the route: …`."""
    about: dict[str, list[str]] = {}
    for name in names:
        whom, colon, what = name.partition(": ")
        about.setdefault(what if colon else name, []).extend([whom] if colon else [])
    for what, those in about.items():
        begun = what[:1].upper() + what[1:]
        yield f"{begun}: {joined(those)}" if those else begun


def as_planned_until(scene: Scene, event: str) -> date:
    """Return the last day on which a decision breaks no hard rule, all else being as planned.

    Decisions of one paper move together. No solver is asked: with other dates moved too, there may
    be more room.
    """
    placed = scene.plan.placed[event]
    together = [name for name in _one_paper(scene, event) if name in scene.plan.placed]
    activity, latest = scene.programme.activities[event], placed.start
    later = scene.positions.beside(activity, placed, scene.plan, "later")
    for _, to in zip(range(MEETINGS_TRIED), later, strict=False):
        changes: Mapping[str, Placed] = dict.fromkeys(together, to)
        if next(newly_broken(scene.programme, scene.plan, scene.speaking, changes), None):
            break
        latest = to.start
    return latest


def _one_paper(scene: Scene, event: str) -> tuple[str, ...]:
    """Return a decision with all that are asked for by the same paper."""
    found = {event: None}
    rules = [r for r in scene.programme.document.rules if isinstance(r, Decision)]
    papers = [(rule.meeting, *rule.same_meeting_as) for rule in rules if rule.same_meeting_as]
    grown = True
    while grown:
        joining = {n: None for paper in papers if found.keys() & set(paper) for n in paper}
        grown = not joining.keys() <= found.keys()
        found |= joining
    return tuple(found)


def decisions_table(
    subject: Subject, rows: Sequence[Sought], latest: Mapping[str, Any] | None
) -> Table:
    """Return what is to be decided, by when papers are final, and how late it can be.

    `latest` is the document of `phased-exit latest --json`; without it no solver has been asked,
    and the latest day is the one at which all else stays as planned.
    """
    if latest is not None and latest.get("decisions"):
        return _asked(subject, rows, latest["decisions"])
    scene = None if subject.whole_plan is None else scene_of(subject.whole, subject.whole_plan)
    return Table(
        caption=_CAPTION,
        header=("Meeting", "Decision", "Papers final by", "Latest, all else as planned"),
        rows=tuple(
            (*_meeting(subject, row), NOTHING if scene is None else _with_room(row, scene))
            for row in rows
        ),
        note="The latest day is checked against every hard planning rule, all other dates staying "
        "as they are. Where it is the meeting itself, missing it moves other dates.",
    )


def _meeting(subject: Subject, row: Sought) -> tuple[str, str, str]:
    papers = ", ".join(papers_due(row.papers_by, subject.programme).lines)
    return f"{row.body}, {short_date(row.day)}", ". ".join(row.names), papers


def _with_room(row: Sought, scene: Scene) -> str:
    latest = min(as_planned_until(scene, event) for event in row.events)
    return "this meeting" if latest == row.day else short_date(latest)


def _asked(subject: Subject, rows: Sequence[Sought], told: Sequence[Mapping[str, Any]]) -> Table:
    of = {row["id"]: row for row in told if row["reading"] == "others free"}

    def earliest(row: Sought, field: str) -> str:
        known = [of[event].get(field) for event in row.events if event in of]
        days = [date.fromisoformat(day) for day in known if day]
        return short_date(min(days)) if days else NOTHING

    return Table(
        caption=_CAPTION,
        header=("Meeting", "Decision", "Papers final by", "Decide by", "Latest"),
        rows=tuple(
            (*_meeting(subject, row), earliest(row, "decide_by"), earliest(row, "latest"))
            for row in rows
        ),
        note="Latest: the last meeting at which a plan still exists, everything else planned "
        "again. Decide by: one meeting earlier, as a reserve for a missed one.",
    )


def decision_blocks(subject: Subject, latest: Mapping[str, Any] | None) -> tuple[Block, ...]:
    """Return the decisions of the weeks ahead as a table, and how many come later.

    `latest` is the whole document of `phased-exit latest --json`.
    """
    until = subject.as_of + AHEAD
    rows = sought(subject, until)
    left = sum(len(row.events) for row in sought(subject)) - sum(len(row.events) for row in rows)
    first: Block = (
        decisions_table(subject, rows, subject.analysis("latest", latest))
        if rows
        else Paragraph(text=f"No decision is due in the next {WEEKS} weeks.")
    )
    if not left:
        return (first,)
    verb = "follows" if left == 1 else "follow"
    words = f"{counted(left, 'further decision')} {verb} after {short_date(until)}."
    return first, Paragraph(text=words)
