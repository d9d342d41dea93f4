"""What became of every plan that was acknowledged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from api.store.database import Database
from api.store.tables import attempts, events, plans
from tests.api.chaos.stage import Killing

NOTICED_WITHIN_MS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the audit found."""

    kills: dict[str, int]
    acknowledged: int
    lost: list[str]
    """Acknowledged, and not there."""
    duplicated: list[str]
    """Ended twice, or wished for once and there twice, or written to after the end."""
    stuck: list[str]
    """Not ended a minute after nothing stood in the way any more."""
    failed: dict[str, str]
    """Ended with a fault of ours, with its code."""
    outcomes: dict[str, int]
    attempts: int
    takeovers: list[float]
    """Seconds from a worker's death to the next attempt at a plan that it held."""
    orphans: list[str]
    """Processes that outlived whoever had started them by more than a moment."""

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.duplicated or self.stuck or self.orphans)

    def lines(self) -> list[str]:
        """Return the findings for people."""
        taken = "none"
        if self.takeovers:
            taken = (
                f"{len(self.takeovers)}, median {median(self.takeovers):.1f} s, "
                f"longest {max(self.takeovers):.1f} s"
            )
        return [
            f"kills: {sum(self.kills.values())} {self.kills}",
            f"plans acknowledged: {self.acknowledged}, attempts: {self.attempts}",
            f"outcomes: {self.outcomes}",
            f"lost: {len(self.lost)} {self.lost}",
            f"duplicated: {len(self.duplicated)} {self.duplicated}",
            f"stuck: {len(self.stuck)} {self.stuck}",
            f"failed: {len(self.failed)} {self.failed}",
            f"takeovers: {taken}",
            f"orphans: {len(self.orphans)} {self.orphans}",
        ]


def audit(
    database: Database,
    acknowledged: Sequence[str],
    killings: Sequence[Killing],
    stuck: Sequence[str],
    orphans: list[str],
) -> Report:
    """Compare what was promised with what is stored."""
    with database.reading() as c:
        stored = {row.id: row for row in c.execute(select(plans))}
        ends = {
            row.plan: row
            for row in c.execute(
                select(
                    events.c.plan,
                    func.max(events.c.number).label("last"),
                    func.count().label("count"),
                    func.sum(_is("finished")).label("finished"),
                    func.max(events.c.number * _is("finished")).label("end"),
                ).group_by(events.c.plan)
            )
        }
        tries = c.execute(select(attempts).order_by(attempts.c.plan, attempts.c.number)).all()
    finished = Counter(row.plan for row in tries if row.ending == "finished")
    duplicated = [
        id
        for id in stored
        if id not in set(acknowledged)
        or finished[id] > 1
        or (ends[id].finished, ends[id].end, ends[id].count) != (1, ends[id].last, ends[id].last)
    ]
    known = [stored[id] for id in acknowledged if id in stored]
    return Report(
        kills=dict(Counter(killing.kind for killing in killings)),
        acknowledged=len(acknowledged),
        lost=[id for id in acknowledged if id not in stored],
        duplicated=[id for id in duplicated if id not in stuck],
        stuck=list(stuck),
        failed={row.id: row.failure_code for row in known if row.state == "failed"},
        outcomes=dict(Counter(f"{row.state} {row.outcome}" for row in known)),
        attempts=len(tries),
        takeovers=_takeovers(tries, killings),
        orphans=orphans,
    )


def _is(kind: str) -> ColumnElement[int]:
    return case((events.c.type == kind, 1), else_=0)


def _takeovers(tries: Sequence[Any], killings: Sequence[Killing]) -> list[float]:
    """Return how long plans waited whose worker was killed, by itself or with its `serve`."""
    deaths = sorted(k.at_ms for k in killings if k.kind != "child")
    waited = []
    for one, following in pairwise(tries):
        if one.plan != following.plan or one.ending != "lost":
            continue
        died = [at for at in deaths if one.started_at <= at <= following.started_at]
        if died:
            waited.append((following.started_at - died[0]) / 1000)
    return waited
