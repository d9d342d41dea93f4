import pytest

from scheduler.project_search import Arc, Mode, Project, Schedule, lower_bound, search
from tests.project_search.checking import faults, optimum, random_project

SINGLE = [random_project(seed) for seed in range(60)]
SEVERAL = [random_project(seed, activities=4, modes=3, stocks=2) for seed in range(60)]
LARGE = random_project(5, activities=60, modes=3, stocks=2)


@pytest.mark.parametrize("project", [*SINGLE, *SEVERAL])
def test_the_optimum_of_a_tiny_project_is_found_and_no_bound_is_above_it(project: Project) -> None:
    best = optimum(project)
    found = search(project, iterations=400)
    assert found is not None
    assert faults(project, found) == []
    assert found.makespan == best
    assert lower_bound(project) <= best


@pytest.mark.parametrize("seed", range(12))
def test_every_schedule_shown_on_the_way_is_sound(seed: int) -> None:
    project = random_project(seed, activities=40, modes=1 + seed % 3, stocks=seed % 2)
    shown: list[Schedule] = []
    best = search(project, iterations=600, seeds=(seed,), on_better=shown.append)
    assert best is not None
    assert shown[-1] == best
    assert [faults(project, schedule) for schedule in shown] == [[]] * len(shown)
    assert [s.makespan for s in shown] == sorted({s.makespan for s in shown}, reverse=True)
    assert lower_bound(project) <= best.makespan


def test_the_same_seeds_and_iterations_give_the_same_schedule() -> None:
    first = search(LARGE, iterations=900, seeds=(3, 4), threads=2)
    again = search(LARGE, iterations=900, seeds=(3, 4), threads=1)
    assert first == again


def test_a_search_stops_when_told() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) == 3

    found = search(LARGE, iterations=10**9, stop=stop, lower_bound=0)
    assert found is not None
    assert len(asked) == 3


def test_a_search_stops_at_the_lower_bound() -> None:
    # One day each, one at a time: any order takes 30 days, which energy proves.
    alone = Project(activities=((Mode(duration=1, demands=(1,)),),) * 30, capacities=(1,))
    found = search(alone, iterations=10**9)
    assert found is not None
    assert found.makespan == lower_bound(alone) == 30


def test_energy_between_a_head_and_a_tail_is_counted() -> None:
    # Four activities of 3 days, two at a time, between one day before all and two days after all:
    # 1 + 12 / 2 + 2 = 9, where the longest path is only 1 + 3 + 2 = 6.
    work = ((Mode(duration=3, demands=(1,)),),) * 4
    ends = ((Mode(duration=1, demands=(0,)),), (Mode(duration=2, demands=(0,)),))
    arcs = [Arc(before=4, after=i) for i in range(4)] + [Arc(before=i, after=5) for i in range(4)]
    project = Project(activities=work + ends, arcs=tuple(arcs), capacities=(2,))
    assert lower_bound(project) == 9
    assert search(project, iterations=10) is not None


def test_modes_give_way_to_the_stock() -> None:
    # Both want their short mode (1 day, 2 units of stock 3); one alone can have it. With one at a
    # time that is 1 + 4 days.
    modes = (
        Mode(duration=1, demands=(1,), uses=(2,)),
        Mode(duration=4, demands=(1,), uses=(1,)),
    )
    project = Project(activities=(modes, modes), capacities=(1,), stocks=(3,))
    found = search(project, iterations=100)
    assert found is not None
    assert found.makespan == 5
    assert sorted(found.modes) == [0, 1]


def test_more_resources_than_one_word_holds_are_all_respected() -> None:
    # Each of the twelve resources lets one of two activities work at a time.
    width = 12
    activities = tuple(
        (Mode(duration=2, demands=tuple(900 * (r == i // 2) for r in range(width))),)
        for i in range(2 * width)
    )
    project = Project(activities=activities, capacities=(1000,) * width)
    found = search(project, iterations=20)
    assert found is not None
    assert faults(project, found) == []
    assert found.makespan == 4


@pytest.mark.parametrize(
    ("project", "message"),
    [
        (Project(activities=((Mode(duration=1, demands=(2,)),),), capacities=(1,)), "fits"),
        (Project(activities=((Mode(duration=1),),), capacities=(1,)), "every resource"),
        (Project(activities=((Mode(duration=-1),),)), "negative"),
        (Project(activities=((Mode(duration=1, uses=(2,)),),), stocks=(1,)), "too scarce"),
        (Project(activities=((Mode(duration=1),),), releases=(0, 0)), "as many"),
        (
            Project(activities=((Mode(duration=1),),) * 2, arcs=(Arc(before=0, after=1, lag=-1),)),
            "lag",
        ),
        (
            Project(
                activities=((Mode(duration=1),),) * 2,
                arcs=(Arc(before=0, after=1), Arc(before=1, after=0)),
            ),
            "circle",
        ),
        (
            Project(activities=((Mode(duration=1, demands=(1,)),),), capacities=(1 << 62,)),
            "too large",
        ),
    ],
)
def test_what_cannot_be_performed_is_said(project: Project, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        search(project, iterations=1)


def test_a_search_needs_a_limit() -> None:
    with pytest.raises(ValueError, match="seconds or iterations"):
        search(LARGE)


def test_nothing_to_do_takes_no_time() -> None:
    assert search(Project(activities=()), seconds=1.0) == Schedule(starts=(), modes=(), makespan=0)


def test_seconds_end_a_search_too() -> None:
    found = search(LARGE, seconds=0.01, lower_bound=0)
    assert found is not None
    assert faults(LARGE, found) == []
