"""The plan that holds with a probability, looked for as an analysis: every try is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.analysis.hold import HoldAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.work import Work
from scheduler.solver.settings import SearchSettings

PART_FOR_SEARCH = 0.8
"""Of the time; fresh samples and what no plan can exceed take the rest."""
HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTried:
    """A plan that was tried, told while the search goes on."""

    number: int
    percent: float
    """In how many of a hundred samples of the search all is in time."""


def look_for_hold(programme: ExpandedProgramme, plan: Plan, work: Work) -> HoldAnswer:
    """Return the plan that holds as likely as is asked for, at the least price found.

    The programme must have passed validation. A stop keeps the best so far.
    """
    # Loads the compiled kernel, which other analyses start without.
    from scheduler.simulation.hold import find_hold  # noqa: PLC0415
    from scheduler.simulation.hold_search import HoldSettings  # noqa: PLC0415

    tried = 0

    def told(event: Mapping[str, Any]) -> None:
        nonlocal tried
        if event["type"] == HOLD:
            tried += 1
            work.on_row(HoldTried(number=tried, percent=round(event["percent"], 2)))

    search = SearchSettings(
        time_limit_seconds=PART_FOR_SEARCH * work.limit_seconds,
        workers=work.side_by_side,
        memory_limit_mb=work.memory_limit_mb,
    )
    settings = HoldSettings(target_percent=work.target_percent)
    return find_hold(programme, plan, settings, search, on_event=told, stop=work.stop)
