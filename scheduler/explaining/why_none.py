"""Why there is no plan, and the ways out: clashes, the partial plan, recovery options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scheduler.answers import Clash, Clashes
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.clashes import explain_none
from scheduler.explaining.work import Work
from scheduler.interchange.answer_json import clash_to_jsonable, partial_plan_to_jsonable
from scheduler.solver.settings import SearchSettings

MOST_CLASHES = 5
SECONDS_FOR_THE_CLASH_OF_A_WISH = 60.0


def find_why_none(
    programme: ExpandedProgramme,
    work: Work,
    *,
    seconds: float = 300.0,
    most: int = MOST_CLASHES,
    with_partial_plan: bool = True,
) -> Clashes:
    """Return clashes and the best partial plan; each clash is told as soon as it is known."""

    def on_event(event: Mapping[str, Any]) -> None:
        for key in ("clash", "partial_plan"):
            if key in event:
                work.on_row(event[key])

    settings = SearchSettings(
        time_limit_seconds=seconds, workers=work.side_by_side, confirm=work.confirm
    )
    return explain_none(
        programme,
        work.ask,
        settings,
        on_event=on_event,
        stop=work.stop,
        at_most=most,
        with_partial_plan=with_partial_plan,
    )


def clash_with_wishes(
    programme: ExpandedProgramme, wishes: tuple[Rule, ...], work: Work
) -> Clash | None:
    """Return planning rules that cannot hold together with some wishes."""
    document = replace(programme.document, rules=(*programme.document.rules, *wishes))
    quiet = replace(work, on_row=lambda _: None)
    found = find_why_none(
        ExpandedProgramme(document),
        quiet,
        seconds=SECONDS_FOR_THE_CLASH_OF_A_WISH,
        most=1,
        with_partial_plan=False,
    )
    return found.clashes[0] if found.clashes else None


def why_none_to_jsonable(found: Clashes, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return why there is no plan as plain JSON values."""
    return {
        "outcome": found.outcome,
        "clashes": [clash_to_jsonable(clash) for clash in found.clashes],
        "complete": found.complete,
        "none_apart": found.none_apart,
        "partial_plan": partial_plan_to_jsonable(found.partial_plan, programme),
        "recovery_options": [],
        "alarms": list(found.alarms),
        "seconds": round(found.seconds, 2),
    }
