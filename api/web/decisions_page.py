"""What has to be decided and done when: meetings, latest dates, what leaves, the next actions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.store.records import AnalysisRecord
from api.web.activity_lines import scope_name
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.contents import Column, Contents, cell
from scheduler.pictures.latest_contents import latest_contents
from scheduler.pictures.papers_due import (
    NOBODY,
    decisions_at_meetings,
    late_papers,
    late_papers_contents,
    papers_due,
)
from scheduler.pictures.rows import own_name
from scheduler.pictures.service_contents import options_contents, service_dates_contents
from scheduler.pictures.wording import long_date, short_date

SOON = (30, 60, 90)
"""Days ahead that actions are told for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that begins soon."""

    words: str
    address: str
    of: str
    when: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What begins within so many days and not sooner."""

    title: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsPage:
    """The decisions and actions of a plan."""

    plan: str
    late: Contents | None
    """Whose papers are due already; None where there are none."""
    meetings: Contents | None
    latest: tuple[Contents, ...]
    """Of the newest complete analysis, where there is one."""
    latest_from: str
    """Where that analysis is."""
    leaving: Contents
    options: Contents
    ahead: tuple[Ahead, ...]
    counted_from: str
    counted_from_day: str


def decisions_page(
    plan_id: str,
    expanded: ExpandedProgramme,
    plan: Plan,
    analysis: AnalysisRecord | None,
    day: date | None,
) -> DecisionsPage:
    """Return what to show; actions count from `day`, else the status date or the beginning."""
    start = day or expanded.document.status_date or expanded.document.plan_from
    latest: tuple[Contents, ...] = ()
    if analysis is not None and analysis.answer is not None:
        document = json.loads(analysis.answer)
        if document.get("feasible"):
            latest = tuple(latest_contents(document, expanded))
    late = late_papers(expanded, plan)
    return DecisionsPage(
        plan=plan_id,
        late=late_papers_contents(late, expanded) if late else None,
        meetings=_meetings(expanded, plan),
        latest=latest,
        latest_from="" if analysis is None else f"/analyses/{analysis.id}",
        leaving=service_dates_contents(expanded, plan),
        options=options_contents(expanded, plan),
        ahead=tuple(_ahead(plan_id, expanded, plan, start)),
        counted_from=long_date(start),
        counted_from_day=start.isoformat(),
    )


def newest_latest(analyses: Sequence[AnalysisRecord]) -> AnalysisRecord | None:
    """Return the newest analysis of latest decision dates that has an answer."""
    found = (one for one in analyses if one.settings["kind"] == "latest" and one.outcome)
    return next(found, None)


def _meetings(expanded: ExpandedProgramme, plan: Plan) -> Contents | None:
    """Return what is decided at which meeting, with the day by which its papers are final."""
    rows = tuple(
        (
            cell(one.name),
            cell(one.meeting),
            papers_due(one.papers, expanded),
            cell(one.day, "strong"),
            cell(one.after),
            cell(one.owner),
        )
        for one in decisions_at_meetings(expanded, plan)
    )
    if not rows:
        return None
    return Contents(
        caption="Decisions at meetings",
        columns=(
            Column(heading="Decision"),
            Column(heading="Meeting"),
            Column(heading="Papers final by", whole=True),
            Column(heading="Planned", whole=True),
            Column(heading="Meeting after it", whole=True),
            Column(heading="Owner"),
        ),
        rows=rows,
    )


def _ahead(plan_id: str, expanded: ExpandedProgramme, plan: Plan, start: date) -> Iterator[Ahead]:
    begun = sorted(
        (placed.start, name) for name, placed in plan.placed.items() if placed.start >= start
    )
    since = 0
    for days in SOON:
        first, last = start + since * ONE_DAY, start + days * ONE_DAY
        yield Ahead(
            title=f"Next {days} days" if since == 0 else f"{since + 1} to {days} days",
            actions=tuple(
                _action(plan_id, expanded, plan, name)
                for day, name in begun
                if (first <= day <= last if since == 0 else first < day <= last)
            ),
        )
        since = days


def _action(plan_id: str, expanded: ExpandedProgramme, plan: Plan, name: str) -> Action:
    activity = expanded.activities[name]
    of = scope_name(activity, expanded)
    return Action(
        words=own_name(activity, of),
        address=f"/plans/{plan_id}/activities/{name}",
        of=of,
        when=short_date(plan.placed[name].start),
        owner=activity.owner or NOBODY,
    )
