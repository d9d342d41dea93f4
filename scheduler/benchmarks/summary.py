"""What the records of one set and solver add up to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from scheduler.benchmarks.run_record import Record

MOMENTS = (1.0, 3.0, 10.0)
"""Seconds at which gaps are told."""
ALWAYS = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One set and one solver; means are over instances without a defect."""

    group: str
    solver: str
    instances: int
    defects: int
    plans: int
    proved: int
    """Best plan or absence of one."""
    gap: float | None
    """Mean gap to the best known at the end; no plan counts 100 %."""
    gap_at: tuple[float | None, ...]
    """The same at each of `MOMENTS`."""
    own_gap: float | None
    """Mean of value against own bound, in parts of the value, over instances with a plan."""
    seconds: float
    first_plan_seconds: float | None
    """Mean over instances with a plan."""


def summarised(records: Iterable[Record]) -> list[Summary]:
    """Return a summary for each set and solver, in the order of the sets and first records."""
    found: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        found[record.group, record.solver].append(record)
    solvers = list(dict.fromkeys(solver for _, solver in found))
    pairs = sorted(found, key=lambda pair: (pair[0], solvers.index(pair[1])))
    return [_summary(*pair, found[pair]) for pair in pairs]


def mean_gap(records: Sequence[Record], seconds: float) -> float | None:
    """Return the mean gap to the best known at a moment, over records without a defect."""
    gaps = (record.gap_at(seconds) for record in records if not record.defect)
    return _mean(gap for gap in gaps if gap is not None)


def _summary(group: str, solver: str, records: Sequence[Record]) -> Summary:
    sound = [record for record in records if not record.defect]
    return Summary(
        group=group,
        solver=solver,
        instances=len(records),
        defects=len(records) - len(sound),
        plans=sum(record.run.plan is not None for record in sound),
        proved=sum(record.run.status in ("optimal", "infeasible") for record in sound),
        gap=mean_gap(sound, ALWAYS),
        gap_at=tuple(mean_gap(sound, moment) for moment in MOMENTS),
        own_gap=_mean(record.own_gap for record in sound),
        seconds=_mean(record.run.seconds for record in sound) or 0.0,
        first_plan_seconds=_mean(record.first_plan_seconds for record in sound),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    told = [value for value in values if value is not None]
    return fmean(told) if told else None
