"""Orders of every kind of fault until each has struck often enough, then quiet, then the audit."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import select

from api.store.database import Database
from api.store.tables import COMPLETED, FAILED, events, plans
from tests.api.chaos.audit import NOTICED_WITHIN_MS, Report, audit
from tests.api.chaos.fault_kinds import CONTROL, FAULTS, KINDS, noted_in
from tests.api.chaos.fault_stage import FaultStage, Order
from tests.api.chaos.stage import described
from tests.api.jobs.yard import is_alive

WAITING = 2
"""Orders that wait at any time."""
ALWAYS = 0.3
"""Share of orders of which every solver process fails."""
PROGRAMMES = ("small", "small", "small", "none", "middling")
TYPED = frozenset({"parked", "unsound_plan", "objective_mismatch", "solver_failed"})
"""Codes of plans that failed as what they were; any other is a fault that nobody foresaw."""
LAST_SECONDS = 1.0
"""In which a process that was just ended is gone."""


@dataclass(slots=True, kw_only=True)
class OfKind:
    """What became of the orders of one kind."""

    orders: int = 0
    struck: int = 0
    """Orders at which a fault struck."""
    faults: int = 0
    retries: int = 0
    """Times that another process or attempt was begun."""
    outcomes: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)
    """Seconds from the beginning of work to the end, beyond the limit."""

    def line(self, kind: str) -> str:
        """Return the findings for people."""
        ordered = sorted(self.late) or [0.0]
        beyond = ordered[-(-len(ordered) * 99 // 100) - 1]
        return (
            f"{kind}: {self.orders} orders, struck at {self.struck}, faults {self.faults}, "
            f"retries {self.retries}, {dict(self.outcomes)}, "
            f"beyond the limit p99 {beyond:.2f} s, most {ordered[-1]:.2f} s"
        )


def rounds_of_faults(
    stage: FaultStage, each: int, seed: int, say: Callable[[str], None]
) -> list[str]:
    """Let every kind of fault strike at so many orders; return what stands still a minute later."""
    random = Random(seed)
    said = 0
    while missing := _missing(stage, each):
        for _ in range(stage.slots + WAITING - stage.under_way()):
            kind = random.choice(missing)
            always = kind != CONTROL and random.random() < ALWAYS
            stage.order(kind, always=always, programme=random.choice(PROGRAMMES))
        if len(stage.orders) >= said + 50:
            said = len(stage.orders)
            say(f"{said} orders, still to strike: {', '.join(missing)}")
        time.sleep(0.1)
    return stuck_after(stage)


def _missing(stage: FaultStage, each: int) -> list[str]:
    struck = {(noted.kind, noted.number) for noted in noted_in(stage.journal)}
    counts = Counter(kind for kind, _ in struck)
    counts[CONTROL] = sum(order.wanted.kind == CONTROL for order in stage.orders)
    return [kind for kind in KINDS if counts[kind] < each]


def stuck_after(stage: FaultStage) -> list[str]:
    """Wait until everything has ended; return what stands still for a minute instead."""
    seen: dict[str, int] = {}
    moved_at = time.monotonic()
    while True:
        now = _standing(stage.database)
        if not now:
            return []
        if now != seen:
            seen, moved_at = now, time.monotonic()
        if time.monotonic() - moved_at > NOTICED_WITHIN_MS / 1000:
            return sorted(now)
        time.sleep(0.1)


def _standing(database: Database) -> dict[str, int]:
    wanted = select(plans.c.id, plans.c.last_event).where(plans.c.finished_at.is_(None))
    with database.reading() as c:
        return {row.id: row.last_event for row in c.execute(wanted)}


def orphans_of(stage: FaultStage) -> list[str]:
    """Return processes that live although their plan has ended, while the service goes on."""
    time.sleep(LAST_SECONDS)
    failed = [noted.pid for noted in noted_in(stage.journal)]
    ours = {part.process.pid for part in stage.parts} | set(stage.children())
    strangers = [pid for pid in stage.marked() if pid not in ours]
    # Those whose fault had struck, and those that nobody who lives has started.
    return [described(pid) for pid in (*strangers, *filter(is_alive, failed))]


def audited(
    stage: FaultStage, stuck: list[str], orphans: list[str]
) -> tuple[Report, dict[str, OfKind]]:
    """Compare what was promised with what is stored, in all and by kind of fault."""
    database = stage.database
    report = audit(database, [order.plan for order in stage.orders], (), stuck, orphans)
    faults = Counter(noted.number for noted in noted_in(stage.journal))
    with database.reading() as c:
        stored = {row.id: row for row in c.execute(select(plans))}
        retries = Counter(
            c.execute(select(events.c.plan).where(events.c.type == "retry")).scalars()
        )
    kinds: dict[str, OfKind] = defaultdict(OfKind)
    for order in stage.orders:
        row, of = stored[order.plan], kinds[order.wanted.kind]
        number = order.wanted.number
        of.orders += 1
        of.faults += faults[number]
        of.struck += number in faults
        of.retries += retries[order.plan]
        how = row.failure_code if row.state == FAILED else row.outcome
        of.outcomes[f"{row.state} {how}"] += 1
        if row.finished_at is not None:
            of.late.append((row.finished_at - row.started_at) / 1000 - order.limit)
    return report, {kind: kinds[kind] for kind in KINDS if kind in kinds}


def untyped(report: Report, kinds: dict[str, OfKind]) -> list[str]:
    """Return how plans ended that did not end as they should."""
    bad = [f"{plan}: {code}" for plan, code in report.failed.items() if code not in TYPED]
    control = kinds.get(CONTROL, OfKind()).outcomes
    return bad + [f"control: {how}" for how in control if not how.startswith(COMPLETED)]


def struck_enough(kinds: dict[str, OfKind], each: int) -> bool:
    """Tell whether every fault struck as often as was asked for."""
    return all(kind in kinds and kinds[kind].struck >= each for kind in FAULTS)


def order_any(stage: FaultStage, random: Random) -> Order:
    """Order a plan whose every solver process fails, in any way."""
    return stage.order(random.choice(FAULTS), always=True, limit=2.0)
