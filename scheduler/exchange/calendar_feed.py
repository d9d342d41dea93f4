"""A plan as an iCalendar feed: transfers, cutovers, decisions, freezes and the contract end.

Source: RFC 5545 (iCalendar), RFC 7986 (names and refresh of calendars).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event

from scheduler.domain.activities import (
    ACCEPTANCE,
    CHARGES_STOP,
    CUTOVER,
    STAFF_TRANSFER,
    TRANSFER,
    Activity,
)
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze
from scheduler.domain.standing import CommitmentLevel
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.reading import Written

Shown = Literal["all", "published"]
"""Every date, or only those that a commitment has published or contracted."""

PUBLISHED: tuple[CommitmentLevel, ...] = ("published", "contracted")
_MARKS = {
    TRANSFER: "Service transfer",
    STAFF_TRANSFER: "Staff transfer",
    CUTOVER: "Cutover",
    CHARGES_STOP: "Charges stop",
    ACCEPTANCE: "Acceptance",
}
_REFRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the calendar: whole days, both included."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    category: str
    firm: bool
    """Whether the date was published or contracted as it stands."""
    busy: bool


def calendar_feed(
    programme: ExpandedProgramme,
    plan: Plan,
    made: datetime,
    sequence: int = 0,
    shown: Shown = "all",
) -> Written:
    """Return the feed of a plan.

    `made` is when the plan was made, with a time zone. `sequence` must grow with every plan of a
    programme, so that calendars take the newer date of an entry they know: ids stay the same. An
    entry is confirmed where its date was published or contracted, else tentative.
    """
    doc = programme.document
    calendar = Calendar()
    calendar.add("prodid", "-//phased-exit//exit plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # On one line, as nothing escapes what RFC 5545 itself does not know.
    for field in ("name", "x-wr-calname"):
        calendar.add(field, " ".join(doc.name.split()))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries(programme, plan, shown):
        event = Event()
        event.add("uid", f"{entry.uid}@{doc.id}.phased-exit")
        event.add("dtstamp", made)
        event.add("last-modified", made)
        event.add("sequence", sequence)
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + ONE_DAY)
        event.add("summary", entry.summary)
        if entry.description:
            event.add("description", entry.description)
        event.add("categories", [entry.category])
        event.add("status", "CONFIRMED" if entry.firm else "TENTATIVE")
        event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
        calendar.add_component(event)
    losses = Losses()
    losses.extend(_not_shown(programme, plan))
    return Written(content=calendar.to_ical(), losses=losses.all())


def entries(programme: ExpandedProgramme, plan: Plan, shown: Shown = "all") -> tuple[Entry, ...]:
    """Return the entries of the calendar by their days."""
    found = [*_of_activities(programme, plan, shown), *_of_freezes(programme)]
    end = programme.document.contract.end_date
    found.append(
        Entry(
            uid="contract-end",
            first=end,
            last=end,
            summary=f"Contract with {programme.document.contract.supplier} ends",
            description="The last day of cover.",
            category="Contract",
            firm=True,
            busy=False,
        )
    )
    return tuple(sorted(found, key=lambda entry: (entry.first, entry.uid)))


def _of_activities(programme: ExpandedProgramme, plan: Plan, shown: Shown) -> Iterator[Entry]:
    firm = {
        commitment.activity: commitment.start
        for commitment in programme.document.commitments
        if commitment.activity is not None and commitment.level in PUBLISHED
    }
    for name, placed in plan.placed.items():
        activity = programme.activities[name]
        mark = _mark(activity, programme)
        if mark is None or (shown == "published" and firm.get(name) != placed.start):
            continue
        yield Entry(
            uid=name,
            first=placed.start,
            last=placed.finish,
            summary=f"{mark}: {_subject(activity, programme)}",
            description=activity.name,
            category=mark,
            firm=firm.get(name) == placed.start,
            busy=mark == _MARKS[CUTOVER],
        )


def _mark(activity: Activity, programme: ExpandedProgramme) -> str | None:
    """Return what an event is called; None for what has no place in a calendar."""
    if activity.form != "event":
        return None
    if activity.kind in _MARKS:
        return _MARKS[activity.kind]
    sets = programme.document.date_sets
    meeting = any(one.id == activity.dates and one.meeting for one in sets)
    return "Decision" if meeting else None


def _subject(activity: Activity, programme: ExpandedProgramme) -> str:
    if activity.service is not None:
        name = programme.services[activity.service].name or activity.service
        return name if activity.wave is None else f"{name}, wave {activity.wave}"
    group = programme.group_of(activity)
    if group is not None:
        return programme.groups[group].name or group
    return activity.name or activity.id


def _of_freezes(programme: ExpandedProgramme) -> Iterator[Entry]:
    for rule in programme.document.rules:
        if not isinstance(rule, ChangeFreeze):
            continue
        for window in rule.windows:
            name = f" {window.name}" if window.name else ""
            yield Entry(
                uid=f"{rule.id}.{window.first.isoformat()}",
                first=window.first,
                last=window.last,
                summary=f"Change freeze{name}",
                description=rule.reason,
                category="Change freeze",
                firm=rule.price is None,
                busy=False,
            )


def _not_shown(programme: ExpandedProgramme, plan: Plan) -> Iterator[Loss]:
    for name in plan.placed:
        if _mark(programme.activities[name], programme) is None:
            yield Loss(
                code="not_carried",
                field="activity",
                place=f'"{name}"',
                text="Work and other activities have no place in a calendar of dates to mind.",
            )
