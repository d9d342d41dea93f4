"""An instance and the programme made of it have the same plans, values and absence of plans."""

import time
from itertools import product

import pytest

from scheduler.benchmarks.as_programme import NoProgramme, programme_of
from scheduler.benchmarks.check_instance import broken, makespan
from scheduler.benchmarks.instants import BEGINNING, Ends, lags_without_instants
from scheduler.benchmarks.judge import defect_of
from scheduler.benchmarks.solvers import ours, plain, pyjobshop_peer
from scheduler.domain.project_instance import (
    ProjectInstance,
    ProjectLink,
    ProjectMode,
    ProjectPlan,
)
from scheduler.validation.find_issues import find_issues
from tests.benchmarks.instances import multi_mode, single_mode, with_maximum_lags

TINY = (
    *(single_mode(seed, 3) for seed in range(3)),
    *(multi_mode(seed, 2) for seed in range(3)),
    *(with_maximum_lags(seed, 3) for seed in range(6)),
)
SMALL = (single_mode(1, 12), multi_mode(1, 8), with_maximum_lags(3, 12), with_maximum_lags(4, 12))


def instant() -> tuple[ProjectMode, ...]:
    return (ProjectMode(duration=0, demands=(0,)),)


def lasting(duration: int, demand: int = 1) -> tuple[ProjectMode, ...]:
    return (ProjectMode(duration=duration, demands=(demand,)),)


def of(
    *activities: tuple[ProjectMode, ...], links: tuple[tuple[int, int, int], ...] = ()
) -> ProjectInstance:
    """Start-to-start lags, one resource of two units."""
    return ProjectInstance(
        name="hand",
        capacities=(2,),
        activities=activities,
        links=tuple(
            ProjectLink(before=b, after=a, lag=lag, from_finish=False) for b, a, lag in links
        ),
    )


def best_by_trying(instance: ProjectInstance) -> int | None:
    """Try every mode and start of the activities between the dummies."""
    middle = instance.activities[1:-1]
    best = None
    for modes in product(*(range(len(ways)) for ways in middle)):
        for starts in product(range(instance.horizon), repeat=len(middle)):
            ends = [
                at + ways[m].duration for at, ways, m in zip(starts, middle, modes, strict=True)
            ]
            last = max(ends)
            if best is not None and last >= best:
                continue
            plan = ProjectPlan(starts=(0, *starts, last), modes=(0, *modes, 0))
            if not broken(instance, plan):
                best = last
    return best


@pytest.mark.parametrize("instance", [i for i in TINY if i.horizon < 26], ids=lambda i: i.name)
def test_the_best_value_is_that_of_trying_everything(instance: ProjectInstance) -> None:
    best = best_by_trying(instance)
    run = ours.solve(instance, time.monotonic(), 10, 1)
    assert run.status == ("infeasible" if best is None else "optimal")
    assert run.value == best
    assert defect_of(instance, run, None) == ""


@pytest.mark.parametrize("instance", SMALL, ids=lambda i: i.name)
def test_three_solvers_agree(instance: ProjectInstance) -> None:
    runs = [
        solver.solve(instance, time.monotonic(), 30, 1) for solver in (ours, plain, pyjobshop_peer)
    ]
    assert len({(run.status, run.value) for run in runs}) == 1
    assert [defect_of(instance, run, None) for run in runs] == ["", "", ""]
    assert runs[0].status in ("optimal", "infeasible")


@pytest.mark.parametrize("instance", SMALL[:3], ids=lambda i: i.name)
def test_the_programme_is_one_that_is_accepted(instance: ProjectInstance) -> None:
    _, issues = find_issues(programme_of(instance))
    assert [issue.line() for issue in issues if issue.severity == "error"] == []


def test_instants_are_left_out_and_the_lags_through_them_composed() -> None:
    # 1 -> 2 -> 3 with 4 and -1 in between: 3 waits 3 after 1, and 3 after the beginning, as 2 is
    # not before time 0 either: at least -1, which says nothing.
    instance = of(
        instant(), lasting(2), instant(), lasting(1), links=((0, 1, 2), (1, 2, 1), (2, 3, -1))
    )
    lags = lags_without_instants(instance)
    assert lags == {
        Ends(BEGINNING, 1, from_finish=False): 2,
        Ends(BEGINNING, 3, from_finish=False): -1,
        Ends(1, 3, from_finish=False): 0,
    }


def test_a_latest_start_and_an_instant_keep_their_times() -> None:
    # 1 is from 3 to 5, the instant 2 at 4 (one after the start of 1), 3 right with it.
    instance = of(
        instant(),
        lasting(2),
        instant(),
        lasting(2),
        instant(),
        links=((0, 1, 3), (1, 0, -3), (1, 2, 1), (2, 3, 0), (3, 2, 0), (1, 4, 2), (3, 4, 2)),
    )
    run = ours.solve(instance, time.monotonic(), 10, 1)
    assert run.plan == ProjectPlan(starts=(0, 3, 4, 4, 6), modes=(0, 0, 0, 0, 0))
    assert (run.status, run.value, run.bound) == ("optimal", 6, 6)


@pytest.mark.parametrize(
    "links",
    [
        ((0, 1, 4), (1, 0, -3)),
        ((1, 2, 3), (2, 1, -2)),
        ((1, 3, 1), (3, 1, 0)),
    ],
)
def test_lags_that_contradict_each_other_leave_no_plan(
    links: tuple[tuple[int, int, int], ...],
) -> None:
    instance = of(instant(), lasting(1), lasting(2), instant(), links=links)
    assert ours.solve(instance, time.monotonic(), 10, 1).status == "infeasible"
    assert plain.solve(instance, time.monotonic(), 10, 1).status == "infeasible"


def test_what_a_programme_cannot_say_is_refused() -> None:
    waits = of(instant(), lasting(1), instant(), links=((1, 2, 3),))
    several = of(instant(), (*lasting(1), *instant()))
    for instance in (waits, several):
        with pytest.raises(NoProgramme):
            programme_of(instance)


def test_makespan_is_the_last_finish() -> None:
    instance = of(instant(), lasting(4), lasting(1))
    assert makespan(instance, ProjectPlan(starts=(0, 1, 3), modes=(0, 0, 0))) == 5


def test_a_plan_of_the_programme_is_read_back() -> None:
    instance = multi_mode(2, 6)
    run = ours.solve(instance, time.monotonic(), 10, 1)
    assert run.plan is not None
    assert run.plan.starts[0] == 0
    assert run.plan.starts[-1] == run.value
