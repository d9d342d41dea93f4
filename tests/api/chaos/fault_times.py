"""How late answers are, and how long a plan takes to end that is cancelled."""

from __future__ import annotations

import time
from random import Random

from sqlalchemy import select

from api.store.tables import CANCELLED, plans
from tests.api.chaos.fault_kinds import CONTROL
from tests.api.chaos.fault_stage import FaultStage, Order
from tests.api.jobs.yard import until

LIMITS = (1.0, 2.0, 5.0)
AT_ONCE = 2
PLANS = ("small", "middling")


def answers_late(stage: FaultStage, kind: str, rounds: int, at_once: int) -> list[float]:
    """Return by how many seconds answers came later than their limit, since they were asked for.

    As callers ask: with a comparison, and no more at once than there are slots.
    """
    late: list[float] = []
    for number in range(rounds):
        orders = [
            stage.order(
                kind,
                programme=PLANS[place % len(PLANS)],
                limit=LIMITS[number % len(LIMITS)],
                compare=True,
            )
            for place in range(number, number + at_once)
        ]
        late.extend(_ended_at(stage, order) - order.sent_at - order.limit for order in orders)
    return late


def cancelling_took(stage: FaultStage, kind: str, cancels: int, seed: int) -> list[float]:
    """Return the seconds from each request to cancel to the end of a plan that is being made."""
    random = Random(seed)
    took: list[float] = []
    for _ in range(0, cancels, AT_ONCE):
        orders = [stage.order(kind, limit=60.0) for _ in range(AT_ONCE)]
        asked: list[float] = []
        for order in orders:
            _wait_for(stage, order, "running")
        # Early and late in a search, and before as after a fault.
        time.sleep(random.uniform(0.0, 2.0))
        for order in orders:
            asked.append(time.time())
            stage.client.post(f"/v1/plans/{order.plan}/cancel").raise_for_status()
        for order, at in zip(orders, asked, strict=True):
            took.append(_ended_at(stage, order) - at)
            assert _row(stage, order) == CANCELLED
    return took


def summary(seconds: list[float]) -> str:
    """Return a distribution for people."""
    ordered = sorted(seconds)
    return (
        f"{len(ordered)}, p50 {share(ordered, 0.5):.2f} s, p99 {share(ordered, 0.99):.2f} s, "
        f"most {ordered[-1]:.2f} s"
    )


def share(ordered: list[float], part: float) -> float:
    """Return the least value that such a part of all does not exceed."""
    return ordered[max(0, -int(-len(ordered) * part // 1) - 1)]


def _row(stage: FaultStage, order: Order) -> str:
    with stage.database.reading() as c:
        wanted = select(plans.c.state).where(plans.c.id == order.plan)
        return str(c.execute(wanted).scalar_one())


def _wait_for(stage: FaultStage, order: Order, state: str) -> None:
    until(lambda: _row(stage, order) == state, lambda: f"{order}: {_row(stage, order)}")


def _ended_at(stage: FaultStage, order: Order) -> float:
    """Wait for the end of a plan; return when that was stored, in seconds."""
    wanted = select(plans.c.finished_at).where(plans.c.id == order.plan)

    def finished_at() -> int | None:
        with stage.database.reading() as c:
            found: int | None = c.execute(wanted).scalar_one()
            return found

    until(lambda: finished_at() is not None, lambda: f"{order}: {_row(stage, order)}")
    return (finished_at() or 0) / 1000


def kinds_timed() -> tuple[str, ...]:
    """Return how solver processes are while times are taken."""
    return (CONTROL, "hang", "silence")
