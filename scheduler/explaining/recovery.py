"""Recovery options: the cheapest ways back to a plan when a programme has none.

Unknown is how far each lever is moved. The cheapest position that passes every known barrier is
tried with a model in which nothing is soft: without a plan there, a further barrier is found; with
one, it is the cheapest way back, for every cheaper position is stopped by some barrier. Positions
that go beyond an option are then left out, and the next cheapest is looked for, so that each option
is irreducible: a smaller one would have been found before it.

Source: implicit hitting sets: Moreno-Centeno & Karp (2013); maximum satisfiability by cores: Davies
& Bacchus (2011).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from scheduler.answers import Recovery, RecoveryOption
from scheduler.asking.question import Ask, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.barriers import MOST_KNOWN, Barriers, Limits, OutOfTimeError
from scheduler.explaining.cheapest import FREE, Barrier, Cheapest, cheapest, goes_beyond
from scheduler.explaining.descent import FIRST_WAY, FURTHER_WAY, Descent
from scheduler.explaining.further import (
    Region,
    hardly_lowered,
    next_region,
    points,
    same_levers,
    unlike,
)
from scheduler.explaining.options import option_at
from scheduler.explaining.panel import Cost, Panel, Position, raised
from scheduler.rules.levers import levers_of

OnEvent = Callable[[Mapping[str, Any]], None]
SECONDS_FOR_A_PLAN = 30.0
SECONDS_FOR_A_BARRIER = 90.0
SECONDS_FOR_A_FURTHER_BARRIER = 15.0
SHARE_TO_BEGIN = 0.75
"""Of the time, kept for some ways before the search for the cheapest begins."""
ENOUGH = 3
"""Ways among which somebody can choose."""
SECONDS_FOR_A_FURTHER_WAY = 12.0
SHARE_FOR_A_FURTHER_WAY = 0.06
"""Of the time: with less than the smaller of both left, nothing further is asked."""
SECONDS_TO_CUT = 10.0
"""For finding the parts of an option's changes that its plan needs."""
SHARE_TO_TELL = 0.04
"""Of the time, kept for what comes after the last reply."""
SHARE_TO_DESCEND = 0.6
"""Of the time, kept for ways not known to be cheapest where the search takes longer."""


