"""The best partial plan: which services would stay with the incumbent, and for how long.

Services are given up by increasing criticality. Each choice is planned; where there is no plan, a
clash says which services the next choice must give up one of. The first choice with a plan gives up
the least.

Source: implicit hitting sets, Moreno-Centeno & Karp (2013).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from scheduler.answers import KeptBack, PartialPlan
from scheduler.asking.question import Ask, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.causes import find_causes
from scheduler.explaining.giving_up import breakers, going_with, left_out, without
from scheduler.explaining.later import earliest_transfer
from scheduler.explaining.one_clash import trials_by_asking
from scheduler.solver.clock import Clock
from scheduler.solver.narrowing import Found, find_one
from scheduler.solver.settings import SearchSettings
from scheduler.solver.trials import Trials

SECONDS_FOR_A_PLAN = 30.0
SECONDS_FOR_A_COARSE_PLAN = 10.0
"""For a plan that gives up more than it must, so that there is one to show soon."""
MOST_CHOICES = 40


@dataclass(slots=True)
class _Choosing:
    """What is known of which services have to stay."""

    weights: Mapping[str, int]
    """Criticality of each service that can stay."""
    needed: list[frozenset[str]] = field(default_factory=list)
    """Of each of these sets one service at least."""
    refused: set[frozenset[str]] = field(default_factory=set)
    """Choices that came to nothing in their time."""

    def cheapest(self) -> frozenset[str] | None:
        """Return a choice of least criticality, then of fewest services; None if there is none."""
        best: tuple[tuple[int, int, list[str]], frozenset[str]] | None = None

        def rank(chosen: frozenset[str]) -> tuple[int, int, list[str]]:
            weight = sum(self.weights[service] for service in chosen)
            return weight, len(chosen), sorted(chosen)

        def grow(chosen: frozenset[str], barred: frozenset[str]) -> None:
            nonlocal best
            if best is not None and rank(chosen)[:2] > best[0][:2]:
                return
            missed = next((each for each in self.needed if not each & chosen), None)
            if missed is None:
                if chosen not in self.refused:
                    if best is None or rank(chosen) < best[0]:
                        best = rank(chosen), chosen
                    return
                missed = frozenset(self.weights) - chosen
            for service in sorted(missed - barred, key=lambda s: (self.weights[s], s)):
                grow(chosen | {service}, barred)
                barred |= {service}

        grow(frozenset(), frozenset())
        return None if best is None else best[1]


def find_partial_plan(
    programme: ExpandedProgramme,
    ask: Ask,
    settings: SearchSettings,
    known: Sequence[Found] = (),
    *,
    stop: threading.Event | None = None,
    on_coarse: Callable[[PartialPlan], None] = lambda _: None,
) -> PartialPlan | None:
    """Return the plan that gives up the exit of the least critical services; None if none is found.

    `known` are clashes found already. First a plan is looked for that gives up every service that
    they name: `on_coarse` is told of it, and it is the answer where there is no time for a better
    one. Raises UnsoundPlan where the plan breaks a rule that is kept.
    """
    stop = stop or threading.Event()
    coarse: PartialPlan | None = None
    clock = Clock(settings.time_limit_seconds)
    weights = {service.id: service.criticality for service in programme.document.services}
    choosing = _Choosing(weights)
    choosing.needed += [_breaking(clash.rules, programme, frozenset()) for clash in known]
    fewest = True
    for _ in range(MOST_CHOICES):
        if not all(choosing.needed) or stop.is_set() or clock.spent >= clock.limit:
            return coarse
        chosen = choosing.cheapest()
        if chosen is None:
            return coarse
        every = frozenset(chain(*choosing.needed))
        if coarse is None and every != chosen:
            coarse = _coarse(programme, every, ask, clock, stop)
            if coarse is not None:
                on_coarse(coarse)
        rest = without(chosen, programme)
        trials = trials_by_asking(rest, ask, settings, stop=stop, seconds=clock.left)
        clash = _seen_in(trials)
        if clash is None:
            reply = _plan_of(rest, ask, min(SECONDS_FOR_A_PLAN, clock.left))
            if reply.plan is not None:
                left = replace(settings, time_limit_seconds=clock.left)
                return _told(programme, chosen, reply.plan, ask, left, stop, fewest=fewest)
            found = find_one(trials)
            clash = found.rules if isinstance(found, Found) else None
        if clash is None:
            fewest = False
            choosing.refused.add(chosen)
            continue
        choosing.needed.append(_breaking(clash, programme, chosen))
    return coarse


def _coarse(
    programme: ExpandedProgramme,
    given_up: frozenset[str],
    ask: Ask,
    clock: Clock,
    stop: threading.Event,
) -> PartialPlan | None:
    """Return a plan of all but some services, soon or not at all; of those no date is told."""
    rest = without(given_up, programme)
    reply = _plan_of(rest, ask, min(SECONDS_FOR_A_COARSE_PLAN, clock.left))
    if reply.plan is None:
        return None
    at_once = SearchSettings(time_limit_seconds=0.0)
    return _told(programme, given_up, reply.plan, ask, at_once, stop, fewest=False)


def _plan_of(programme: ExpandedProgramme, ask: Ask, seconds: float) -> Reply:
    return ask(Question(programme=programme, seconds=seconds))


def _seen_in(trials: Trials) -> tuple[str, ...] | None:
    """Return rules that dates alone show to leave no plan, refuted, if not by fewest."""
    for seen in find_causes(trials.programme):
        if trials.finding(seen.rules) == "none":
            return seen.rules
    return None


def _breaking(
    clash: Iterable[str], programme: ExpandedProgramme, given_up: Collection[str]
) -> frozenset[str]:
    """Return the services that break a clash by staying, beside those that stay already."""
    rules = {rule.id: rule for rule in programme.document.rules}
    of = (breakers(rules[name], programme) for name in clash if name in rules)
    return frozenset(chain.from_iterable(of)) - frozenset(given_up)


def _told(
    programme: ExpandedProgramme,
    chosen: frozenset[str],
    plan: Plan,
    ask: Ask,
    settings: SearchSettings,
    stop: threading.Event,
    *,
    fewest: bool,
) -> PartialPlan:
    gone = going_with(chosen, programme)
    placed = {name: at for name, at in plan.placed.items() if name not in gone}
    clock = Clock(settings.time_limit_seconds)
    kept_back = []
    for service in programme.document.services:
        if service.id not in chosen:
            continue
        day: date | None = None
        if not stop.is_set() and clock.spent < clock.limit:
            day = earliest_transfer(service.id, chosen, programme, ask, clock)
        end = programme.document.contract.end_date
        kept_back.append(
            KeptBack(
                service=service.id,
                name=service.name or service.id,
                criticality=service.criticality,
                rules=left_out({service.id}, programme),
                earliest_transfer=day,
                calendar_days_after_end=None if day is None else (day - end).days,
            )
        )
    return PartialPlan(
        kept_back=tuple(kept_back),
        plan=Plan(options=plan.options, placed=placed),
        criticality=sum(kept.criticality for kept in kept_back),
        fewest=fewest,
    )
