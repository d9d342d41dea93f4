"""Orders that greatest lags and scarce resources imply: true of every schedule, and found."""

import itertools
import random

import pytest

from scheduler.project_search.orders import ImpliedOrders, Lag, LaggedProject, implied_orders

LAST = 7


def random_project(seed: int) -> LaggedProject:
    draw = random.Random(seed)
    count = draw.randint(2, 4)
    durations = tuple(draw.randint(0, 3) for _ in range(count))
    lags = []
    for before, after in itertools.permutations(range(count), 2):
        if draw.random() < 0.35:
            lags.append(Lag(before=before, after=after, days=draw.randint(-4, 3)))
    return LaggedProject(
        durations=durations,
        demands=tuple((draw.randint(0, 2), draw.randint(0, 2)) for _ in range(count)),
        capacities=(2, 3),
        lags=tuple(lags),
        first_starts=tuple(draw.randint(0, 1) for _ in range(count)),
        last_starts=tuple(LAST - days for days in durations),
    )


def schedules(project: LaggedProject) -> list[tuple[int, ...]]:
    """Return every schedule, by trying all of them."""
    windows = zip(project.first_starts, project.last_starts, strict=True)
    everything = itertools.product(*(range(first, last + 1) for first, last in windows))
    return [starts for starts in everything if is_schedule(project, starts)]


def is_schedule(project: LaggedProject, starts: tuple[int, ...]) -> bool:
    if any(starts[lag.after] < starts[lag.before] + lag.days for lag in project.lags):
        return False
    for day in range(LAST + 3):
        running = [
            n for n, start in enumerate(starts) if start <= day < start + project.durations[n]
        ]
        for resource, capacity in enumerate(project.capacities):
            if sum(project.demands[n][resource] for n in running) > capacity:
                return False
    return True


@pytest.mark.parametrize("seed", range(300))
def test_what_is_implied_holds_in_every_schedule(seed: int) -> None:
    project = random_project(seed)
    every, implied = schedules(project), implied_orders(project)
    if implied is None:
        assert every == []
        return
    for starts in every:
        for before, after in implied.orders:
            assert starts[before] + project.durations[before] <= starts[after]
        windows = zip(implied.first_starts, starts, implied.last_starts, strict=True)
        assert all(first <= start <= last for first, start, last in windows)


def test_most_projects_without_a_schedule_are_told_apart() -> None:
    projects = [random_project(seed) for seed in range(300)]
    impossible = [project for project in projects if not schedules(project)]
    found = [project for project in impossible if implied_orders(project) is None]
    assert len(impossible) > 30
    assert len(found) >= 0.8 * len(impossible)


def two(greatest: int) -> ImpliedOrders | None:
    """Return what is implied of two activities of three days that exclude each other."""
    return implied_orders(
        LaggedProject(
            durations=(3, 3),
            demands=((1,), (1,)),
            capacities=(1,),
            lags=(Lag(before=0, after=1, days=greatest),),
            first_starts=(0, 0),
            last_starts=(10, 10),
        )
    )


def test_no_room_before_is_an_order_after() -> None:
    loose, tight = two(-3), two(-2)
    assert loose is not None
    assert tight is not None
    assert loose.orders == ()
    assert tight.orders == ((0, 1),)
    assert tight.first_starts == (0, 3)
    assert tight.last_starts == (7, 10)
