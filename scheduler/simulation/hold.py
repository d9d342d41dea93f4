"""Plans that hold: options, order and buffers chosen so that all is in time with a probability.

`hold_search.py` finds plans and says how likely each holds; here the one is chosen that reaches the
target at the least price by the programme's levels, and is carried out again in samples that no
choice has seen. Where none reaches it, it is looked for which kinds of work would have to start as
soon as they can, and what no plan can exceed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from scheduler.analysis.hold import AtOnce, Ceiling, HoldAnswer
from scheduler.analysis.risk import Share
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.simulation.at_once_search import find_at_once
from scheduler.simulation.ceiling import ceiling_of
from scheduler.simulation.fallback import fallback_of
from scheduler.simulation.held import Candidate, Scoring, frontier_of, levels_of, points_of
from scheduler.simulation.hold_search import HoldSearch, HoldSettings, OnEvent
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

MOST_CHECKED_AFRESH = 5
PART_AS_PLANNED = 0.8
"""Of the time, for plans of which all starts are kept; the rest if these do not do."""
CUT_SHORT = ("limit", "stop")
_MOST_SEED = 2**31


def find_hold(
    programme: ExpandedProgramme,
    plan: Plan,
    settings: HoldSettings,
    search: SearchSettings,
    *,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
) -> HoldAnswer:
    """Return the plan that reaches the target at the least price by the programme's levels.

    `plan` is where the search starts and what is compared with. The programme must have passed
    validation; the time limit of `search` is for all of it but the fresh samples and the ceilings.
    """
    stop = stop or threading.Event()
    waits = settings.policy == "as-planned"
    # Without a checked plan to begin with there is nothing yet that work at once could better.
    part = PART_AS_PLANNED if waits and verify(programme, plan).holds else 1.0
    limit = search.time_limit_seconds
    first = replace(search, time_limit_seconds=part * limit)
    made = HoldSearch(programme, plan, settings, first, on_event, stop)
    made.search_all()
    ladder = frontier_of(made.found)
    chosen, fresh, seed = _chosen(programme, ladder, settings)
    afresh = _afresh(programme, settings, seed)
    reached = fresh is not None and fresh.value >= made.target
    at_once, tried, ended_by = None, len(made.tried), made.ended_by
    if waits and not reached and made.found:
        rest = replace(search, time_limit_seconds=max(0.0, limit - made.seconds))
        at_once, more, ended_soon = find_at_once(made, rest)
        tried += more
        # An answer does not depend on the machine where neither search was cut short.
        ended_by = ended_by if ended_by in CUT_SHORT else ended_soon
    best = plan if chosen is None else ladder[chosen].plan
    right_away = replace(afresh, world=replace(settings, policy="right-away"))
    return HoldAnswer(
        target_percent=settings.target_percent,
        reached=reached,
        samples=settings.samples,
        seed=settings.seed,
        fresh_samples=settings.fresh_samples,
        fresh_seed=seed,
        given=afresh.score(plan, "").in_time,
        given_violations=made.violations,
        chosen=chosen,
        in_time=fresh,
        at_once=at_once,
        ceilings=() if reached else _ceilings(made, best, at_once),
        right_away=right_away.score(best, "").in_time,
        levels=levels_of(programme),
        points=points_of(programme, ladder, made.given),
        tried=tried,
        ended_by=ended_by,
        no_plan=tuple(sorted(made.no_plan)),
        fallback=fallback_of(programme, best, afresh),
        seconds=round(made.seconds, 2),
    )


def _ceilings(made: HoldSearch, best: Plan, at_once: AtOnce | None) -> tuple[Ceiling, ...]:
    """Return what no plan can exceed, for the ways of starting in which the target is missed."""
    settings = made.settings
    waits = settings.policy == "as-planned"
    ways = [not waits]
    if waits and (at_once is None or not at_once.reached):
        ways.append(True)
    return tuple(
        ceiling_of(
            made.programme,
            settings,
            samples=settings.fresh_samples,
            seed=settings.fresh_seed,
            at_once=soon,
            below=made.target,
            tried=best.options,
        )
        for soon in ways
    )


def _chosen(
    programme: ExpandedProgramme, ladder: Sequence[Candidate], settings: HoldSettings
) -> tuple[int | None, Share | None, int]:
    """Return the place of the best that reaches the target, its fresh share, and their seed.

    Where one falls short in fresh samples the next is looked at, in samples of its own.
    """
    target = settings.target_percent / 100
    in_reach = [k for k, c in enumerate(ladder) if c.in_time.value >= target]
    looked_at = in_reach[:MOST_CHECKED_AFRESH] or list(range(len(ladder)))[-1:]
    found: tuple[int | None, Share | None, int] = None, None, settings.fresh_seed
    for turn, k in enumerate(looked_at):
        seed = (settings.fresh_seed + turn) % _MOST_SEED
        share = _afresh(programme, settings, seed).score(ladder[k].plan, "").in_time
        if found[1] is None or share.value > found[1].value:
            found = k, share, seed
        if share.value >= target:
            break
    return found


def _afresh(programme: ExpandedProgramme, settings: HoldSettings, seed: int) -> Scoring:
    return Scoring(programme, settings.fresh_samples, seed, settings)
