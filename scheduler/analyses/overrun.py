"""How often a plan still holds if work takes longer than estimated: a dial, step by step.

Every estimate of work that has not begun is taken so many per cent longer, at all three of its
points; everything else is left to chance as ever. The plan is carried out in its order, so that
what is told is what happens if nobody plans again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scheduler.analysis.risk import Percentiles, Share
from scheduler.domain.activities import Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import begun_in
from scheduler.explaining.best_known import BestKnown
from scheduler.explaining.work import Work
from scheduler.interchange.risk_json import shares_plain

STEPS = (0, 10, 20, 30, 40, 50)
"""Per cent that are tried in any case."""
MOST_PERCENT = 300
SAMPLES = 1_000
"""Of each step: the same draws, so that steps can be compared."""
_ALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrunRow:
    """What becomes of a plan if work takes so much longer."""

    percent: int
    in_time: Share
    """All services transferred by the contract end, and accepted by when a rule says."""
    last: Percentiles
    """Of the last transfer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """How often a plan still holds, step by step."""

    feasible: bool
    contract_end: date
    horizon: date
    """The last day that is simulated."""
    samples: int
    rows: Sequence[OverrunRow]
    """The least per cent first; fewer than were asked for where an end was asked for."""


def overrun_document(
    programme: ExpandedProgramme, best: BestKnown | None, work: Work, percent: int | None = None
) -> Mapping[str, Any]:
    """Try every step and one more; the rows of the answer, each told as soon as it is known."""
    if best is None:
        return {"feasible": None}
    steps = sorted({*STEPS, *(() if percent is None else (percent,))})
    found = find_overrun(programme, best.plan, steps, on_row=work.on_row, stopped=work.stop.is_set)
    made: dict[str, Any] = shares_plain(found)
    return made


def find_overrun(
    programme: ExpandedProgramme,
    plan: Plan,
    steps: Sequence[int] = STEPS,
    *,
    samples: int = SAMPLES,
    on_row: Callable[[object], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Overrun:
    """Return how often a plan that transfers something is in time if work takes longer."""
    # Loads the compiled kernel, which other analyses start without.
    from scheduler.simulation.chance import chance_of  # noqa: PLC0415
    from scheduler.simulation.due import in_time, transfers  # noqa: PLC0415
    from scheduler.simulation.figures import percentiles  # noqa: PLC0415
    from scheduler.simulation.policy import carried  # noqa: PLC0415
    from scheduler.simulation.runs import carry_out  # noqa: PLC0415

    under, rows = carried(programme, plan), []
    for percent in steps:
        if stopped():
            break
        # Order, dates and people are those of the plan; estimates alone are others.
        chance = chance_of(replace(under, programme=longer(programme, percent)))
        runs = carry_out(under, chance, samples=samples, seed=1)
        _, good = in_time(under, runs.starts, runs.finishes)
        last = runs.starts[:, transfers(under)].max(axis=1)
        row = OverrunRow(
            percent=percent,
            in_time=Share(count=int(good.sum()), of=samples),
            last=percentiles(last, under.axis),
        )
        rows.append(row)
        on_row(row)
    return Overrun(
        feasible=True,
        contract_end=programme.document.contract.end_date,
        horizon=programme.document.plan_until,
        samples=samples,
        rows=tuple(rows),
    )


def longer(programme: ExpandedProgramme, percent: int) -> ExpandedProgramme:
    """Return a programme in which work that has not begun takes so many per cent longer."""
    begun = begun_in(programme.document.rules)
    factor = (_ALL + percent) / _ALL

    def taking(mode: Mode) -> Mode:
        told = mode.duration
        if told is None:
            return mode
        more = replace(
            told, min=told.min * factor, likely=told.likely * factor, max=told.max * factor
        )
        return replace(mode, duration=more)

    activities = tuple(
        one if one.id in begun else replace(one, modes=tuple(map(taking, one.modes)))
        for one in programme.document.activities
    )
    return ExpandedProgramme(replace(programme.document, activities=activities))
