"""How fast and how near to the plan in force generated programmes are planned again.

Each programme gets one random change. Told: the traffic light and its time, how long until the
first checked plan and until the least change of commitments was proved, what moved, and with
--fresh what a plan made anew moves.

Run: python -m tests.benchmarks.replanning --count 200 [--services 33] [--seconds 30] [--fresh 20]
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import ProgrammeRejected
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate, witness
from scheduler.interchange.programme_json import write_programme
from scheduler.interchange.valid_programme import valid_programme
from scheduler.planning import plan_exit
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.in_force import plan_in
from scheduler.regenerating.replan import regenerate
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.benchmarks.random_changes import CHANGES, Given, with_promises


@dataclass(frozen=True, slots=True)
class Measured:
    """One programme planned again."""

    change: str
    light: str
    light_seconds: float
    light_wrong: bool
    outcome: str
    first_seconds: float | None
    proved_seconds: float | None
    """Until the least change of commitments was proved; none where it was not."""
    commitments: int
    moved: int
    fresh_moved: int | None


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--services", type=int, default=33)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=0, help="plan so many anew as well")
    arguments = parser.parse_args()
    measured = []
    for number in range(arguments.count):
        name = list(CHANGES)[number % len(CHANGES)]
        drawn = _drawn(name, arguments.services, arguments.seed * 10_000 + number)
        if drawn is None:
            print(f"{name:18} no programme", flush=True)
            continue
        one = measure(name, drawn, arguments.seconds, fresh=number < arguments.fresh)
        measured.append(one)
        print(_line(one), flush=True)
    print()
    print("\n".join(_table(measured)))


def _drawn(name: str, services: int, seed: int) -> ExpandedProgramme | None:
    random = Random(seed)
    for _ in range(10):
        made = random.randrange(100_000)
        document, plan = (
            generate(services=services, seed=made),
            witness(services=services, seed=made),
        )
        expanded = expand(document)
        if not verify(expanded, plan).holds:
            continue
        promised = with_promises(document, expanded, plan)
        changed = CHANGES[name](Given(promised, expanded, plan, random))
        try:
            return valid_programme(write_programme(changed)).expanded
        except ProgrammeRejected:
            continue
    return None


def measure(name: str, programme: ExpandedProgramme, seconds: float, *, fresh: bool) -> Measured:
    """Plan one programme again and look at what came of it."""
    assert programme.document.baseline is not None
    before = plan_in(programme.document.baseline)
    settings = SearchSettings(workers=2, time_limit_seconds=seconds, confirm=False)
    seen: dict[str, Any] = {}
    began = time.monotonic()
    stop = threading.Event()

    def on_event(event: Mapping[str, Any]) -> None:
        after = time.monotonic() - began
        if event["type"] == "traffic_light":
            seen["light"] = event["light"]
        elif event["type"] == "plan_checked":
            seen.setdefault("first", after)
        elif event["type"] == "level" and event["level"].startswith("commitments"):
            seen["proved"] = after if event["proved"] else None
        elif event["type"] == "level" and event["level"] == "dates_moved":
            stop.set()

    again = regenerate(programme, settings, on_event=on_event, stop=stop)
    light, answer = seen["light"], again.answer
    wrong = light.state == "impossible" and answer.outcome == "plan"
    wrong |= light.state == "feasible" and answer.outcome == "infeasible"
    moved = commitments = 0
    if answer.plan is not None:
        difference = compare((programme, before), (programme, answer.plan))
        moved, commitments = len(difference.announced), len(difference.commitments)
    anew = None
    if fresh and answer.plan is not None:
        other = plan_exit(programme, settings, with_baselines=False)
        anew = None if other.plan is None else _moved(programme, before, other.plan)
    return Measured(
        change=name,
        light=light.state if light.how is None else f"{light.state}, {light.how}",
        light_seconds=light.seconds,
        light_wrong=wrong,
        outcome=answer.outcome,
        first_seconds=seen.get("first"),
        proved_seconds=seen.get("proved") if answer.outcome == "plan" else None,
        commitments=commitments,
        moved=moved,
        fresh_moved=anew,
    )


def _moved(programme: ExpandedProgramme, before: Plan, after: Plan) -> int:
    return len(compare((programme, before), (programme, after)).announced)


def _line(one: Measured) -> str:
    return json.dumps({name: getattr(one, name) for name in Measured.__dataclass_fields__})


def _table(measured: list[Measured]) -> Iterator[str]:
    plans = [one for one in measured if one.outcome == "plan"]
    certain = [one for one in measured if not one.light.startswith("unknown")]
    first = sorted(one.first_seconds for one in plans if one.first_seconds is not None)
    proved = sorted(one.proved_seconds for one in plans if one.proved_seconds is not None)
    lights = sorted(one.light_seconds for one in measured)
    fresh = [(one.moved, one.fresh_moved) for one in plans if one.fresh_moved is not None]
    yield f"programmes {len(measured)}, with a plan {len(plans)}"
    yield f"certain lights {len(certain)}, wrong {sum(one.light_wrong for one in measured)}"
    yield f"light: median {median(lights):.2f} s, p95 {_p95(lights):.2f} s"
    yield f"first checked plan: median {median(first):.2f} s, p95 {_p95(first):.2f} s ({len(first)})"
    if proved:
        yield f"commitments proved: median {median(proved):.2f} s, {len(proved)} of {len(plans)}"
    if fresh:
        ours, theirs = (sum(pair[side] for pair in fresh) for side in (0, 1))
        yield f"moved {ours} where a plan made anew moves {theirs} ({len(fresh)} programmes)"


def _p95(values: list[float]) -> float:
    return values[min(len(values) - 1, round(0.95 * len(values)))]


if __name__ == "__main__":
    main()
