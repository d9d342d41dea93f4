"""Hold many hostile connections while another client reads a plan, and look at what that costs.

    python -m tests.api.chaos.clients [--clients 200] [--seconds 60] [--rounds 2] [--kind NAME ...]

Windows without and with the attack alternate. Exit code 0 when every connection was closed within
the deadline that the service publishes, its API process grew by 20 MB at most over what it held
when it had answered each kind of request once, and of the other client's reads 99 in 100 were
answered within 200 ms.

Attackers stand for other machines and share the processors of this one, so they run with a niceness,
which the first line names; `--niceness 0` for none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import httpx
from pydantic import TypeAdapter

from api.processes.giving_way import give_way
from api.schemas.limits import ServiceLimits
from tests.api.chaos.connections import resident_mb
from tests.api.chaos.hostile import Tally, Target, attack
from tests.api.programmes import JSON, SMALL, stored
from tests.api.serving import Served, served

MOST_GROWTH_MB = 20.0
MOST_MILLISECONDS = 200.0
READS_PER_SECOND = 20
QUIET_AFTER_SECONDS = 5.0
NICENESS = 10
LONG_TEXT_BYTES = 1_900
LONG_TEXTS = 4_500
PROCESSES = get_context("spawn")


@dataclass(slots=True)
class Read:
    """What a client that means no harm was told, and after how many milliseconds."""

    milliseconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def p99(self) -> float:
        """What 99 in 100 were answered within, in milliseconds."""
        return quantiles(self.milliseconds, n=100)[98]

    def line(self) -> str:
        """Return it for people."""
        cuts = quantiles(self.milliseconds, n=100)
        return (
            f"p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f}, "
            f"longest {max(self.milliseconds):.0f} ms, {dict(self.answers)}"
        )


@dataclass(slots=True)
class Memory:
    """Of the API process, in MB, looked at many times a second."""

    pid: int
    before: float = 0.0
    peak: float = 0.0
    after: float = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at it for a while."""
        self.before = self.peak = resident_mb(self.pid)
        over = threading.Event()

        def look() -> None:
            while not over.wait(0.05):
                self.peak = max(self.peak, resident_mb(self.pid))

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()
            self.after = resident_mb(self.pid)

    def line(self) -> str:
        """Return it for people."""
        return f"before {self.before:.0f}, peak {self.peak:.0f}, after {self.after:.0f} MB"


def main() -> int:
    """Do it and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--niceness", type=int, default=NICENESS, help="of the attackers")
    parser.add_argument("--kind", action="append", help="only these, by their names in the report")
    arguments = parser.parse_args()
    is_kept = True
    with (
        tempfile.TemporaryDirectory() as folder,
        _prepared(Path(folder)) as (service, target, plan),
    ):
        _say(f"{arguments.clients} attackers with niceness {arguments.niceness}")
        _warm(service, target, plan)
        quiet, attacked = Read(), Read()
        for _ in range(arguments.rounds):
            asyncio.run(_reads(service.address + plan, arguments.seconds, quiet))
            memory = Memory(service.pid)
            with memory.watched():
                tallies = _attacked(service, target, plan, arguments, attacked)
                time.sleep(QUIET_AFTER_SECONDS)
            for name, tally in tallies.items():
                _say(tally.line(name))
            _say(f"memory: {memory.line()}; load {os.getloadavg()[0]:.1f}")
            is_kept &= all(tally.is_kept for tally in tallies.values())
            is_kept &= memory.peak - memory.before <= MOST_GROWTH_MB
        _say(f"another client without: {quiet.line()}")
        _say(f"another client with:    {attacked.line()}")
        is_kept &= attacked.p99 <= MOST_MILLISECONDS
    return 0 if is_kept else 1


@contextmanager
def _prepared(folder: Path) -> Iterator[tuple[Served, Target, str]]:
    """Serve a large programme, a finished plan, and one that nobody works on."""
    with served(folder) as first, httpx.Client(base_url=first.address, timeout=120) as client:
        programme = stored(client)
        made = client.post(f"{programme}/plans", json={"time_limit_seconds": 10, "compare": False})
        plan = f"/v1/plans/{made.json()['id']}"
        while client.get(plan).json()["state"] in {"queued", "running"}:
            time.sleep(0.2)
    with (
        served(folder, workers=0) as service,
        httpx.Client(base_url=service.address, timeout=120) as client,
    ):
        large = stored(client, _large())
        waiting = client.post(f"{programme}/plans").json()["id"]
        limits = TypeAdapter(ServiceLimits).validate_json(client.get("/v1/limits").content)
        port = urlsplit(service.address).port or 0
        stream = f"/v1/plans/{waiting}/events"
        yield service, Target(port=port, limits=limits, large=large, stream=stream), plan


def _warm(service: Served, target: Target, plan: str) -> None:
    """Have each kind of request answered once, as by a client that means no harm."""
    with httpx.Client(base_url=service.address, timeout=120) as client:
        for path in (target.large, plan):
            client.get(path).raise_for_status()
        whole = client.get(target.large).content
        client.post("/v1/validate", content=whole, headers=JSON).raise_for_status()
        with client.stream("GET", target.stream) as stream:
            next(stream.iter_bytes())


def _large() -> bytes:
    """Return a programme whose text fits into no buffer of the kernel."""
    document = json.loads(SMALL)
    one = {**document["assumptions"][0], "text": "x" * LONG_TEXT_BYTES}
    document["assumptions"] += [{**one, "id": f"long-{number}"} for number in range(LONG_TEXTS)]
    return json.dumps(document).encode()


def _attacked(
    service: Served, target: Target, plan: str, arguments: argparse.Namespace, read: Read
) -> dict[str, Tally]:
    """Read while a process of its own attacks; return what that one found."""
    ours, theirs = PROCESSES.Pipe()
    words = (theirs, target, arguments)
    attacker = PROCESSES.Process(target=_attack, args=words, daemon=True)
    attacker.start()
    ours.recv()
    asyncio.run(_reads(service.address + plan, arguments.seconds, read))
    tallies: dict[str, Tally] = ours.recv()
    attacker.join()
    return tallies


def _attack(pipe: Connection, target: Target, asked: argparse.Namespace) -> None:
    # As if on another machine: where Linux shares its processors among sessions, with its own part.
    os.setsid()
    give_way(os.getpid(), asked.niceness)
    pipe.send("begins")
    pipe.send(asyncio.run(attack(target, asked.clients, asked.seconds, asked.kind)))


async def _reads(address: str, seconds: float, read: Read) -> None:
    """Read an address at a steady rate, whatever the answers take."""

    async def one(due: float) -> None:
        try:
            status = str((await client.get(address)).status_code)
        except httpx.TransportError as error:
            status = type(error).__name__
        read.answers[status] += 1
        # From when it was due: a slow service must not slow its own clock.
        read.milliseconds.append((time.monotonic() - due) * 1000)

    async with httpx.AsyncClient(timeout=30) as client, asyncio.TaskGroup() as group:
        began = time.monotonic()
        for number in range(int(seconds * READS_PER_SECOND)):
            due = began + number / READS_PER_SECOND
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            group.create_task(one(due))


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
