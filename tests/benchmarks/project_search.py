"""Mean gaps of the schedule search to best-known makespans; prints figures, asserts nothing.

Reads single-mode instances in Patterson's format and multi-mode ones in PSPLIB's `.mm` format. The
table of best-known values has the columns `instance` (a file name) and `best_known`.

Run: python -m tests.benchmarks.project_search FOLDER --best-known CSV [--set J120] [--sample 40]
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections.abc import Sequence
from pathlib import Path

from scheduler.project_search import Arc, Mode, Project, Schedule, lower_bound, search
from tests.project_search.checking import faults


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--best-known", type=Path, required=True)
    parser.add_argument("--set", default="", help="file names begin with this")
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--sample-seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, nargs="+", default=[1.0, 3.0, 10.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--details", action="store_true")
    arguments = parser.parse_args()
    with arguments.best_known.open(encoding="utf-8", newline="") as table:
        best_known = {row["instance"]: int(row["best_known"]) for row in csv.DictReader(table)}
    paths = [
        path
        for path in sorted(arguments.folder.iterdir())
        if path.name in best_known and path.name.startswith(arguments.set)
    ]
    chosen = random.Random(arguments.sample_seed)
    paths = sorted(chosen.sample(paths, min(arguments.sample, len(paths))))
    began = time.perf_counter()
    search(read(paths[0]), iterations=1)
    print(f"ready to search after {time.perf_counter() - began:.1f} s")
    gaps = [measured(path, best_known[path.name], arguments) for path in paths]
    proved = sum(gap is not None and gap[1] for gap in gaps)
    for position, limit in enumerate(arguments.seconds):
        mean = sum(gap[0][position] for gap in gaps) / len(gaps)
        print(f"{limit:5.1f} s: mean gap {mean:.3f} %")
    print(f"{len(gaps)} instances, {proved} proved by the bound")


def measured(
    path: Path, best_known: int, arguments: argparse.Namespace
) -> tuple[list[float], bool]:
    """Return the gap in percent at each limit and whether the lower bound was reached."""
    project = read(path)
    seen: list[tuple[float, int]] = []
    began = time.perf_counter()

    def note(schedule: Schedule) -> None:
        seen.append((time.perf_counter() - began, schedule.makespan))

    found = search(
        project, seconds=max(arguments.seconds), seeds=tuple(arguments.seeds), on_better=note
    )
    bound = lower_bound(project)
    wrong = faults(project, found) if found else []
    if wrong or bound > best_known:
        print(f"DEFECT {path.name}: bound {bound}, best known {best_known}, {wrong}")
    gaps = []
    for limit in arguments.seconds:
        value = min((span for at, span in seen if at <= limit), default=2 * best_known)
        gaps.append(100 * (value - best_known) / best_known)
    if arguments.details:
        print(path.name, best_known, bound, [f"{gap:.2f}" for gap in gaps])
    return gaps, found is not None and found.makespan <= bound


def read(path: Path) -> Project:
    """Read an instance of either format, told by what it begins with."""
    text = path.read_text("utf-8")
    return _multi_mode(text) if text.startswith("jobs") else _single_mode(text)


def _single_mode(text: str) -> Project:
    numbers = iter([int(word) for word in text.split()])
    count, resources = next(numbers), next(numbers)
    capacities = tuple(next(numbers) for _ in range(resources))
    activities, arcs = [], []
    for i in range(count):
        duration = next(numbers)
        demands = tuple(next(numbers) for _ in range(resources))
        activities.append((Mode(duration=duration, demands=demands),))
        arcs += [Arc(before=i, after=next(numbers) - 1) for _ in range(next(numbers))]
    return Project(activities=tuple(activities), arcs=tuple(arcs), capacities=capacities)


def _multi_mode(text: str) -> Project:
    lines = text.splitlines()
    renewable = int(lines[2].split(":")[1].split()[0])
    relations = next(k for k, line in enumerate(lines) if line.startswith("PRECEDENCE")) + 2
    requests = next(k for k, line in enumerate(lines) if line.startswith("REQUESTS")) + 3
    stocks = next(k for k, line in enumerate(lines) if "RESOURCE AVAILABILITIES" in line) + 2
    arcs = []
    for row in _rows(lines[relations:]):
        arcs += [Arc(before=row[0] - 1, after=other - 1) for other in row[3:]]
    activities: list[list[Mode]] = []
    width = len(lines[requests - 2].split()) - 3
    for row in _rows(lines[requests:]):
        if len(row) == width + 3:
            activities.append([])
        needs = row[-width:]
        activities[-1].append(
            Mode(
                duration=row[-width - 1],
                demands=tuple(needs[:renewable]),
                uses=tuple(needs[renewable:]),
            )
        )
    amounts = [int(word) for word in lines[stocks].split()]
    return Project(
        activities=tuple(tuple(modes) for modes in activities),
        arcs=tuple(arcs),
        capacities=tuple(amounts[:renewable]),
        stocks=tuple(amounts[renewable:]),
    )


def _rows(lines: Sequence[str]) -> list[list[int]]:
    """Return the rows of numbers up to the next line that holds anything else."""
    rows = []
    for line in lines:
        words = line.split()
        if not words or not words[0].isdigit():
            break
        rows.append([int(word) for word in words])
    return rows


if __name__ == "__main__":
    main()
