"""Resources as teams with the people they have over time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.mapping.activities import SOURCE, Ids
from scheduler.exchange.project_schedule import Availability, ProjectSchedule, Resource

_WHOLE_PERSON = 100


def teams(project: ProjectSchedule, ids: Ids, first: date, losses: Losses) -> tuple[Team, ...]:
    """Return a team for each resource that is people; `first` is the first day planned."""
    return tuple(
        Team(
            id=ids.team[resource.id],
            name=resource.name,
            capacity=tuple(_periods(resource, first, losses)),
            source=SOURCE,
        )
        for resource in project.resources
        if resource.kind == "work"
    )


def _periods(resource: Resource, first: date, losses: Losses) -> Iterator[CapacityPeriod]:
    usual = resource.hundredths
    if usual is None and not resource.availability:
        losses.add(
            Loss(
                code="missing",
                field="units of a resource",
                place=f'resource "{resource.name[:40]}"',
                text="The file does not say how many people it is: one is taken.",
            )
        )
    everyday = _WHOLE_PERSON if usual is None else usual
    changes: dict[date, int] = {first: everyday}
    for period in sorted(resource.availability, key=_begin):
        begin = first if period.first is None else max(first, period.first.date())
        changes[begin] = period.hundredths
        if period.last is not None:
            # The first day on which the period holds no more.
            changes.setdefault(_after(period, begin), 0)
    previous: int | None = None
    for day, people in sorted(changes.items()):
        if people != previous:
            yield CapacityPeriod(first=day, hundredths=people)
        previous = people


def _begin(period: Availability) -> tuple[bool, date]:
    return (period.first is not None, date.min if period.first is None else period.first.date())


def _after(period: Availability, begin: date) -> date:
    if period.last is None:
        return begin
    return max(begin, period.last.date())
