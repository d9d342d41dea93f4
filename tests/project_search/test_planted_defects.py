"""The independent check sees what a mistaken search would get wrong."""

import dataclasses

import pytest

from scheduler.project_search import Project, Schedule, search
from tests.project_search.checking import faults, random_project

PROJECTS = [random_project(seed, activities=30, modes=2, stocks=1) for seed in range(4)]


def wider(project: Project) -> Project:
    return dataclasses.replace(
        project, capacities=tuple(9 * c for c in project.capacities), capacity_profiles=()
    )


def without_arcs(project: Project) -> Project:
    return dataclasses.replace(project, arcs=())


def without_lags(project: Project) -> Project:
    arcs = tuple(dataclasses.replace(arc, lag=0) for arc in project.arcs)
    return dataclasses.replace(project, arcs=arcs)


def with_more_stock(project: Project) -> Project:
    return dataclasses.replace(project, stocks=tuple(9 * s for s in project.stocks))


@pytest.mark.parametrize(
    ("mistaken", "words"),
    [
        (wider, "overloaded"),
        (without_arcs, "does not wait"),
        (without_lags, "does not wait"),
        (with_more_stock, "overdrawn"),
    ],
)
def test_a_search_that_forgets_something_is_caught(mistaken: object, words: str) -> None:
    assert callable(mistaken)
    found = [(project, search(mistaken(project), iterations=100)) for project in PROJECTS]
    seen = [
        fault
        for project, schedule in found
        if isinstance(schedule, Schedule)
        for fault in faults(project, schedule)
    ]
    assert any(words in fault for fault in seen)


def test_a_release_that_is_ignored_is_caught() -> None:
    project = next(p for p in map(random_project, range(90)) if any(p.releases))
    found = search(dataclasses.replace(project, releases=()), iterations=50)
    assert found is not None
    assert any("release" in fault for fault in faults(project, found))
