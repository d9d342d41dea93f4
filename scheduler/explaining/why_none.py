"""Why there is no plan, and the ways out: clashes, the partial plan, recovery options."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scheduler.answers import Clash, Clashes, PartialPlan, Recovery
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.clashes import explain_none
from scheduler.explaining.partial_plan import find_partial_plan
from scheduler.explaining.recovery import recovery_options
from scheduler.explaining.work import Work
from scheduler.interchange.answer_json import clash_to_jsonable, partial_plan_to_jsonable
from scheduler.interchange.recovery_json import recovery_to_jsonable
from scheduler.solver.narrowing import Found
from scheduler.solver.settings import SearchSettings

MOST_CLASHES = 5
MOST_OPTIONS = 5
SHARE_OF_TIME_FOR_CLASHES = 0.2
SHARE_OF_TIME_FOR_RECOVERY = 0.75
"""Of what the clashes leave; the rest is for the partial plan, which comes first: boards ask for it
wherever the search is ended."""
SECONDS_FOR_THE_CLASH_OF_A_WISH = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNone:
    """Why there is no plan and what would help."""

    clashes: Clashes
    recovery: Recovery | None = None
    """None where there was no time for it, or nothing to recover from."""


def find_why_none(
    programme: ExpandedProgramme,
    work: Work,
    *,
    seconds: float = 300.0,
    most: int = MOST_CLASHES,
    most_options: int = MOST_OPTIONS,
    with_partial_plan: bool = True,
) -> WhyNone:
    """Return clashes, recovery options and the partial plan, each told as soon as it is known."""
    began = time.monotonic()
    clashes = explain_none(
        programme,
        work.ask,
        _settings(work, seconds * SHARE_OF_TIME_FOR_CLASHES),
        on_event=lambda event: _tell(work, event),
        stop=work.stop,
        at_most=most,
        with_partial_plan=False,
    )
    if clashes.outcome != "infeasible" or work.stop.is_set():
        return WhyNone(clashes=clashes)
    left = max(1.0, seconds - (time.monotonic() - began))
    if with_partial_plan:
        settings = _settings(work, left * (1 - SHARE_OF_TIME_FOR_RECOVERY))
        partial = _partial_plan(programme, clashes, work, settings)
        clashes = replace(clashes, partial_plan=partial)
        left = max(1.0, seconds - (time.monotonic() - began))
    recovery = None
    if not work.stop.is_set():
        recovery = recovery_options(
            programme,
            work.ask,
            at_most=most_options,
            seconds=left,
            on_event=lambda event: _tell(work, event),
            stop=work.stop,
            side_by_side=work.side_by_side,
        )
    return WhyNone(clashes=clashes, recovery=recovery)


def _partial_plan(
    programme: ExpandedProgramme, clashes: Clashes, work: Work, settings: SearchSettings
) -> PartialPlan | None:
    """Return the best partial plan by the end of its time, told as soon as there is any."""
    known = [
        Found(rules=clash.rules, minimal=clash.minimal, proved=clash.proved)
        for clash in clashes.clashes
    ]
    partial = find_partial_plan(
        programme, work.ask, settings, known, stop=work.stop, on_coarse=work.on_row
    )
    if partial is not None:
        work.on_row(partial)
    return partial


def _settings(work: Work, seconds: float) -> SearchSettings:
    return SearchSettings(
        time_limit_seconds=seconds, workers=work.side_by_side, confirm=work.confirm
    )


def _tell(work: Work, event: Mapping[str, Any]) -> None:
    for key in ("clash", "option"):
        if key in event:
            work.on_row(event[key])


def clash_with_wishes(
    programme: ExpandedProgramme, wishes: tuple[Rule, ...], work: Work
) -> Clash | None:
    """Return planning rules that cannot hold together with some wishes."""
    document = replace(programme.document, rules=(*programme.document.rules, *wishes))
    found = explain_none(
        ExpandedProgramme(document),
        work.ask,
        _settings(work, SECONDS_FOR_THE_CLASH_OF_A_WISH),
        stop=work.stop,
        at_most=1,
        with_partial_plan=False,
    )
    return found.clashes[0] if found.clashes else None


def why_none_to_jsonable(why: WhyNone, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return why there is no plan as plain JSON values; `programme` is the one explained."""
    found = why.clashes
    made: dict[str, Any] = {
        "outcome": found.outcome,
        "clashes": [clash_to_jsonable(clash) for clash in found.clashes],
        "complete": found.complete,
        "none_apart": found.none_apart,
        "partial_plan": partial_plan_to_jsonable(found.partial_plan, programme),
        "recovery_options": [],
        "alarms": list(found.alarms),
        "seconds": round(found.seconds, 2),
    }
    if why.recovery is not None:
        made |= recovery_to_jsonable(why.recovery, programme.document, programme)
    return made