@dataclass(slots=True)
class _Search:
    panel: Panel
    ask: Ask
    limits: Limits
    on_event: OnEvent
    at_most: int
    barriers: Barriers
    known: list[Barrier] = field(default_factory=list)
    proved: bool = True
    """Whether every barrier is proved, and no position was passed over."""
    found: list[Position] = field(default_factory=list)
    options: list[RecoveryOption] = field(default_factory=list)
    places: list[Position] = field(default_factory=list)
    """The position of each option."""
    spare: list[tuple[Position, Plan]] = field(default_factory=list)
    """Ways that have a plan, not known to be cheapest."""
    end: float = math.inf
    """When nothing may be looked at any more, by the clock of `time.monotonic`."""
    least_left: float = 0.0
    """Seconds that a further way takes."""
    regions: list[Region] = field(default_factory=list)
    """Where ways may be that are not found yet."""
    complete: bool = False
    taking: threading.Lock = field(default_factory=threading.Lock)
    at_least: Cost = FREE
    """No position that goes beyond none of those found costs less."""
    asked: int = 0

    def run(self) -> None:
        """Look for options, cheapest first, until there are enough, no more, or no time."""
        top = self.panel.top
        reply = self.whole(top)
        if reply.finding == "none":
            self.complete = True
            return
        while True:
            best = cheapest(self.known, self.found, self.panel.cost)
            self.proved = self.proved and best.proved
            if best.position is None:
                self.complete = self.proved
                return
            if self.proved:
                self.at_least = max(self.at_least, self.panel.price(best.position))
            if self.certain >= self.at_most:
                return
            self.on_event(
                {
                    "type": "recovery_progress",
                    "at_least": self.at_least[0] + self.at_least[1],
                    "barriers": len(self.known),
                    "options": len(self.options),
                }
            )
            self.try_at(best)

    def try_at(self, best: Cheapest) -> None:
        """Take the position as an option, or learn why it is none."""
        position = dict(best.position or {})
        while True:
            barrier = self.barriers.under_known(position)
            if barrier is None:
                reply = self.whole(position)
                if reply.plan is not None:
                    if position == best.position:
                        self.take(
                            position, reply.plan, cheapest=self.proved, irreducible=self.proved
                        )
                    else:
                        self.keep(position, reply)
                    return
                if reply.finding == "unknown":
                    if position == best.position:
                        self.pass_over(position)
                    return
                first = position == best.position
                if first:
                    barrier = self.barriers.at(position, SECONDS_FOR_A_BARRIER)
                else:
                    barrier = self.barriers.at(position, SECONDS_FOR_A_FURTHER_BARRIER, MOST_KNOWN)
                if barrier is None and not first:
                    return
                barrier = barrier if barrier is not None else self.beyond(position)
            self.known.append(barrier)
            if not barrier:
                return
            # What else stands in the way when this is out of it.
            top = self.panel.top
            position = raised(position, ((lever, top[lever]) for lever in barrier))

    def whole(self, position: Position) -> Reply:
        """Ask for a plan with levers moved, all rules being asked."""
        return self.whole_within(position, self.limits)

    def whole_within(self, position: Position, limits: Limits) -> Reply:
        """Ask within other limits than the search's own."""
        seconds = min(SECONDS_FOR_A_PLAN, limits.left())
        self.asked += 1
        return self.ask(Question(programme=self.panel.at(position), seconds=seconds))

    def cheap(
        self,
        caps: Position,
        but: Sequence[Position],
        seconds: float,
        near: Plan | None,
        *,
        limits: Limits,
    ) -> Reply:
        """Ask for the cheapest position within caps that goes beyond none of some."""
        self.asked += 1
        reply = self.ask(
            Question(
                programme=self.panel.programme,
                caps=tuple(sorted(caps.items())),
                beyond_none_of=tuple(tuple(sorted(one.items())) for one in but),
                near=near,
                seconds=min(seconds, limits.left()),
            )
        )
        if reply.price is not None and caps == self.panel.top:
            self.at_least = max(self.at_least, (*reply.price, 0))
        return reply

    def take(self, position: Position, plan: Plan, *, cheapest: bool, irreducible: bool) -> None:
        """Add an option and tell of it."""
        proved = cheapest or irreducible
        if not proved and not self.worth_telling(position):
            self.spare.append((position, plan))
            return
        until = min(self.end, time.monotonic() + SECONDS_TO_CUT)
        option = option_at(
            self.panel, position, plan, cheapest=cheapest, irreducible=irreducible, until=until
        )
        with self.taking:
            if any(goes_beyond(position, one) for one in self.found):
                # The other half of the search was faster.
                return
            if not cheapest and same_levers(position, self.places):
                # The same again to other rungs is no other choice.
                return
            self.found.append(position)
            self.regions.extend(unlike(self.panel, position, plan))
            if option.checked:
                self.places.append(position)
                self.options.append(option)
                self.on_event({"type": "recovery_option", "option": option})

    def worth_telling(self, position: Position) -> bool:
        """Tell whether a way that may yet be lowered is a choice beside those told."""
        price = sum(self.panel.price(position)[:2])
        return not (
            hardly_lowered(price, len(position), self.options)
            or same_levers(position, self.places)
            or any(goes_beyond(position, one) for one in self.found)
        )

    def keep(self, position: Position, reply: Reply) -> None:
        """Note how far levers need to be moved for a plan that was met on the way."""
        if reply.plan is not None:
            lowered = self.panel.lowered(position, reply.plan)
            if lowered is not None:
                self.spare.append((lowered, reply.plan))

    def beyond(self, position: Position) -> Barrier:
        """Return the barrier that a position without a plan is by itself."""
        return {
            lever: position.get(lever, 0) + 1
            for lever, top in self.panel.top.items()
            if position.get(lever, 0) < top
        }

    def pass_over(self, position: Position) -> None:
        """Go on as if an undecided position had no plan; nothing is proved from here on."""
        self.proved = False
        self.known.append(self.beyond(position))

    def descend(self, limits: Limits, at_most: int) -> None:
        """Add irreducible ways that are not known to be cheapest.

        From the first one found, one of its levers after another is left where it is. Several
        threads share what is to be tried.
        """
        whole = partial(self.whole_within, limits=limits)
        cheap = partial(self.cheap, limits=limits)
        descent = Descent(self.panel, whole, cheap, self.known)
        descent.planned.extend(self.spare)
        try:
            while len(self.options) < at_most:
                with self.taking:
                    if not self.regions or (self.options and limits.left() < self.least_left):
                        return
                    region = next_region(self.regions, self.places)
                try:
                    patience = FURTHER_WAY if region.near else FIRST_WAY
                    but = tuple(self.found)
                    way = descent.way(region.caps, but, region.near, patience)
                except OutOfTimeError:
                    self.regions.insert(0, region)
                    raise
                if way is None or any(goes_beyond(way.position, one) for one in self.found):
                    continue
                self.take(way.position, way.plan, cheapest=False, irreducible=way.irreducible)
        except OutOfTimeError:
            if descent.planned:
                position, plan = min(descent.planned, key=lambda way: self.panel.price(way[0]))
                self.spare.append((self.panel.lowered(position, plan) or position, plan))
            raise

    def keep_what_there_is(self) -> None:
        """Offer the cheapest ways met that are not lowered to the end where there are too few."""
        if self.complete:
            return
        for position, plan in sorted(self.spare, key=lambda way: self.panel.price(way[0])):
            if len(self.options) >= ENOUGH or (self.options and time.monotonic() > self.end):
                return
            self.take(position, plan, cheapest=False, irreducible=False)

    def in_order(self) -> tuple[RecoveryOption, ...]:
        """Return the options, those for contract last."""
        bound = self.at_least[:2]
        told = (
            replace(
                option,
                cheapest_proved=option.cheapest_proved or self.complete or points(option) <= bound,
            )
            for option, place in zip(self.options, self.places, strict=True)
            if not any(other != place and goes_beyond(place, other) for other in self.places)
            and (
                option.cheapest_proved
                or option.irreducible_proved
                or not hardly_lowered(option.price, len(option.changes), self.options)
            )
        )
        return tuple(sorted(told, key=points)[: self.at_most])

    @property
    def certain(self) -> int:
        """How many options are known to be cheaper than all that are not found."""
        return sum(points(option) <= self.at_least[:2] for option in self.options)


