"""Compiled schedules are plans, or say that they are not; nothing is claimed that dates deny."""

from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.exit_search.by_levels import ByLevels
from scheduler.exit_search.search import ExitSearch
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.objectives import TERMS
from scheduler.verification.verify import verify
from tests.exit_search.optimum import least_weeks

SIZES = [(5, 1), (12, 2), (25, 1), (40, 3)]
MOVES = 6_000


def programme(services: int, seed: int) -> ExpandedProgramme:
    return expand(generate(services=services, seed=seed))


def completed(made: ExpandedProgramme) -> ExitSearch:
    """Return a search that has found a complete schedule, or has tried long enough."""
    search = ExitSearch(made)
    search.settle()
    while not search.complete and search.work < 10 * MOVES:
        search.improve(500, 20.0)
    return search


@pytest.mark.parametrize(("services", "seed"), SIZES)
def test_a_complete_schedule_breaks_no_hard_rule(services: int, seed: int) -> None:
    made = programme(services, seed)
    search = completed(made)
    assert search.complete
    assert verify(made, search.plan()).holds


@pytest.mark.parametrize(("services", "seed"), SIZES)
def test_moves_only_better_the_best_schedule(services: int, seed: int) -> None:
    made = programme(services, seed)
    search = completed(made)
    before = search.cost
    search.improve(MOVES, 20.0)
    assert search.complete
    assert search.cost <= before
    assert verify(made, search.plan()).holds


def test_a_cost_is_what_the_dates_cost() -> None:
    made = programme(12, 2)
    search = ExitSearch(made)
    search.lowered.prices[:] = 0
    search.settle()
    while not search.complete:
        search.improve(500, 20.0)
    search.improve(MOVES, 20.0)
    assert search.cost == TERMS["weighted_transfers"].measure(made, search.plan())


@pytest.mark.parametrize(("services", "seed"), [(1, 1), (2, 4), (3, 2), (5, 1)])
def test_no_plan_costs_less_than_the_bound(services: int, seed: int) -> None:
    made = programme(services, seed)
    least = least_weeks(made)
    search = completed(made)
    assert search.least_cost() <= least
    if search.complete:
        assert TERMS["weighted_transfers"].measure(made, search.plan()) >= least


def test_the_same_number_gives_the_same_schedule() -> None:
    made = programme(25, 1)
    plans = []
    for _ in range(2):
        search = ExitSearch(made, number=7)
        search.settle()
        for _ in range(4):
            search.improve(500, 20.0)
        plans.append(search.plan())
    assert plans[0] == plans[1]


def test_a_snapshot_brings_everything_back() -> None:
    search = completed(programme(12, 2))
    kept, plan, cost = search.snapshot(), search.plan(), search.cost
    search.improve(MOVES, 500.0)
    search.restore(kept)
    assert (search.plan(), search.cost) == (plan, cost)


def test_people_who_are_not_there_keep_a_schedule_from_being_complete() -> None:
    made = programme(5, 1)
    document = made.document
    nobody = tuple(
        replace(
            team,
            capacity=tuple(replace(period, hundredths=0) for period in team.capacity),
            bookings=(),
        )
        for team in document.teams
    )
    search = ExitSearch(ExpandedProgramme(replace(document, teams=nobody)))
    search.settle()
    search.improve(500, 20.0)
    assert not search.complete


def test_levels_are_bettered_one_after_another() -> None:
    made = programme(25, 1)
    search = ExitSearch(made)
    plans: list[Plan] = []
    total = 40 * MOVES

    def left() -> float:
        return float(total - search.work)

    levels = ByLevels(search, plans.append, left)
    assert levels.settle()
    first = plans[-1]
    levels.better(
        (
            ObjectiveLevel(name="schedule_contingency"),
            ObjectiveLevel(name="peak_change_load"),
            ObjectiveLevel(name="weighted_transfers"),
        )
    )
    last = plans[-1]
    assert verify(made, last).holds
    for name in ("schedule_contingency", "peak_change_load"):
        term = TERMS[name]
        assert term.sign * term.measure(made, last) <= term.sign * term.measure(made, first)
