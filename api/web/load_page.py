"""What the plan asks of users and teams: change load and team load, week by week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode

from scheduler.analysis.measures import (
    change_load_caps,
    changes_behind,
    monday_of,
    weekly_change_load,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.contents import Contents
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.service_contents import peak_load_contents
from scheduler.pictures.team_contents import team_load_contents
from scheduler.pictures.team_load_svg import people, team_load_svg
from scheduler.pictures.team_weeks import TeamWeek, team_weeks
from scheduler.pictures.wording import counted, short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One activity behind the load of a week."""

    words: str
    address: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What lies behind one week of a user group or a team."""

    title: str
    words: str
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """The load of a plan."""

    plan: str
    heatmap: str
    teams: str
    week: Week | None
    """The week that was asked for."""
    user_groups: tuple[tuple[str, str], ...]
    team_names: tuple[tuple[str, str], ...]
    asked_users: str
    asked_team: str
    asked_week: str
    peaks: Contents
    fullest: Contents


def load_page(
    plan_id: str,
    expanded: ExpandedProgramme,
    plan: Plan,
    users: str,
    team: str,
    week: date | None,
) -> LoadPage:
    """Return what to show; `users` or `team` with a day ask for what lies behind its week."""

    def to(name: str) -> Callable[[str, date], str]:
        asked = cache(lambda id: urlencode({name: id}))
        return lambda id, monday: f"?{asked(id)}&week={monday}#behind"

    weeks = team_weeks(expanded, plan)

    shown = None
    if week is not None:
        monday = monday_of(week)
        if users in expanded.user_groups:
            shown = _users_week(plan_id, expanded, plan, users, monday)
        elif team in expanded.teams:
            shown = _team_week(plan_id, expanded, plan, team, weeks[team], monday)
    return LoadPage(
        plan=plan_id,
        heatmap=heatmap_svg(expanded, plan, title="Change load", to=to("users")),
        teams=team_load_svg(expanded, weeks, title="Team load", to=to("team")),
        week=shown,
        user_groups=tuple((u.id, u.name or u.id) for u in expanded.document.user_groups),
        team_names=tuple((t.id, t.name or t.id) for t in expanded.document.teams),
        asked_users=users,
        asked_team=team,
        asked_week="" if week is None else week.isoformat(),
        peaks=peak_load_contents(expanded, plan),
        fullest=team_load_contents(expanded, weeks),
    )


def _users_week(
    plan_id: str, expanded: ExpandedProgramme, plan: Plan, users: str, monday: date
) -> Week:
    declared = expanded.user_groups[users]
    points = weekly_change_load(expanded, plan).get(users, {}).get(monday, 0)
    cap = change_load_caps(expanded, plan).get(users)
    of = "" if cap is None else f" of at most {cap:,}"
    return Week(
        title=f"{declared.name or users}, week of {short_date(monday)}",
        words=f"{counted(points, 'load point')}{of}.",
        behind=tuple(
            Behind(
                words=f"{expanded.activities[c.activity].name or c.activity},"
                f" {short_date(plan.placed[c.activity].start)}",
                address=f"/plans/{plan_id}/activities/{c.activity}",
                amount=counted(c.points, "point"),
            )
            for c in changes_behind(expanded, plan, users, monday)
        ),
    )


def _team_week(
    plan_id: str,
    expanded: ExpandedProgramme,
    plan: Plan,
    team: str,
    weeks: tuple[TeamWeek, ...],
    monday: date,
) -> Week:
    name = expanded.teams[team].name or team
    found = next((week for week in weeks if week.monday == monday), None)
    title = f"{name}, week of {short_date(monday)}"
    if found is None:
        return Week(title=title, words="Nothing asks for this team in that week.", behind=())
    words = (
        f"On the fullest day, {short_date(found.day)}, {people(found.asked)} of"
        f" {people(found.there)} people are asked for."
    )
    return Week(
        title=title,
        words=words,
        behind=tuple(_asking(plan_id, expanded, plan, team, found.activities)),
    )


def _asking(
    plan_id: str, expanded: ExpandedProgramme, plan: Plan, team: str, names: tuple[str, ...]
) -> Iterator[Behind]:
    for name in names:
        activity = expanded.activities[name]
        mode = expanded.mode_in(activity, plan)
        amount = 0 if mode is None else mode.demands.get(team, 0)
        placed = plan.placed[name]
        yield Behind(
            words=f"{activity.name or name}, {short_date(placed.start)} to"
            f" {short_date(placed.finish)}",
            address=f"/plans/{plan_id}/activities/{name}",
            amount=people(amount),
        )