def recovery_options(
    programme: ExpandedProgramme,
    ask: Ask,
    *,
    at_most: int = 5,
    seconds: float = 300.0,
    on_event: OnEvent = lambda _: None,
    stop: threading.Event | None = None,
    side_by_side: int = 1,
) -> Recovery:
    """Return the cheapest ways back to a plan of a programme that has none.

    The programme must have passed validation. When the time is over, or `stop` is set, what has
    been found is kept. Each event of type `recovery_option` holds an option as it is found. With
    `side_by_side` above 1 ways that are not known to be cheapest are looked for meanwhile, and
    events come from two threads; else only when the search for the cheapest takes too long.
    """
    began = time.monotonic()
    stop = stop or threading.Event()
    alone = side_by_side == 1
    share = 1 - SHARE_TO_DESCEND if alone else 1.0
    limits = Limits(began + seconds * (share - SHARE_TO_TELL), stop)
    panel = Panel(programme, levers_of(programme))
    barriers = Barriers(panel, ask, limits)
    search = _Search(panel, ask, limits, on_event, at_most, barriers)
    search.regions.append(Region(caps=panel.top))
    search.least_left = min(SECONDS_FOR_A_FURTHER_WAY, SHARE_FOR_A_FURTHER_WAY * seconds)
    search.end = began + seconds
    whole = Limits(began + seconds * (1 - SHARE_TO_TELL), stop)
    if alone:
        _one_after_another(search, whole)
    else:
        _side_by_side(search, whole)
    search.keep_what_there_is()
    return Recovery(
        options=search.in_order(),
        complete=search.complete,
        at_least=search.at_least[0] + search.at_least[1],
        asked=search.asked + barriers.asked,
        seconds=time.monotonic() - began,
    )


def _one_after_another(search: _Search, limits: Limits) -> None:
    try:
        search.descend(search.limits, 1)
        search.run()
    except OutOfTimeError:
        with suppress(OutOfTimeError):
            search.descend(limits, search.at_most)


def _side_by_side(search: _Search, limits: Limits) -> None:
    def descend() -> None:
        with suppress(OutOfTimeError):
            try:
                search.descend(limits, 1)
            finally:
                begun.set()
            search.descend(limits, search.at_most)

    begun = threading.Event()
    until = time.monotonic() + SHARE_TO_BEGIN * (limits.deadline - time.monotonic())
    with ThreadPoolExecutor(max_workers=1) as beside:
        below = beside.submit(descend)
        try:
            # Both at once would take the other's processor before there is a first way.
            begun.wait(timeout=max(0.0, until - time.monotonic()))
            # Some ways first: to prove that none is cheaper can take all there is.
            with suppress(OutOfTimeError):
                search.descend(Limits(until, limits.stop), ENOUGH)
            with suppress(OutOfTimeError):
                search.run()
        finally:
            if search.complete or search.certain >= search.at_most:
                limits.over.set()
        below.result()
