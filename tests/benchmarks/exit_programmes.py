"""Exit programmes of growing size, ours beside a plain model of the same rules.

    python -m tests.benchmarks.exit_programmes --services 7,20,33,66,130,330,650 --seconds 60

Every line is one run in a process of its own: what building or lowering took, when the first
checked plan was there, the value after 10 s and at the end, the best bound and the peak of memory.
The value is weighted transfers, the only level. Seconds count from the validated programme.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.model.decode import decode
from scheduler.objectives import TERMS
from scheduler.solver.build import build_model
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.run import value_in
from scheduler.solver.schedules import answer_large
from scheduler.solver.settings import SearchSettings
from scheduler.solver.sizes import is_too_large_for_one_model
from scheduler.verification.verify import verify

LEVEL = ObjectiveLevel(name="weighted_transfers")
TERM = TERMS[LEVEL.name]
EARLY = 10.0


class Record:
    """Checked values as they come, and the best bound."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        self.programme = programme
        self.began = time.monotonic()
        self.built: float | None = None
        self.values: list[tuple[float, int]] = []
        self.bound: int | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def take(self, message: dict[str, Any]) -> None:
        """Take in what a search of ours says."""
        at = self.seconds
        if message["type"] == "built":
            self.built = at
        if message["type"] == "plan":
            plan = plan_from_message(message["plan"])
            if verify(self.programme, plan).holds:
                self.values.append((at, TERM.measure(self.programme, plan)))
        if message.get("bound") is not None:
            self.bound = max(message["bound"], self.bound or message["bound"])

    def told(self) -> dict[str, Any]:
        """Return what one line of the table holds."""
        early = [value for at, value in self.values if at <= EARLY]
        every = [value for _, value in self.values]
        return {
            "activities": len(self.programme.document.activities),
            "built": self.built,
            "first": self.values[0][0] if self.values else None,
            "early": min(early, default=None),
            "last": min(every, default=None),
            "bound": self.bound,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def programme_of(services: int, seed: int) -> ExpandedProgramme:
    """Return a programme whose one level is weighted transfers."""
    made = generate(services=services, seed=seed)
    return expand(replace(made, objectives=(LEVEL,)))


def run_ours(record: Record, seconds: float) -> None:
    """Search as the product does, in this process."""
    settings, stop = SearchSettings(time_limit_seconds=seconds, confirm=False), threading.Event()
    if is_too_large_for_one_model(record.programme):
        answer_large(record.programme, settings, record.take, stop)
    else:
        LevelSearch(record.programme, settings, record.take, stop).settle_all()


def run_plain(record: Record, seconds: float) -> None:
    """Give the whole model to the solver as it comes."""
    build = build_model(record.programme, feasibility_only=True)
    build.model.minimize(TERM.post(build))
    record.built = record.seconds
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = max(1.0, seconds - record.seconds)
    solver.solve(build.model, _Values(record))
    if abs(solver.best_objective_bound) < 1e15:
        record.bound = round(solver.best_objective_bound)
    if solver.response_proto.solution:
        plan = decode(build, partial(value_in, tuple(solver.response_proto.solution)))
        assert verify(record.programme, plan).holds


class _Values(cp_model.CpSolverSolutionCallback):
    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record

    def on_solution_callback(self) -> None:
        self._record.values.append((self._record.seconds, round(self.objective_value)))


SOLVERS = {"ours": run_ours, "plain": run_plain}


def main() -> None:
    """Print the table, or one line of it as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--services", default="7,20,33,66,130,330,650")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--solvers", default="ours,plain")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        record = Record(programme_of(int(arguments.services), arguments.seed))
        SOLVERS[arguments.solvers](record, arguments.seconds)
        print(json.dumps(record.told()))
        return
    print("services activities solver  built  first     10 s      end    bound   gap memory")
    for services in arguments.services.split(","):
        for solver in arguments.solvers.split(","):
            command = [sys.executable, "-m", "tests.benchmarks.exit_programmes", "--one"]
            command += ["--services", services, "--solvers", solver]
            command += ["--seed", str(arguments.seed), "--seconds", str(arguments.seconds)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{services:>8} {solver}: failed\n{done.stderr[-2000:]}")
                continue
            _print(services, solver, json.loads(done.stdout.splitlines()[-1]))


def _print(services: str, solver: str, line: dict[str, Any]) -> None:
    last, bound = line["last"], line["bound"]
    gap = f"{(last - bound) / last:.1%}" if last and bound is not None else "-"
    cells = [_seconds(line["built"]), _seconds(line["first"])]
    cells += [f"{_whole(line[name]):>8}" for name in ("early", "last", "bound")]
    told = " ".join(cells)
    print(
        f"{services:>8} {line['activities']:>10} {solver:<6} {told} {gap:>5} {line['memory']:>4} MB"
    )


def _seconds(value: float | None) -> str:
    return f"{'-' if value is None else format(value, '.1f'):>6}"


def _whole(value: int | None) -> str:
    return "-" if value is None else format(value, ",")


if __name__ == "__main__":
    main()
