"""Teams as resources, and who is asked for by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.resources import Team
from scheduler.exchange.project_schedule import Assignment, Availability, Resource
from scheduler.exchange.working_time import MINUTES_A_DAY, begins

_ONE_PERSON = 100


def resources(
    programme: ExpandedProgramme, numbers: Mapping[str, str], calendar: str
) -> tuple[Resource, ...]:
    """Return every team with the people it has over time, bookings from outside taken off."""
    return tuple(
        Resource(
            id=numbers[f"team {team.id}"],
            code=team.id,
            name=team.name or team.id,
            hundredths=max(one.hundredths for one in periods),
            availability=periods,
            calendar=calendar,
            group=team.pool or "",
        )
        for team in programme.document.teams
        if (periods := tuple(_availability(team, programme)))
    )


def assignments(
    programme: ExpandedProgramme, plan: Plan, numbers: Mapping[str, str]
) -> tuple[Assignment, ...]:
    """Return which team has how many people on which task."""
    return tuple(_assignments(programme, plan, numbers))


def _assignments(
    programme: ExpandedProgramme, plan: Plan, numbers: Mapping[str, str]
) -> Iterator[Assignment]:
    for name, placed in plan.placed.items():
        activity = programme.activities[name]
        mode = programme.mode_in(activity, plan)
        days = len(programme.days_of(activity, placed.start, placed.finish))
        for team, hundredths in () if mode is None else mode.demands.items():
            if hundredths:
                yield Assignment(
                    task=numbers[name],
                    resource=numbers[f"team {team}"],
                    hundredths=hundredths,
                    work=hundredths * days * MINUTES_A_DAY // _ONE_PERSON,
                )


def _availability(team: Team, programme: ExpandedProgramme) -> Iterator[Availability]:
    """Yield stretches of days with the same number of people, over the whole horizon."""
    doc = programme.document
    begun, people = doc.plan_from, team.capacity_on(doc.plan_from)
    for n in range(1, (doc.plan_until - doc.plan_from).days + 1):
        day = doc.plan_from + ONE_DAY * n
        if (now := team.capacity_on(day)) != people:
            yield Availability(first=begins(begun), last=begins(day), hundredths=people)
            begun, people = day, now
    last = begins(doc.plan_until + ONE_DAY)
    yield Availability(first=begins(begun), last=last, hundredths=people)
