"""A check of schedules and a search for the optimum that share nothing with the search itself."""

import itertools
import random
from collections.abc import Iterator

from scheduler.project_search import Arc, Mode, Project, Schedule


def faults(project: Project, schedule: Schedule) -> list[str]:
    """Return all that is wrong with a schedule."""
    chosen = [project.activities[i][m] for i, m in enumerate(schedule.modes)]
    finishes = [start + mode.duration for start, mode in zip(schedule.starts, chosen, strict=True)]
    found = [f"{i} starts before day 0" for i, start in enumerate(schedule.starts) if start < 0]
    if schedule.makespan != max(finishes, default=0):
        found.append("the makespan is another")
    for i, day in enumerate(project.releases):
        if schedule.starts[i] < day:
            found.append(f"{i} starts before its release")
    for arc in project.arcs:
        origin = schedule.starts if arc.from_start else finishes
        if schedule.starts[arc.after] < origin[arc.before] + arc.lag:
            found.append(f"{arc.after} does not wait for {arc.before}")
    for n, stock in enumerate(project.stocks):
        if sum(mode.uses[n] for mode in chosen) > stock:
            found.append(f"stock {n} is overdrawn")
    for day in range(schedule.makespan):
        at_work = [
            mode
            for mode, start, finish in zip(chosen, schedule.starts, finishes, strict=True)
            if start <= day < finish
        ]
        found += [
            f"resource {r} is overloaded on day {day}"
            for r in range(len(project.capacities))
            if sum(mode.demands[r] for mode in at_work) > capacity_on(project, r, day)
        ]
    return found


def capacity_on(project: Project, resource: int, day: int) -> int:
    profile = project.capacity_profiles[resource] if project.capacity_profiles else ()
    return profile[day] if day < len(profile) else project.capacities[resource]


def optimum(project: Project) -> int:
    """Return the least makespan by trying all modes and all orders.

    Serial schedule generation over all orders reaches an optimum for any regular objective.
    """
    best = 10**9
    choices = [range(len(modes)) for modes in project.activities]
    for modes in itertools.product(*choices):
        chosen = [project.activities[i][m] for i, m in enumerate(modes)]
        over = any(
            sum(mode.uses[n] for mode in chosen) > stock for n, stock in enumerate(project.stocks)
        )
        too_much = any(
            mode.duration and need > capacity
            for mode in chosen
            for need, capacity in zip(mode.demands, project.capacities, strict=True)
        )
        if over or too_much:
            continue
        for order in _orders(project):
            end = _serial(project, chosen, order)
            best = min(best, end)
    return best


def _orders(project: Project) -> Iterator[tuple[int, ...]]:
    for order in itertools.permutations(range(len(project.activities))):
        if all(order.index(arc.before) < order.index(arc.after) for arc in project.arcs):
            yield order


def _serial(project: Project, chosen: list[Mode], order: tuple[int, ...]) -> int:
    starts: dict[int, int] = {}
    load: dict[tuple[int, int], int] = {}
    for i in order:
        day = project.releases[i] if project.releases else 0
        for arc in project.arcs:
            if arc.after == i:
                origin = starts[arc.before]
                origin += 0 if arc.from_start else chosen[arc.before].duration
                day = max(day, origin + arc.lag)
        while any(
            load.get((r, t), 0) + need > capacity_on(project, r, t)
            for r, need in enumerate(chosen[i].demands)
            for t in range(day, day + chosen[i].duration)
        ):
            day += 1
        starts[i] = day
        for r, need in enumerate(chosen[i].demands):
            for t in range(day, day + chosen[i].duration):
                load[r, t] = load.get((r, t), 0) + need
    return max((start + chosen[i].duration for i, start in starts.items()), default=0)


def random_project(seed: int, *, activities: int = 5, modes: int = 1, stocks: int = 0) -> Project:
    """Return a small project with lags, releases and profiles here and there."""
    dice = random.Random(seed)
    resources = dice.randint(1, 3)
    capacities = tuple(dice.randint(2, 5) for _ in range(resources))
    days = dice.choice([0, 0, 4])
    performed = tuple(
        tuple(
            Mode(
                duration=dice.randint(0, 4),
                demands=tuple(dice.randint(0, capacity) for capacity in capacities),
                uses=tuple(dice.randint(0, 4) for _ in range(stocks)),
            )
            for _ in range(dice.randint(1, modes))
        )
        for _ in range(activities)
    )
    choice = [dice.choice(options) for options in performed]
    return Project(
        activities=performed,
        arcs=tuple(
            Arc(
                before=i,
                after=k,
                lag=dice.choice([0, 0, 0, 1, 3]),
                from_start=dice.random() < 0.2,
            )
            for i in range(activities)
            for k in range(i + 1, activities)
            if dice.random() < 0.3
        ),
        capacities=capacities,
        capacity_profiles=tuple(
            tuple(dice.randint(0, capacity + 1) for _ in range(days)) for capacity in capacities
        )
        if days
        else (),
        stocks=tuple(sum(mode.uses[n] for mode in choice) for n in range(stocks)),
        releases=tuple(dice.choice([0, 0, 2]) for _ in range(activities))
        if dice.random() < 0.3
        else (),
    )
