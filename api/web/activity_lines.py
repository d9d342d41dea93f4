"""Activities of a plan, one line each: the timeline as a table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.rows import own_name
from scheduler.pictures.selection import teams_of
from scheduler.pictures.wording import short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """One activity."""

    address: str
    name: str
    of: str
    """Its service, else its group, else nothing."""
    start: str
    finish: str
    """Nothing for what falls on one day."""
    teams: str
    owner: str
    critical: bool


def activity_address(id: str) -> str:
    """Return where a page of a plan beneath it, such as its timeline, finds an activity.

    Told from there: of two thousand links each is a third shorter.
    """
    return f"activities/{id}"


def activity_lines(
    expanded: ExpandedProgramme,
    plan: Plan,
    shown: Collection[str] | None,
    critical: Collection[str],
) -> tuple[ActivityLine, ...]:
    """Return the activities that are shown, all where none are named, by their dates."""
    names = plan.placed if shown is None else shown
    return tuple(
        _line(expanded.activities[name], expanded, plan, critical=name in critical)
        for name in sorted(names, key=lambda name: (plan.placed[name].start, name))
    )


def scope_name(activity: Activity, expanded: ExpandedProgramme) -> str:
    """Return the name of an activity's service, else of its group, else nothing."""
    if activity.service is not None:
        return expanded.services[activity.service].name or activity.service
    group = expanded.group_of(activity)
    return "" if group is None else expanded.groups[group].name or group


def team_names(activity: Activity, expanded: ExpandedProgramme, plan: Plan) -> str:
    """Return the names of the teams that work on an activity, with commas."""
    teams = teams_of(activity, expanded, plan)
    return ", ".join(expanded.teams[team].name or team for team in teams)


def _line(
    activity: Activity, expanded: ExpandedProgramme, plan: Plan, *, critical: bool
) -> ActivityLine:
    placed = plan.placed[activity.id]
    of = scope_name(activity, expanded)
    one_day = activity.form == "event" or placed.start == placed.finish
    return ActivityLine(
        address=activity_address(activity.id),
        name=own_name(activity, of),
        of=of,
        start=short_date(placed.start),
        finish="" if one_day else short_date(placed.finish),
        teams=team_names(activity, expanded, plan),
        owner=activity.owner,
        critical=critical,
    )
