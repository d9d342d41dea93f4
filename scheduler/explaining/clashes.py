"""Why a programme has no plan: clashes, what collides in them, and what could go on all the same.

What dates alone show comes first, while solver processes start: it is said most plainly. The rest
is found by trials. Whatever is told was refuted by its rules alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scheduler.answers import Clash, Clashes, PartialPlan
from scheduler.asking.question import Ask
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.one_clash import find_clash, trials_by_asking
from scheduler.explaining.partial_plan import find_partial_plan
from scheduler.explaining.told import clash_of
from scheduler.solver.clock import Clock
from scheduler.solver.more_clashes import Told, find_several
from scheduler.solver.narrowing import Found
from scheduler.solver.settings import SearchSettings
from scheduler.solver.trials import Finding, Trials

OnEvent = Callable[[Mapping[str, Any]], None]

SHARE_OF_TIME_FOR_CLASHES = 0.5
"""The rest is for the partial plan."""


def find_clashes(
    trials: Trials, *, at_most: int = 5, tell: Callable[[Found], None] = lambda _: None
) -> Told | Finding:
    """Return clashes that share as little as can be, or what is known where there is none."""
    return find_several(trials, at_most, lambda among: find_clash(trials, among), tell)


def explain_none(
    programme: ExpandedProgramme,
    ask: Ask,
    settings: SearchSettings,
    *,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
    at_most: int = 5,
    with_partial_plan: bool = True,
) -> Clashes:
    """Return why a programme has no plan, telling clashes and the partial plan as they are found.

    Events are `{"type": "clash", "clash": Clash}` and `{"type": "partial_plan", "partial_plan":
    PartialPlan}`. `ask` must answer as many questions at once as the settings have workers.
    Where the programme turns out to have a plan, or nothing is decided in time, `outcome` says so.
    Raises UnsoundPlan where a partial plan breaks a rule that is kept.
    """
    stop = stop or threading.Event()
    clock = Clock(settings.time_limit_seconds)
    share = SHARE_OF_TIME_FOR_CLASHES if with_partial_plan else 1.0
    trials = trials_by_asking(
        programme, ask, settings, stop=stop, seconds=share * settings.time_limit_seconds
    )
    trials.emit = on_event
    clashes: list[Clash] = []

    def tell(found: Found) -> None:
        clash = clash_of(found, programme, tuple(trials.alarms) if found.disagreement else ())
        clashes.append(clash)
        on_event({"type": "clash", "clash": clash, "seconds": clock.spent})

    told = find_clashes(trials, at_most=at_most, tell=tell)
    if not isinstance(told, Told):
        return Clashes(
            outcome="plan" if told == "plan" else "undecided",
            alarms=tuple(trials.alarms),
            seconds=clock.spent,
        )
    partial: PartialPlan | None = None
    if with_partial_plan and not stop.is_set():
        left = replace(settings, time_limit_seconds=clock.left)
        partial = find_partial_plan(programme, ask, left, told.found, stop=stop)
        if partial is not None:
            on_event({"type": "partial_plan", "partial_plan": partial, "seconds": clock.spent})
    return Clashes(
        clashes=tuple(sorted(clashes, key=_plainest_first)),
        complete=told.complete,
        none_apart=told.none_apart,
        partial_plan=partial,
        alarms=tuple(trials.alarms),
        seconds=clock.spent,
    )


def _plainest_first(clash: Clash) -> tuple[bool, bool, int]:
    return not clash.proved, clash.cause is None, len(clash.rules)
