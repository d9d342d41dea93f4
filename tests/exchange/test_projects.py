"""The random projects are such that a format could carry them, and varied enough to prove it."""

from hypothesis import given, settings

from scheduler.exchange.project_schedule import ProjectSchedule
from tests.exchange.projects import Carries, projects


@given(projects())
@settings(max_examples=100, deadline=None)
def test_parents_come_first_and_links_in_the_order_of_those_who_wait(
    project: ProjectSchedule,
) -> None:
    seen: dict[str, int] = {}
    for at, task in enumerate(project.tasks):
        assert task.parent is None or task.parent in seen
        seen[task.id] = at
    waits = [seen[link.successor] for link in project.links]
    assert waits == sorted(waits)
    for calendar in project.calendars:
        spans = [(e.first, e.last) for e in calendar.exceptions]
        assert spans == sorted(spans)


@given(projects(Carries(optional=frozenset(), fields=(), constraints=(), step=60)))
@settings(max_examples=50, deadline=None)
def test_what_is_not_carried_is_not_made(project: ProjectSchedule) -> None:
    for task in project.tasks:
        assert not task.fields
        assert not task.baselines
        assert task.constraint is None
        assert task.active
        assert (task.duration or 0) % 60 == 0
    assert project.currency == ""
