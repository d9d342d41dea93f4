"""Times the service as a client meets it; prints figures, asserts nothing.

Starts `serve` in a fresh folder (or talks to DATABASE_URL), then measures memory at rest, a small
programme planned under `Prefer: wait`, and reads at a steady rate while two plans are being made.

Run: python -m tests.benchmarks.service [--rate 50] [--seconds 30]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
PROGRAMMES = ROOT / "fixtures" / "programmes"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=30)
    arguments = parser.parse_args()
    with serving() as (server, address), httpx.Client(base_url=address, timeout=90) as client:
        time.sleep(4)
        print("memory at rest, MB:", json.dumps(memory(server.pid)))
        small = store(client, "small")
        waits = [planned(client, small) for _ in range(6)]
        print("small.json, Prefer: wait, s:", [round(w, 2) for w in waits])
        plans = [busy_plan(client, arguments.seconds) for _ in range(2)]
        while any(state(client, plan) != "running" for plan in plans):
            time.sleep(0.2)
        times = asyncio.run(reads(address, paths(client, small, plans), arguments))
        running = [state(client, plan) for plan in plans]
        report(times, running)
        print("memory under load, MB:", json.dumps(memory(server.pid)))
        for plan in plans:
            client.post(f"/v1/plans/{plan}/cancel")


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `serve` with two slots until the measuring is done."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        words = ["serve", "--port", str(port), "--data", folder, "--slots", "2", "--workers", "1"]
        server = subprocess.Popen([sys.executable, "-m", "api.cli", *words], cwd=ROOT)
        address = f"http://127.0.0.1:{port}"
        try:
            await_ready(address)
            yield server, address
        finally:
            server.terminate()
            server.wait(timeout=40)


def await_ready(address: str) -> None:
    """Wait until the service answers."""
    for _ in range(300):
        try:
            if httpx.get(f"{address}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    message = "the service does not answer"
    raise TimeoutError(message)


def store(client: httpx.Client, name: str) -> str:
    """Store a shipped programme and return its id."""
    body = (PROGRAMMES / f"{name}.json").read_bytes()
    answer = client.post(
        "/v1/programmes", content=body, headers={"Content-Type": "application/json"}
    )
    answer.raise_for_status()
    return str(answer.json()["id"])


def planned(client: httpx.Client, programme: str) -> float:
    """Plan with a wait and return how long the answer took, in seconds."""
    began = time.monotonic()
    answer = client.post(f"/v1/programmes/{programme}/plans", headers={"Prefer": "wait=30"})
    taken = time.monotonic() - began
    body = answer.json()
    if answer.status_code != httpx.codes.OK or body["outcome"] != "plan":
        message = f"no plan in time: {answer.status_code} {body.get('state')}"
        raise RuntimeError(message)
    return taken


def busy_plan(client: httpx.Client, seconds: int) -> str:
    """Ask for a plan that keeps a worker busy for so long and a minute."""
    programme = store(client, "lincolnshire")
    body = {"time_limit_seconds": seconds + 60}
    answer = client.post(f"/v1/programmes/{programme}/plans", json=body)
    answer.raise_for_status()
    return str(answer.json()["id"])


def state(client: httpx.Client, plan: str) -> str:
    """Return where a plan stands."""
    return str(client.get(f"/v1/plans/{plan}").json()["state"])


def paths(client: httpx.Client, programme: str, plans: Sequence[str]) -> list[str]:
    """Return what a page and a planning tool read, a finished plan included."""
    done = client.get("/v1/plans", params={"programme": programme}).json()["plans"][0]["id"]
    return [
        f"/v1/plans/{plans[0]}",
        f"/v1/plans/{plans[1]}",
        f"/v1/plans/{done}",
        f"/v1/plans/{done}/gantt.svg",
        f"/v1/programmes/{programme}",
        f"/v1/programmes/{programme}/revisions",
        "/v1/programmes",
        "/v1/plans",
        "/v1/rules",
        "/",
        "/readyz",
    ]


async def reads(
    address: str, targets: Sequence[str], arguments: argparse.Namespace
) -> list[tuple[str, int, float]]:
    """Read at a steady rate, whatever the answers take; return path, status and seconds."""
    times: list[tuple[str, int, float]] = []

    async def one(client: httpx.AsyncClient, path: str, due: float) -> None:
        answer = await client.get(path)
        # From when it was due: a slow server must not slow its own clock.
        times.append((path, answer.status_code, time.monotonic() - due))

    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(arguments.rate * arguments.seconds):
                due = began + number / arguments.rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                group.create_task(one(client, targets[number % len(targets)], due))
    return times


def report(times: Sequence[tuple[str, int, float]], running: Sequence[str]) -> None:
    """Print quantiles in milliseconds, all together and for each path."""
    print(f"plans at the end: {', '.join(running)}")
    unexpected = [entry for entry in times if entry[1] >= httpx.codes.BAD_REQUEST]
    print(f"reads: {len(times)}, refused or failed: {len(unexpected)} {unexpected[:3]}")
    for path in ("all", *dict.fromkeys(entry[0] for entry in times)):
        taken = sorted(t * 1000 for p, _, t in times if path in ("all", p))
        cuts = statistics.quantiles(taken, n=100)
        middle, most, nearly = cuts[49], cuts[94], cuts[98]
        print(
            f"{path:50} p50 {middle:6.1f} p95 {most:6.1f} p99 {nearly:6.1f} max {taken[-1]:6.1f} ms"
        )


def memory(root: int) -> dict[str, int]:
    """Return resident megabytes of a process and of all beneath it, by what they are."""
    found: dict[str, int] = {}
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        folder = Path(f"/proc/{pid}")
        command = folder.joinpath("cmdline").read_bytes().decode().split("\0")
        said = next((w for w in command if w in {"serve", "worker"}), "solver")
        status = folder.joinpath("status").read_text()
        # A process that has just ended has none.
        resident = next((s for s in status.splitlines() if s.startswith("VmRSS")), "VmRSS: 0")
        found[f"{said} {pid}"] = int(resident.split()[1]) // 1024
        for children in folder.glob("task/*/children"):
            waiting += [int(child) for child in children.read_text().split()]
    return found


if __name__ == "__main__":
    main()
