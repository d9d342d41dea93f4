"""How well clashes are found in generated programmes with a planted cause.

Programmes of several sizes, up to some 300 activities, are given one cause each. Told for each kind
of cause: whether the rules of the clash are refuted alone (they must be), whether every one of them
was shown to be needed within the time, whether the planted rule is among them, and how long the
first clash took. Those in which the plant leaves a plan, or nothing is known, are drawn again.

Run: python -m tests.benchmarks.clashes --count 30 [--seed 1] [--seconds 60]
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from statistics import median

from scheduler.asking.in_process import Answering
from scheduler.expansion.expand import expand
from scheduler.explaining.one_clash import find_clash, trials_by_asking
from scheduler.explaining.told import clash_of
from scheduler.generation.generate import generate, witness
from scheduler.solver.narrowing import Found
from scheduler.solver.refute import Refuting
from scheduler.solver.run import Profile
from scheduler.solver.settings import SearchSettings
from tests.benchmarks.planted_causes import CAUSES, Given, Planted

SIZES = (1, 2, 3, 5, 7, 10, 14, 19)
"""Services; nineteen make some 300 activities."""
SECONDS_TO_REFUTE = 30.0
MOST_DRAWS = 6
CONFIGURATIONS: tuple[Profile, ...] = ("bound with relaxation", "second configuration")


@dataclass(frozen=True, slots=True)
class Measured:
    """One programme with its clash."""

    cause: str
    services: int
    activities: int
    found: bool
    sufficient: bool
    minimal: bool
    proved: bool
    inside: bool
    told: bool
    """Whether what collides was told in dates or numbers."""
    rules: int
    seconds: float
    trials: int


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=30, help="programmes (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each clash")
    parser.add_argument("--cause", choices=tuple(CAUSES), help="of this kind alone")
    arguments = parser.parse_args()
    measured: list[Measured] = []
    for number in range(arguments.count):
        causes = (arguments.cause,) if arguments.cause else tuple(CAUSES)
        cause = causes[number % len(causes)]
        size = SIZES[(number // len(causes)) % len(SIZES)]
        drawn = _draw(cause, size, arguments.seed * 100_000 + number)
        if drawn is None:
            print(f"{cause:11} {size:2} services: no programme drawn", flush=True)
            continue
        one = measure(cause, size, drawn, arguments.seconds)
        measured.append(one)
        print(_line(one), flush=True)
    print()
    print("\n".join(table(measured)))
    sys.exit(0 if all(one.sufficient for one in measured) else 1)


def measure(cause: str, services: int, planted: Planted, seconds: float) -> Measured:
    """Return how a clash of a programme was found."""
    settings = SearchSettings(workers=1, time_limit_seconds=seconds)
    stop = threading.Event()
    trials = trials_by_asking(planted.programme, Answering(stop, settings), settings)
    began = time.monotonic()
    found = find_clash(trials)
    took = time.monotonic() - began
    activities = len(planted.programme.document.activities)
    if not isinstance(found, Found):
        return Measured(
            cause, services, activities, *(False,) * 6, rules=0, seconds=took, trials=trials.made
        )
    refuting = Refuting(planted.programme)
    alone = {
        refuting.plan_under(found.rules, settings, SECONDS_TO_REFUTE, stop, profile=profile)
        for profile in CONFIGURATIONS
    }
    return Measured(
        cause=cause,
        services=services,
        activities=activities,
        found=True,
        sufficient="none" in alone and "plan" not in alone,
        minimal=found.minimal,
        proved=found.proved,
        inside=planted.rule in found.rules,
        told=clash_of(found, planted.programme).cause is not None,
        rules=len(found.rules),
        seconds=took,
        trials=trials.made,
    )


def _draw(cause: str, services: int, seed: int) -> Planted | None:
    """Return a programme with a cause planted in it that leaves no plan."""
    for draw in range(MOST_DRAWS):
        random = Random(seed * 100 + draw)
        made = random.randrange(10_000)
        programme = expand(generate(services=services, seed=made))
        planted = CAUSES[cause](Given(programme, witness(services=services, seed=made), random))
        if planted is None:
            continue
        rules = [r.id for r in planted.programme.document.rules if r.price is None]
        settings = SearchSettings(workers=2)
        found = Refuting(planted.programme).plan_under(
            rules, settings, SECONDS_TO_REFUTE, threading.Event()
        )
        if found == "none":
            return planted
    return None


def table(measured: list[Measured]) -> Iterator[str]:
    """Yield the lines of a table by kind of cause, all of them last."""
    by_cause: defaultdict[str, list[Measured]] = defaultdict(list)
    for one in measured:
        by_cause[one.cause].append(one)
    head = ("cause", "count", "sufficient", "proved", "minimal", "planted", "told")
    times = ("median s", "worst s", "rules", "trials")
    yield "".join(f"{name:>11}" for name in (*head, *times))
    for cause, some in (*by_cause.items(), ("all", measured)):
        if not some:
            continue
        shares = (
            [one.sufficient for one in some],
            [one.proved for one in some],
            [one.minimal for one in some],
            [one.inside for one in some],
            [one.told for one in some],
        )
        values = (
            cause,
            str(len(some)),
            *(f"{100 * sum(share) / len(some):.0f} %" for share in shares),
            f"{median(one.seconds for one in some):.1f}",
            f"{max(one.seconds for one in some):.1f}",
            f"{median(one.rules for one in some):g}",
            f"{median(one.trials for one in some):g}",
        )
        yield "".join(f"{value:>11}" for value in values)


def _line(one: Measured) -> str:
    claims = ("sufficient", "proved", "minimal", "inside", "told")
    missing = [f"not {name}" for name in claims if not getattr(one, name)]
    words = ", ".join(missing) or "as it should be"
    return (
        f"{one.cause:11} {one.services:2} services, {one.activities:3} activities: "
        f"{one.rules:2} rules in {one.seconds:5.1f} s, {one.trials:3} trials; {words}"
    )


if __name__ == "__main__":
    main()
