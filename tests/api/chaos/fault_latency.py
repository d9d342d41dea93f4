"""Reads at a steady rate, in pairs of runs: solver processes at work, and such that fail."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

import httpx

from tests.api.chaos.fault_kinds import CONTROL
from tests.api.chaos.fault_rounds import order_any, stuck_after
from tests.api.chaos.fault_stage import FaultStage, Order, feed
from tests.api.chaos.fault_times import share

RATE = 50.0
"""Reads a second."""
SETTLING_SECONDS = 2.0


def paired_runs(
    stage: FaultStage, pairs: int, seconds: float, seed: int, say: Callable[[str], None]
) -> list[tuple[float, float]]:
    """Return p99 in ms without and with solver processes failing all the time, pair by pair."""
    random = Random(seed)
    seen = stage.order(CONTROL, programme="small")
    stuck_after(stage)
    found = []
    for _ in range(pairs):
        idle = _p99(stage, seen, seconds)
        with _fed(stage, lambda: stage.order(CONTROL, limit=2.0)):
            without = _p99(stage, seen, seconds)
        with _fed(stage, lambda: order_any(stage, random)):
            failing = _p99(stage, seen, seconds)
        found.append((without, failing))
        say(
            f"reads p99: idle {idle:.1f} ms, at work {without:.1f} ms, failing {failing:.1f} ms, "
            f"ratio {failing / without:.2f}, load {os.getloadavg()[0]:.1f}"
        )
    return found


@contextmanager
def _fed(stage: FaultStage, order: Callable[[], Order]) -> Iterator[None]:
    """Keep every slot at work for a while, and end with none at work."""
    over = threading.Event()
    words = (stage, stage.slots, lambda: not over.is_set(), order)
    feeding = threading.Thread(target=feed, args=words)
    feeding.start()
    try:
        time.sleep(SETTLING_SECONDS)
        yield
    finally:
        over.set()
        feeding.join()
        stuck_after(stage)


def _p99(stage: FaultStage, order: Order, seconds: float) -> float:
    paths = (
        "/v1/plans",
        f"/v1/plans/{order.plan}",
        f"/v1/programmes/{stage.programmes['small']}",
    )
    took = []
    begins = time.monotonic()
    with httpx.Client(base_url=stage.client.base_url) as client:
        for number in range(int(seconds * RATE)):
            time.sleep(max(0.0, begins + number / RATE - time.monotonic()))
            began = time.monotonic()
            client.get(paths[number % len(paths)]).raise_for_status()
            took.append((time.monotonic() - began) * 1000)
    return share(sorted(took), 0.99)
