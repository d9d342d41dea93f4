"""Several independent searches side by side, in slices, so that they can be stopped and watched."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduler.project_search.bounds import bound_of
from scheduler.project_search.evolution import (
    BEST,
    DONE,
    Population,
    evolve,
    habits_for,
    population_of,
)
from scheduler.project_search.network import Network, network_of
from scheduler.project_search.placement import NEVER, Room, room_for
from scheduler.project_search.project import Project, Schedule

SLICE_SECONDS = 0.05
"""How long a search runs between two looks at the clock and at `stop`."""

ROUND_CHILDREN = 200
"""Children of a slice where their number, not the time, is limited."""


def search(
    project: Project,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seeds: Sequence[int] = (1, 2),
    threads: int = 2,
    lower_bound: int | None = None,
    stop: Callable[[], bool] | None = None,
    on_better: Callable[[Schedule], None] | None = None,
) -> Schedule | None:
    """Return the best schedule found, or None where no choice of modes was found that fits.

    Ends after `seconds`, after `iterations` children of every seed, at the lower bound, or once
    `stop` says so; at least one of the first two must be given. `on_better` is called from the
    calling thread with every better schedule, at most once a slice. With `iterations` alone the
    answer depends on the project, the seeds and the number of iterations, and on nothing else.
    """
    if seconds is None and iterations is None:
        raise ValueError("a search needs seconds or iterations")
    began = time.monotonic()
    network = network_of(project)
    if not project.activities:
        return Schedule(starts=(), modes=(), makespan=0)
    goal = bound_of(network, project)
    goal = goal if lower_bound is None else max(goal, lower_bound)
    runs = [_Run(network, seed, goal) for seed in seeds]
    best: Schedule | None = None
    with ThreadPoolExecutor(max_workers=max(1, threads)) as pool:
        while True:
            left = None if seconds is None else began + seconds - time.monotonic()
            for slice_ in [pool.submit(run.advance, left, iterations) for run in runs]:
                slice_.result()
            found = min(runs, key=lambda run: run.makespan)
            if found.makespan < (NEVER if best is None else best.makespan):
                best = found.schedule()
                if on_better is not None:
                    on_better(best)
            if best is not None and best.makespan <= goal:
                return best
            out_of_time = seconds is not None and time.monotonic() - began >= seconds
            out_of_work = iterations is not None and all(run.done >= iterations for run in runs)
            if out_of_time or out_of_work or (stop is not None and stop()):
                return best


class _Run:
    """One search: its arrays and its pace."""

    def __init__(self, network: Network, seed: int, goal: int) -> None:
        self.network = network
        self.goal = goal
        self.room: Room = room_for(network)
        self.population: Population = population_of(network, seed, habits_for(network))
        self.pace = 1.0

    @property
    def makespan(self) -> int:
        return int(self.population.tally[BEST])

    @property
    def done(self) -> int:
        return int(self.population.tally[DONE])

    def advance(self, left: float | None, iterations: int | None) -> None:
        """Run one slice, shorter where less time or fewer children are left."""
        children = ROUND_CHILDREN
        if left is not None:
            children = max(1, int(self.pace * max(0.0, min(SLICE_SECONDS, left))))
        if iterations is not None:
            children = min(children, iterations - self.done)
        began = time.perf_counter()
        before = self.done
        evolve(self.network, self.room, self.population, children, self.goal)
        taken = time.perf_counter() - began
        # At most four times faster than before, since a first slice may have waited for a compiler.
        pace = (self.done - before) / max(taken, 1e-6)
        self.pace = min(pace, 4 * max(self.pace, 200.0))

    def schedule(self) -> Schedule:
        modes = self.population.best_mode
        kept = self.network.kept_mode[np.arange(modes.size), modes]
        starts = self.population.best_start
        return Schedule(
            starts=tuple(int(day) for day in starts),
            modes=tuple(int(m) for m in kept),
            makespan=self.makespan,
        )
