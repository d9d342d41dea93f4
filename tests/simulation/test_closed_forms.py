"""Simulated chances against chances worked out exactly, by adding up whole days.

Of independent draws one in twenty intervals of 95 % misses what it is about. Stratified draws miss
far less often: the tests count the misses of many cases, and fail at more than one in twenty.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pytest

from scheduler.analysis.risk import Share
from scheduler.domain.values import ThreePoint
from scheduler.simulation.chance import chance_of
from scheduler.simulation.due import in_time
from scheduler.simulation.policy import Policy, carried
from scheduler.simulation.runs import carry_out
from scheduler.simulation.spreads import Spread, spread_of
from scheduler.timeline.time_axis import axis_of
from tests.simulation.small import FIRST, Points, Small, chain, plan_at, serial

SAMPLES = 2_000
Chances = np.ndarray
"""The probability of each number of working days, from 0 on."""


@dataclass
class Case:
    small: Small
    starts: Mapping[str, int | str]
    exact: Callable[[int], float]
    """Days until the contract end to the probability of being in time."""
    spread: Chances
    """Of the days until the transfer, to choose a day that is in doubt."""
    policy: Policy = "right-away"
    correlation: float = 0.0


def of(value: Points) -> Spread:
    return spread_of(ThreePoint(min=value[0], likely=value[1], max=value[2]), "pert")


def days(value: Points) -> Chances:
    spread = of(value)
    return np.concatenate([np.zeros(spread.first), spread.chances()])


def both(one: Chances, other: Chances) -> Chances:
    """Return the later of two that do not depend on each other."""
    size = max(len(one), len(other))
    first, second = (np.cumsum(np.pad(c, (0, size - len(c)))) for c in (one, other))
    return np.diff(first * second, prepend=0)


def not_before(chances: Chances, start: int) -> Chances:
    """Return a start that waits for its planned day."""
    if start >= len(chances):
        chances = np.pad(chances, (0, start + 1 - len(chances)))
    return np.concatenate([np.zeros(start), [chances[: start + 1].sum()], chances[start + 1 :]])


def by(chances: Chances) -> Callable[[int], float]:
    reached = np.cumsum(chances)
    return lambda day: float(reached[min(day, len(reached) - 1)])


def draw_points(draw: random.Random) -> Points:
    low, mid, high = sorted(draw.randint(2, 40) for _ in range(3))
    return low, mid, high


def series(draw: random.Random, policy: Policy) -> Case:
    works = {name: draw_points(draw) for name in "ABC"}
    planned = [0, *accumulate(works[name][1] for name in "ABC")]
    finish = np.ones(1)
    for name, start in zip("ABC", planned, strict=False):
        if policy == "as-planned":
            finish = not_before(finish, int(start))
        finish = np.convolve(finish, days(works[name]))
    if policy == "as-planned":
        finish = not_before(finish, int(planned[-1]))
    small = Small(works, links=chain(*"ABC"))
    starts = {**dict(zip("ABC", map(int, planned), strict=False)), "T": int(planned[-1])}
    return Case(small, starts, by(finish), finish, policy)


def single(draw: random.Random) -> Case:
    value = draw_points(draw)
    starts = {"A": 0, "T": int(value[1])}
    return Case(Small({"A": value}, links=chain("A")), starts, by(days(value)), days(value))


def pair(draw: random.Random) -> Case:
    works = {name: draw_points(draw) for name in "AB"}
    finish = both(days(works["A"]), days(works["B"]))
    small = Small(works, links=(("A", "T"), ("B", "T")))
    starts = {"A": 0, "B": 0, "T": int(max(value[1] for value in works.values()))}
    return Case(small, starts, by(finish), finish)


def one_team(draw: random.Random) -> Case:
    works = {name: draw_points(draw) for name in "AB"}
    finish = np.convolve(days(works["A"]), days(works["B"]))
    small = Small(works, links=(("A", "T"), ("B", "T")), team=True)
    first = int(works["A"][1])
    return Case(small, {"A": 0, "B": first, "T": first + int(works["B"][1])}, by(finish), finish)


def longer(draw: random.Random) -> Case:
    value, delay, percent = draw_points(draw), draw_points(draw), draw.randint(5, 95)
    none = np.ones(1)
    struck = percent / 100 * days(delay)
    struck[0] += 1 - percent / 100
    finish = np.convolve(days(value), struck)
    risk = {
        "id": "r",
        "probability_percent": percent,
        "effect": "longer",
        "activities": {"activities": ["A"]},
        "working_days": dict(zip(("min", "likely", "max"), delay, strict=True)),
    }
    small = Small({"A": value}, links=chain("A"), risks=[risk])
    return Case(small, {"A": 0, "T": int(value[1])}, by(finish), np.convolve(finish, none))


def missed(draw: random.Random) -> Case:
    """A meeting every third week that waits for work, and is missed now and then."""
    value, percent = draw_points(draw), draw.randint(5, 95)
    step = 15
    meetings = [step * k for k in range(1, 20)]
    finish = np.zeros(meetings[-1] + 2)
    for day, chance in enumerate(days(value)):
        at = next(k for k, meeting in enumerate(meetings) if meeting >= day)
        # The service transfers on the working day after the meeting.
        finish[meetings[at] + 1] += chance * (1 - percent / 100)
        finish[meetings[at + 1] + 1] += chance * percent / 100
    axis = axis_of(Small({"A": value}, links=chain("A")).programme())
    risk = {
        "id": "r",
        "probability_percent": percent,
        "effect": "missed",
        "activities": {"activities": ["M"]},
    }
    small = Small(
        {"A": value},
        links=(("A", "M"), ("M", "T")),
        events={"M": "meetings"},
        date_sets={"meetings": [axis.start_date(m).isoformat() for m in meetings]},
        risks=[risk],
    )
    planned = next(m for m in meetings if m >= value[1])
    return Case(small, {"A": 0, "M": planned, "T": planned + 1}, by(finish), finish)


def together(draw: random.Random) -> Case:
    """One cause behind everything: all are as long at once, quantile by quantile."""
    works = {name: draw_points(draw) for name in "AB"}
    grid = np.linspace(-8, 8, 400_001)
    weights = np.exp(-(grid**2) / 2)
    total = of(works["A"]).days(grid) + of(works["B"]).days(grid)
    finish = np.bincount(total, weights=weights / weights.sum())
    small = Small(works, links=chain(*"AB"), drivers={"A": "cause", "B": "cause"})
    first = int(works["A"][1])
    starts = {"A": 0, "B": first, "T": first + int(works["B"][1])}
    return Case(small, starts, by(finish), finish, correlation=1.0)


KINDS: tuple[Callable[[random.Random], Case], ...] = (
    single,
    lambda draw: series(draw, "right-away"),
    lambda draw: series(draw, "as-planned"),
    pair,
    one_team,
    longer,
    missed,
    together,
)


def held(case: Case, draw: random.Random, seed: int) -> bool:
    """Tell whether the interval of a simulated chance holds the exact one."""
    reached = np.cumsum(case.spread)
    doubtful = [day for day, chance in enumerate(reached) if 0.02 < chance < 0.98]
    day = draw.choice(doubtful) if doubtful else int(np.argmax(reached > 0.5))
    axis = axis_of(case.small.programme())
    # In time if the last of so many working days is the contract's, or the transfer is on the next.
    case.small.end = (axis.start_date(day - 1) if day else FIRST).isoformat()
    programme = case.small.programme()
    under = carried(programme, plan_at(programme, **case.starts), case.policy)
    chance = chance_of(under, correlation=case.correlation)
    runs = carry_out(under, chance, samples=SAMPLES, seed=seed)
    count = int(in_time(under, runs.starts, runs.finishes)[0].sum())
    low, high = Share(count=count, of=SAMPLES).interval
    return low <= case.exact(day) <= high


def misses(cases: int, first: int) -> list[int]:
    return [
        seed
        for seed in range(first, first + cases)
        if not held(KINDS[seed % len(KINDS)](random.Random(seed)), random.Random(seed + 1), seed)
    ]


def test_intervals_hold_the_exact_chance_mostly() -> None:
    found = misses(24, 1_000)
    assert len(found) <= 1, found


@pytest.mark.slow
def test_intervals_hold_the_exact_chance_in_95_of_100_cases() -> None:
    found = misses(200, 2_000)
    assert len(found) <= 10, found


def test_a_wrong_chance_would_be_noticed() -> None:
    draw = random.Random(3)
    case = single(draw)
    wrong = Case(case.small, case.starts, lambda day: case.exact(day + 2), case.spread)
    assert not held(wrong, random.Random(4), 3)


def test_a_long_chain_is_about_normal() -> None:
    # Central limit: mean and variance of the sum are those of the parts, added up.
    names = [f"W{k}" for k in range(30)]
    small = Small(dict.fromkeys(names, (4, 8, 18)), links=chain(*names), until="2025-12-31")
    programme = small.programme()
    under = carried(programme, serial(programme, *names), "right-away")
    runs = carry_out(under, chance_of(under), samples=4_000, seed=5)
    total = runs.days.sum(axis=1)
    one = days((4, 8, 18))
    mean = float(np.arange(len(one)) @ one)
    variance = float((np.arange(len(one)) - mean) ** 2 @ one)
    # Of independent draws four deviations of the mean; of stratified ones a twentieth of that.
    reach = 4 * np.sqrt(30 * variance / 4_000)
    assert total.mean() == pytest.approx(30 * mean, abs=reach / 20)
    assert total.var() == pytest.approx(30 * variance, rel=0.1)
    transfer = runs.starts[:, -1]
    by_days = [under.axis.position(under.axis.day_at(int(day))) for day in transfer]
    assert list(by_days) == list(total)
