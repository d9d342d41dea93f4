"""What is told about teams: the fullest week of each."""

from collections.abc import Mapping

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Column, Contents, cell
from scheduler.pictures.team_load_svg import people
from scheduler.pictures.team_weeks import TeamWeek
from scheduler.pictures.wording import counted

_NAMED = 4


def team_load_contents(
    expanded: ExpandedProgramme, of_teams: Mapping[str, tuple[TeamWeek, ...]]
) -> Contents:
    """Return the fullest day of each team, with what asks for it; from its `team_weeks`."""
    rows = []
    for team, weeks in of_teams.items():
        name = expanded.teams[team].name or team
        if not weeks:
            rows.append((cell(name), cell(None), cell(None), cell(None), cell(None)))
            continue
        week = min(weeks, key=lambda week: (week.there - week.asked, week.monday))
        names = [expanded.activities[n].name or n for n in week.activities[:_NAMED]]
        if len(week.activities) > _NAMED:
            names.append(counted(len(week.activities) - _NAMED, "other"))
        over = week.asked > week.there
        rows.append(
            (
                cell(name),
                cell(week.day),
                cell(people(week.asked), "bad" if over else ""),
                cell(people(week.there)),
                cell("; ".join(names)),
            )
        )
    return Contents(
        caption="Fullest day of each team",
        columns=(
            Column(heading="Team"),
            Column(heading="Day", whole=True),
            Column(heading="People asked for", number=True),
            Column(heading="People there", number=True),
            Column(heading="What asks for them"),
        ),
        rows=tuple(rows),
    )
