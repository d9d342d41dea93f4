"""What each team has to do week by week, against who is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.measures import monday_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.resources import Team
from scheduler.rules.team_capacity import load_of, strength_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWeek:
    """The fullest day of a team in one week: the one with the least room. Hundredths of people."""

    monday: date
    day: date
    asked: int
    there: int
    activities: tuple[str, ...]
    """What asks for it on that day."""


def team_weeks(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, tuple[TeamWeek, ...]]:
    """Return the weeks of each team in which anything asks for it, in order."""
    return {team.id: tuple(_weeks(team, expanded, plan)) for team in expanded.document.teams}


def _weeks(team: Team, expanded: ExpandedProgramme, plan: Plan) -> list[TeamWeek]:
    load, who = load_of(team.id, expanded, plan)
    there_on = strength_of(team, expanded, plan)
    fullest: dict[date, TeamWeek] = {}
    for day in sorted(load):
        there = there_on(day)
        monday = monday_of(day)
        known = fullest.get(monday)
        if known is None or there - load[day] < known.there - known.asked:
            fullest[monday] = TeamWeek(
                monday=monday, day=day, asked=load[day], there=there, activities=tuple(who[day])
            )
    return list(fullest.values())
