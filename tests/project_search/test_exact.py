"""The exact search says what CP-SAT says, in both directions, however much it has to forget."""

import dataclasses
import random

import pytest
from ortools.sat.python import cp_model

from scheduler.project_search import Arc, Mode, Project, exact, is_exact, shorter_than
from scheduler.project_search.exact_question import question_of
from scheduler.project_search.exact_tree import FOUND, OPEN, REFUTED, REPLACED, explore, tree_of
from tests.project_search.checking import faults


def tight(seed: int, activities: int) -> Project:
    """Return a project with scarce resources, of which some days can hold several activities."""
    dice = random.Random(seed)
    capacities = tuple(dice.randint(3, 9) for _ in range(dice.randint(1, 4)))
    density = dice.choice([0.1, 0.2, 0.3])
    return Project(
        activities=tuple(
            (
                Mode(
                    duration=dice.randint(1, 7),
                    demands=tuple(dice.choice([0, dice.randint(1, c)]) for c in capacities),
                ),
            )
            for _ in range(activities)
        ),
        arcs=tuple(
            Arc(before=i, after=k)
            for i in range(activities)
            for k in range(i + 1, activities)
            if dice.random() < density
        ),
        capacities=capacities,
    )


def optimum(project: Project) -> int:
    model = cp_model.CpModel()
    durations = [modes[0].duration for modes in project.activities]
    starts = [model.new_int_var(0, sum(durations), "") for _ in durations]
    works = [
        model.new_fixed_size_interval_var(start, length, "")
        for start, length in zip(starts, durations, strict=True)
    ]
    for arc in project.arcs:
        model.add(starts[arc.after] >= starts[arc.before] + durations[arc.before])
    for r, capacity in enumerate(project.capacities):
        model.add_cumulative(works, [m[0].demands[r] for m in project.activities], capacity)
    end = model.new_int_var(0, sum(durations), "")
    for start, length in zip(starts, durations, strict=True):
        model.add(end >= start + length)
    model.minimize(end)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def status(project: Project, days: int, *, backwards: bool, bits: int) -> tuple[int, int]:
    """Return how one direction ends, and how many states its table had to give up."""
    question = question_of(project, days, backwards=backwards)
    if question is None:
        return REFUTED, 0
    tree = tree_of(question, bits=bits)
    while (found := explore(question, tree, 100_000)) == OPEN:
        pass
    return found, int(tree.tally[REPLACED])


@pytest.mark.parametrize("activities", range(5, 14))
def test_nothing_below_the_optimum_and_the_optimum_above_it(activities: int) -> None:
    for seed in range(25):
        project = tight(1000 * activities + seed, activities)
        best = optimum(project)
        assert shorter_than(project, best, seconds=60) == "none"
        found = shorter_than(project, best + 1, seconds=60)
        assert not isinstance(found, str)
        assert faults(project, found) == []
        assert found.makespan == best


def test_each_direction_is_right_by_itself_and_with_a_table_of_eight_states() -> None:
    replaced = 0
    for seed in range(40):
        project = tight(seed, 13)
        best = optimum(project)
        for backwards in (False, True):
            for bits in (0, 10):
                refuted, forgotten = status(project, best - 1, backwards=backwards, bits=bits)
                found, _ = status(project, best, backwards=backwards, bits=bits)
                assert (refuted, found) == (REFUTED, FOUND)
                replaced += forgotten
    assert replaced > 200


@pytest.mark.parametrize(
    "seeds", [range(50), pytest.param(range(50, 400), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_both_directions_agree_on_projects_too_large_for_another_judge(seeds: range) -> None:
    for seed in seeds:
        project = tight(seed, 14 + seed % 8)
        days = sum(modes[0].duration for modes in project.activities)
        while True:
            forwards, backwards = (
                status(project, days, backwards=turned, bits=10)[0] for turned in (False, True)
            )
            assert forwards == backwards
            if forwards == REFUTED:
                break
            found = shorter_than(project, days + 1, seconds=60)
            assert not isinstance(found, str)
            days = found.makespan - 1


def test_a_schedule_shorter_than_a_long_one_is_found_again_and_again() -> None:
    project = tight(7, 15)
    value = sum(modes[0].duration for modes in project.activities) + 1
    while not isinstance(verdict := shorter_than(project, value, seconds=60), str):
        assert faults(project, verdict) == []
        assert verdict.makespan < value
        value = verdict.makespan
    assert (verdict, value) == ("none", optimum(project))


def test_demands_in_hundredths_are_the_same_project() -> None:
    project = tight(3, 12)
    hundredths = dataclasses.replace(
        project,
        activities=tuple(
            (dataclasses.replace(m, demands=tuple(100 * d for d in m.demands)),)
            for (m,) in project.activities
        ),
        capacities=tuple(100 * c + 50 for c in project.capacities),
    )
    best = optimum(project)
    assert shorter_than(hundredths, best, seconds=60) == "none"
    assert shorter_than(hundredths, best + 1, seconds=60) == shorter_than(
        project, best + 1, seconds=60
    )


def test_long_activities_are_not_kept_but_searched() -> None:
    # More days under way than a byte holds.
    work = tuple((Mode(duration=90 + 70 * i, demands=(2,)),) for i in range(4))
    project = Project(activities=(*work, *work), capacities=(5,))
    best = optimum(project)
    assert best == sum(modes[0].duration for modes in work)
    assert shorter_than(project, best, seconds=60) == "none"
    found = shorter_than(project, best + 1, seconds=60)
    assert not isinstance(found, str)
    assert faults(project, found) == []


def test_it_gives_up_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "SLICE_DAYS", 1)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) == 3

    assert shorter_than(tight(11, 60), 200, seconds=600, stop=stop) == "given up"
    assert len(asked) == 3


def test_it_gives_up_without_time_and_beyond_its_days() -> None:
    assert shorter_than(tight(1, 10), 200, seconds=0) == "given up"
    assert shorter_than(tight(1, 10), 2000, seconds=60) == "given up"


PLAIN = tight(5, 8)
LONG = (Mode(duration=1, demands=(0,) * len(PLAIN.capacities)),)


@pytest.mark.parametrize(
    "changed",
    [
        {"activities": ()},
        {"activities": (LONG,) * 61, "arcs": ()},
        {"activities": (LONG * 2, *PLAIN.activities[1:])},
        {"activities": ((dataclasses.replace(LONG[0], duration=0),), *PLAIN.activities[1:])},
        {"arcs": (Arc(before=0, after=1, lag=1),)},
        {"arcs": (Arc(before=0, after=1, from_start=True),)},
        {"releases": (1,) * 8},
        {"capacity_profiles": ((0,),) * len(PLAIN.capacities)},
        {"capacities": (0,) * len(PLAIN.capacities)},
        {"stocks": (3,)},
    ],
    ids=str,
)
def test_other_projects_are_not_for_it(changed: dict[str, object]) -> None:
    project = dataclasses.replace(PLAIN, **changed)  # type: ignore[arg-type]  # one field each
    assert is_exact(PLAIN)
    assert not is_exact(project)
    with pytest.raises(ValueError, match="not made for"):
        shorter_than(project, 50, seconds=1)
