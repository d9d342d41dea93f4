"""Traffic and kills side by side, then quiet, then the audit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from random import Random
from typing import Any

from api.settings import ServiceSettings
from api.store.database import open_database
from tests.api.chaos.audit import NOTICED_WITHIN_MS, Report, audit
from tests.api.chaos.stage import Killing, Kind, Stage, described, stage_on
from tests.api.chaos.traffic import Traffic
from tests.api.jobs.yard import is_alive

RESTARTED_AFTER_SECONDS = 1.0
STEP_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """What is killed, how often and for how long."""

    kills: int
    """After so many it is over."""
    minutes: float = inf
    """Or after so long."""
    seconds_between: tuple[float, float] = (0.5, 12.0)
    """Some while a process that was killed comes back, most while plans are made."""
    kinds: tuple[Kind, ...] = ("api", "worker", "child", "database")
    crash: Callable[[], None] | None = None
    """Lets a database server crash and recover, as one kind of kill more."""


def rounds_of_kills(
    settings: ServiceSettings,
    folder: Path,
    attack: Attack,
    seed: int,
    say: Callable[[str], None],
) -> Report:
    """Kill processes while plans are made, then wait for quiet and audit."""
    random = Random(seed)
    killings: list[Killing] = []
    with stage_on(settings, folder, attack.crash) as stage:
        traffic = Traffic(stage, random)
        _until_ready(stage, traffic)
        ends_at = time.monotonic() + attack.minutes * 60
        next_kill = time.monotonic() + 5
        restart_at = 0.0
        while len(killings) < attack.kills and time.monotonic() < ends_at:
            traffic.step(more=True)
            if time.monotonic() > next_kill:
                killed = stage.kill_one(random, attack.kinds)
                if killed is not None:
                    killings.append(killed)
                    say(f"{len(killings)}: {killed.kind} {killed.pid}")
                next_kill = time.monotonic() + random.uniform(*attack.seconds_between)
                restart_at = time.monotonic() + RESTARTED_AFTER_SECONDS
            if time.monotonic() > restart_at:
                stage.keep_running()
            time.sleep(STEP_SECONDS)
        stuck = _stuck_after(stage, traffic)
        orphans = [described(pid) for k in killings for pid in k.orphans if is_alive(pid)]
        orphans += stage.clear()
        acknowledged = [wish.plan for wish in traffic.wishes if wish.plan is not None]
        say(f"answers to callers: {dict(traffic.answers)}")
        database = open_database(settings.store_url)
        try:
            return audit(database, acknowledged, killings, stuck, orphans)
        finally:
            database.close()


def _until_ready(stage: Stage, traffic: Traffic) -> None:
    deadline = time.monotonic() + NOTICED_WITHIN_MS / 1000 * 2
    while not stage.processes()["child"]:
        if time.monotonic() > deadline:
            raise TimeoutError("the service does not come up")
        time.sleep(STEP_SECONDS)
    traffic.prepare()


def _stuck_after(stage: Stage, traffic: Traffic) -> list[str]:
    """Wait until everything has ended; return what stands still for a minute instead."""
    seen: dict[str, dict[str, Any] | None] = {}
    moved_at = time.monotonic()
    while not traffic.is_quiet:
        stage.keep_running()
        traffic.step(more=False)
        now = {plan: traffic.get(plan) for plan in traffic.under_way}
        if now != seen:
            seen, moved_at = now, time.monotonic()
        if time.monotonic() - moved_at > NOTICED_WITHIN_MS / 1000:
            return sorted(now)
        time.sleep(STEP_SECONDS)
    return []
