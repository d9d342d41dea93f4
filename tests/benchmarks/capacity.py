"""Measures what a plan costs, and reckons from it what a country's councils need.

Starts an API process and a worker on a fresh folder (or on DATABASE_URL, which must be empty), plans
two shipped programmes, reads a plan as fast as one API process answers, and prints a table. Run it
on a machine that does nothing else: seconds of processors hold elsewhere, seconds of clocks do not.

Run: python -m tests.benchmarks.capacity [--councils 400] [--plans 50] [--limit 60] [--repeats 3]
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx
from sqlalchemy import create_engine, func, inspect, make_url, select, table, text

from api.settings import settings_from
from tests.api.serving import serving

PROGRAMMES = Path(__file__).resolve().parents[2] / "fixtures" / "programmes"
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_BETWEEN = 0.2
CLIENTS = 16
DAYS = 250
"""Assumption: plans are asked for on working days alone."""
PEAK = 4.0
"""Assumption: the busiest hour has four times the plans and reads of an average working hour."""
HOURS = 8.0
"""Assumption: a working day has eight hours, in which everything is asked for."""
READS_PER_PLAN = 200.0
"""Assumption: pages, lists and polls that people and tools read for every plan that is made."""
LARGE_SHARE = 0.5
"""Assumption: half of the plans are as large as Lincolnshire's, half as the small programme's."""
BUSY = 0.7
"""Assumption: a process is planned to be at work 70 % of the busiest hour, so that queues end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one plan costs, in the middle of several."""

    wall: float
    """Seconds a slot is taken."""
    cpu: Mapping[str, float]
    """Seconds of processors by process: api, worker and solver."""
    rows: Mapping[str, int]
    """Rows added, by database and table; only those that grew."""
    stored: Mapping[str, int]
    """Bytes added, by database."""


class Peaks:
    """Watches the processes beneath one: processor time used, and the most memory each kind had."""

    def __init__(self, root: int) -> None:
        """Watch nothing yet."""
        self.megabytes: dict[str, int] = {}
        self._root = root
        self._ticks: dict[int, tuple[str, int]] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def cpu(self) -> Counter[str]:
        """Return ticks used so far, by kind; processes that ended count as last seen."""
        self._look()
        used: Counter[str] = Counter()
        for kind, ticks in list(self._ticks.values()):
            used[kind] += ticks
        return used

    def _run(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN):
            self._look()

    def _look(self) -> None:
        for pid, kind in beneath(self._root):
            try:
                stat = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
                status = Path(f"/proc/{pid}/status").read_text("utf-8")
            except (FileNotFoundError, ProcessLookupError):
                continue
            self._ticks[pid] = (kind, int(stat[11]) + int(stat[12]))
            most = next((x for x in status.splitlines() if x.startswith("VmHWM")), "VmHWM 0")
            megabytes = int(most.split()[1]) // 1024
            self.megabytes[kind] = max(megabytes, self.megabytes.get(kind, 0))


def beneath(root: int) -> Iterator[tuple[int, str]]:
    """Yield a process and all beneath it, with what they are."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        folder = Path(f"/proc/{pid}")
        try:
            words = folder.joinpath("cmdline").read_bytes().decode().split("\0")
            for children in folder.glob("task/*/children"):
                waiting += [int(child) for child in children.read_text("utf-8").split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if "serve" in words:
            yield pid, "api"
        elif "worker" in words:
            yield pid, "worker"
        elif any("scheduler.solver" in word for word in words):
            yield pid, "solver"
        else:
            yield pid, "compiling"


def main() -> None:
    """Measure, reckon and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--councils", type=int, default=400)
    parser.add_argument("--plans", type=int, default=50, help="of each council on a working day")
    parser.add_argument("--limit", type=int, default=60, help="seconds, of the large programme")
    parser.add_argument("--small-limit", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}, processors: {len(os.sched_getaffinity(0))}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            serving(folder, os.environ.get("DATABASE_URL")) as address,
            Peaks(_server_in(folder)) as peaks,
            httpx.Client(base_url=address, timeout=60) as client,
        ):
            # The worker and its solver process load.
            time.sleep(5)
            small = _costs(client, peaks, folder, "small", arguments.small_limit, arguments)
            large = _costs(client, peaks, folder, "lincolnshire", arguments.limit, arguments)
            rate = asyncio.run(_reads_a_second(address, _newest(client)))
            memory = dict(peaks.megabytes)
    _print(small, large, rate, memory)
    _reckon(small, large, rate, memory, arguments)


def _server_in(folder: Path) -> int:
    listed = subprocess.run(
        ["pgrep", "-f", f"api.cli serve .*{folder}"], capture_output=True, check=True, text=True
    )
    return int(listed.stdout.split()[0])


def _costs(
    client: httpx.Client,
    peaks: Peaks,
    folder: Path,
    name: str,
    limit: int,
    arguments: argparse.Namespace,
) -> Cost:
    body = (PROGRAMMES / f"{name}.json").read_bytes()
    made = client.post("/v1/programmes", content=body, headers={"Content-Type": "application/json"})
    programme = made.raise_for_status().json()["id"]
    found = []
    # Tables of the job engine are made, and processes are warm, from the second plan on.
    _planned(client, programme, 1)
    for _ in range(arguments.repeats):
        rows, size, cpu = _rows(folder), _bytes(folder), peaks.cpu()
        wall = _planned(client, programme, limit)
        grown = {k: n - rows.get(k, 0) for k, n in _rows(folder).items() if n != rows.get(k, 0)}
        more = {k: n - size[k] for k, n in _bytes(folder).items()}
        used = {kind: ticks / TICKS for kind, ticks in (peaks.cpu() - cpu).items()}
        found.append(Cost(wall=wall, cpu=used, rows=grown, stored=more))
    middle = sorted(found, key=lambda cost: cost.wall)[len(found) // 2]
    stored = {k: round(statistics.mean(c.stored[k] for c in found)) for k in middle.stored}
    return Cost(wall=middle.wall, cpu=middle.cpu, rows=middle.rows, stored=stored)


def _planned(client: httpx.Client, programme: str, limit: int) -> float:
    asked = {"time_limit_seconds": limit}
    plan = client.post(f"/v1/programmes/{programme}/plans", json=asked).raise_for_status().json()
    began = time.monotonic()
    while plan["state"] not in {"completed", "failed", "cancelled"}:
        time.sleep(0.5)
        plan = client.get(f"/v1/plans/{plan['id']}").json()
    print(f"  {plan['state']}, {plan['outcome']}, {time.monotonic() - began:.1f} s")
    return time.monotonic() - began


def _newest(client: httpx.Client) -> str:
    return str(client.get("/v1/plans").json()["plans"][0]["id"])


def _urls(folder: Path) -> dict[str, str]:
    settings = settings_from(folder)
    if settings.database_url:
        return {"database": settings.store_url}
    return {"phased-exit.db": settings.store_url, "jobs.db": settings.jobs_url}


def _rows(folder: Path) -> dict[str, int]:
    counted = {}
    for name, url in _urls(folder).items():
        engine = create_engine(url)
        with engine.connect() as connection:
            is_file = make_url(url).get_backend_name() == "sqlite"
            schemas: tuple[str | None, ...] = (None,) if is_file else ("public", "dbos")
            for schema in schemas:
                for each in inspect(connection).get_table_names(schema):
                    wanted = select(func.count()).select_from(table(each, schema=schema))
                    counted[f"{name} {each}"] = connection.execute(wanted).scalar_one()
        engine.dispose()
    return counted


def _bytes(folder: Path) -> dict[str, int]:
    found = {}
    for name, url in _urls(folder).items():
        engine = create_engine(url)
        with engine.connect() as connection:
            if make_url(url).get_backend_name() == "sqlite":
                pages = connection.execute(text("PRAGMA page_count")).scalar_one()
                free = connection.execute(text("PRAGMA freelist_count")).scalar_one()
                size = connection.execute(text("PRAGMA page_size")).scalar_one()
                found[name] = (pages - free) * size
            else:
                wanted = text("SELECT pg_database_size(current_database())")
                found[name] = connection.execute(wanted).scalar_one()
        engine.dispose()
    return found


async def _reads_a_second(address: str, plan: str, seconds: float = 10.0) -> float:
    """Return how often one API process answers a plan, as fast as a few clients ask."""
    answered = 0
    until = time.monotonic() + seconds

    async def ask() -> None:
        nonlocal answered
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            while time.monotonic() < until:
                (await client.get(f"/v1/plans/{plan}")).raise_for_status()
                answered += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(CLIENTS):
            group.create_task(ask())
    return answered / seconds


def _print(small: Cost, large: Cost, rate: float, memory: Mapping[str, int]) -> None:
    for name, cost in (("small", small), ("lincolnshire", large)):
        cpu = ", ".join(f"{kind} {used:.1f}" for kind, used in sorted(cost.cpu.items()))
        print(f"{name}: {cost.wall:.1f} s of a slot; seconds of processors: {cpu}")
        print(f"  bytes: {dict(cost.stored)}; rows: {dict(sorted(cost.rows.items()))}")
    print(f"plans read a second by one API process: {rate:.0f}")
    print(f"most megabytes of one process: {dict(sorted(memory.items()))}")


def _reckon(
    small: Cost,
    large: Cost,
    rate: float,
    memory: Mapping[str, int],
    arguments: argparse.Namespace,
) -> None:
    daily = arguments.councils * arguments.plans
    wall = _mixed(small.wall, large.wall)
    peak = daily / HOURS * PEAK / 3600
    slots = math.ceil(peak * wall / BUSY)
    even = math.ceil(daily * wall / 86_400 / BUSY)
    reads = peak * READS_PER_PLAN
    stored = _mixed(sum(small.stored.values()), sum(large.stored.values()))
    each = memory.get("worker", 0) + memory.get("solver", 0)
    rows: Sequence[tuple[str, str]] = (
        ("plans a working day", f"{daily:,}"),
        ("plans a second in the busiest hour", f"{peak:.2f}"),
        ("workers of one slot, nobody waits in the busiest hour", f"{slots:,}"),
        ("workers of one slot, plans spread over day and night", f"{even:,}"),
        ("reads a second in the busiest hour", f"{reads:,.0f}"),
        ("API processes, and one that may be lost", f"{math.ceil(reads / rate / BUSY) + 1}"),
        ("gigabytes a year", f"{stored * daily * DAYS / 1e9:,.0f}"),
        ("megabytes of a worker with its solver", f"{each:,}"),
        ("gigabytes of memory of all workers", f"{slots * each / 1024:,.0f}"),
        ("megabytes of an API process", f"{memory.get('api', 0):,}"),
    )
    print(f"\n| {arguments.councils} councils, {arguments.plans} plans a day each | |\n|---|---|")
    for what, number in rows:
        print(f"| {what} | {number} |")
    print(
        f"\nAssumed: {HOURS:g} working hours, the busiest with {PEAK:g} times the average; "
        f"{LARGE_SHARE:.0%} of plans like lincolnshire.json at {arguments.limit} s, the others like "
        f"small.json at {arguments.small_limit} s; {READS_PER_PLAN:g} reads for each plan; "
        f"processes at work {BUSY:.0%} of the busiest hour; {DAYS} working days a year, nothing deleted."
    )


def _mixed(small: float, large: float) -> float:
    return (1 - LARGE_SHARE) * small + LARGE_SHARE * large


if __name__ == "__main__":
    main()
