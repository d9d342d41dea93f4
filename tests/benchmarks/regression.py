"""What the search reaches on instances that the repository makes itself, against stored values.

Some three minutes. Small projects of three kinds and exit programmes, all made by seed, are solved
within short limits and put beside `regression_values.json`, as far as that speaks of the same instances. A slower machine proves less and may
find worse values, which is told and fails nothing; a defect, a proof that contradicts a stored value
or a mean gap far above the stored one ends with code 1.

Run: python -m tests.benchmarks.regression [--write]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import Any

from scheduler.benchmarks.compare import load_solver
from scheduler.benchmarks.judge import defect_of
from scheduler.domain.project_instance import ProjectInstance
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import write_programme
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.benchmarks.instances import multi_mode, single_mode, with_maximum_lags

STORED = Path(__file__).with_name("regression_values.json")
PROJECT_SECONDS = 5.0
PROGRAMME_SECONDS = {2: 15.0, 7: 30.0, 20: 45.0}
"""By number of services."""
MOST_GAP = 0.03
"""Mean gap to the stored values that no slow machine explains."""


def main() -> None:
    """Solve, compare and tell; with --write keep what was reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="store the values reached")
    arguments = parser.parse_args()
    kept: dict[str, Any] = json.loads(STORED.read_text("utf-8")) if STORED.exists() else {}
    stored: dict[str, Any] = {}
    reached: dict[str, Any] = {}
    wrong: list[str] = []
    for name, told in chain(projects(wrong), programmes(wrong)):
        reached[name] = told
        if name in kept and kept[name]["made"] == told["made"]:
            stored[name] = kept[name]
        print(f"{name:24} {_beside(told, stored.get(name))}", flush=True)
    gaps = [_gap(told, stored[name]) for name, told in reached.items() if name in stored]
    wrong += [
        f"{name}: {told['values'][0]} is proved, {stored[name]['values'][0]} is stored"
        for name, told in reached.items()
        if name in stored and told["proved"] and told["values"][0] > stored[name]["values"][0]
    ]
    proved, before = (sum(t["proved"] for t in some.values()) for some in (reached, stored))
    mean = fmean(gaps) if gaps else 0.0
    print(f"proved levels {proved}, stored {before}; mean gap to stored values {mean:.2%}")
    for line in wrong:
        print(f"wrong: {line}")
    if arguments.write:
        STORED.write_text(json.dumps(reached, indent=1) + "\n", "utf-8")
    sys.exit(1 if wrong or mean > MOST_GAP else 0)


def projects(wrong: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is reached on small projects; defects are added to `wrong`."""
    solve = load_solver("ours")
    solve(single_mode(0, 3), time.monotonic(), PROJECT_SECONDS, 2)
    for instance in _instances():
        run = solve(instance, time.monotonic(), PROJECT_SECONDS, 2)
        defect = defect_of(instance, run, None)
        if defect:
            wrong.append(f"{instance.name}: {defect}")
        values = [] if run.value is None else [run.value]
        proved = int(run.status in ("optimal", "infeasible"))
        yield (
            instance.name,
            {
                "made": _digest(repr(instance).encode()),
                "values": values,
                "proved": proved,
                "seconds": round(run.seconds, 2),
            },
        )


def programmes(wrong: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is reached on exit programmes, level by level."""
    for services, seconds in PROGRAMME_SECONDS.items():
        document = generate(services=services, seed=1)
        programme = expand(document)
        settings = SearchSettings(time_limit_seconds=seconds, workers=2, confirm=False)
        answer = plan_exit(programme, settings, with_baselines=False)
        name = f"exit-{services}-services"
        if answer.plan is None or not verify(programme, answer.plan).holds:
            wrong.append(f"{name}: {answer.outcome}")
        yield (
            name,
            {
                "made": _digest(write_programme(document)),
                "values": [level.value for level in answer.objectives],
                "proved": sum(level.proved for level in answer.objectives),
                "seconds": answer.solve.seconds,
                "levels": [level.name for level in answer.objectives],
            },
        )


def _instances() -> Iterator[ProjectInstance]:
    yield from (single_mode(seed, 40) for seed in (11, 12, 13, 14, 15))
    yield from (multi_mode(seed, 15) for seed in (21, 22, 23, 24, 25))
    yield from (with_maximum_lags(seed, 30) for seed in (31, 32, 33, 34, 35))


def _digest(content: bytes) -> str:
    """Return what tells whether an instance is still the one of which values are stored."""
    return sha256(content).hexdigest()[:16]


def _gap(told: Mapping[str, Any], stored: Mapping[str, Any]) -> float:
    """Return how far a project's value lies above the stored one; 1 without a plan."""
    if "levels" in told or not stored["values"]:
        return 0.0
    if not told["values"]:
        return 1.0
    best = stored["values"][0]
    return float((told["values"][0] - best) / best)


def _beside(told: Mapping[str, Any], stored: Mapping[str, Any] | None) -> str:
    line = f"{told['values']} proved {told['proved']} in {told['seconds']} s"
    if stored is None:
        return f"{line}; nothing stored"
    return f"{line}; stored {stored['values']} proved {stored['proved']} in {stored['seconds']} s"


if __name__ == "__main__":
    main()
