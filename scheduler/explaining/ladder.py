"""How far a wish can be taken: the highest of ever more demanding rungs that still has a plan.

Every rung is a set of planning rules that asks more than the one below, so a plan for a rung is one
for all below, and that a rung has none speaks for all above. Plans found for one ladder are tried
on the others; what is proved of one ladder that asks nothing else helps to prove the others.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.asking.question import Ask, Question
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.work import Work
from scheduler.rules.conditional import breaches_of

MOST_PLANS = 60
"""Kept for other ladders: the latest are the most different from those that everybody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Wishes that ask more and more of one thing."""

    name: str
    always: tuple[Rule, ...] = ()
    """What every rung asks for as well."""
    rungs: tuple[tuple[Rule, ...], ...]
    """Each asks more than the one before, so that its plans are among those of the one before."""
    event: str | None = None
    """The event whose days, from the earliest on, the rungs ask to be no earlier than."""
    days: tuple[date, ...] = ()
    """Those days."""
    beyond: tuple[tuple[Rule, ...], ...] = ()
    """What holds of all plans once no rung from so many on has any: by number of the rung, from 0.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """How far a ladder could be climbed."""

    ladder: Ladder
    highest: int
    """Number of the highest rung known to have a plan, from 0; -1 for none."""
    plan: Plan | None
    """Checked, and stands on that rung."""
    proved: bool
    """Whether the next rung is known to have no plan, or there is no next one."""
    confirmed: bool = False
    """Whether a second configuration found none on it either."""

    @property
    def next_rung(self) -> tuple[Rule, ...] | None:
        """What has no plan, if the climb is proved; None at the top."""
        at = self.highest + 1
        if at == len(self.ladder.rungs):
            return None
        return (*self.ladder.always, *self.ladder.rungs[at])


@dataclass(slots=True)
class Climber:
    """Climbs ladders of one programme, from what is known of it."""

    programme: ExpandedProgramme
    ask: Ask
    seconds: float = 20.0
    """For one question."""
    within: tuple[tuple[str, int], ...] = ()
    """Levels with the worst value allowed, of every plan that counts."""
    events: tuple[str, ...] = ()
    """Events of ladders, of which it is found out first where they can be."""
    windows: Mapping[str, tuple[date, date] | None] | None = None
    plans: list[Plan] = field(default_factory=list)
    facts: list[Rule] = field(default_factory=list)
    """Rules that every plan meets, as was proved."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def climb(self, ladder: Ladder) -> Climb:
        """Return how far one ladder goes."""
        highest, plan = self._known(ladder)
        too_high = len(ladder.rungs)
        at = too_high // 2
        if ladder.event is not None:
            # Where the event can be at all is often the answer.
            too_high = max(highest + 1, self._ceiling(ladder))
            at = too_high - 1
        while too_high - highest > 1:
            reply = self.ask(self._question((*ladder.always, *ladder.rungs[at]), plan))
            if reply.plan is not None:
                plan = reply.plan
                highest = max(at, stands_on(ladder, self.programme, plan))
                self._keep(plan)
            elif reply.finding == "none":
                too_high = at
            else:
                return Climb(ladder=ladder, highest=highest, plan=plan, proved=False)
            at = (highest + too_high) // 2
        with self._lock:
            if not ladder.always and too_high < len(ladder.beyond):
                self.facts.extend(ladder.beyond[too_high])
        return Climb(
            ladder=ladder, highest=highest, plan=plan if highest >= 0 else None, proved=True
        )

    def climb_all(self, ladders: Sequence[Ladder], work: Work) -> Iterator[Climb]:
        """Climb many ladders, some at a time, and yield each as it is done."""
        for _, climb in work.each(ladders, self.climb):
            yield climb

    def _ceiling(self, ladder: Ladder) -> int:
        """Return a rung that has no plan, whatever else is asked; asked once for all ladders."""
        with self._lock:
            if self.windows is None:
                self.windows = self.ask(
                    Question(programme=self.programme, windows=self.events, seconds=self.seconds)
                ).windows
        if ladder.event is None or ladder.event not in self.windows:
            return len(ladder.rungs)
        window = self.windows[ladder.event]
        return 0 if window is None else sum(day <= window[1] for day in ladder.days)

    def _known(self, ladder: Ladder) -> tuple[int, Plan | None]:
        with self._lock:
            plans = list(self.plans)
        best: tuple[int, Plan | None] = (-1, None)
        for plan in plans:
            at = stands_on(ladder, self.programme, plan)
            if at > best[0]:
                best = at, plan
        if best[1] is None and plans:
            best = -1, plans[0]
        return best

    def _keep(self, plan: Plan) -> None:
        with self._lock:
            self.plans.append(plan)
            del self.plans[1:-MOST_PLANS]

    def confirm(self, climbs: Sequence[Climb]) -> tuple[Climb, ...]:
        """Put all that is proved to a second configuration at once, without what was learnt.

        A plan that it finds takes the proof of its ladder back.
        """
        waiting = [climb for climb in climbs if climb.proved and climb.next_rung is not None]
        refuted: list[Climb] = []
        confirmed = False
        while waiting:
            rungs = tuple(climb.next_rung or () for climb in waiting)
            asked = Question(
                programme=self.programme,
                within=self.within,
                any_of=rungs,
                second=True,
                seconds=3 * self.seconds,
            )
            reply = self.ask(asked)
            confirmed = reply.confirmed
            if reply.plan is None:
                break
            refuted += [c for c in waiting if self._is_refuted(c, reply.plan)]
            waiting = [climb for climb in waiting if climb not in refuted]
        return tuple(
            replace(
                climb,
                proved=climb.proved and climb not in refuted,
                confirmed=climb.proved
                and climb not in refuted
                and (confirmed or climb.next_rung is None),
            )
            for climb in climbs
        )

    def _is_refuted(self, climb: Climb, plan: Plan) -> bool:
        return stands_on(climb.ladder, self.programme, plan) > climb.highest

    def _question(self, wishes: tuple[Rule, ...], near: Plan | None) -> Question:
        return Question(
            programme=self.programme,
            wishes=(*wishes, *self.facts),
            within=self.within,
            near=near,
            seconds=self.seconds,
        )


def stands_on(ladder: Ladder, programme: ExpandedProgramme, plan: Plan) -> int:
    """Return the highest rung that a plan meets by the rules' own checks, -1 for none."""
    if not _meets(ladder.always, programme, plan):
        return -1
    return next(
        (
            at
            for at in reversed(range(len(ladder.rungs)))
            if _meets(ladder.rungs[at], programme, plan)
        ),
        -1,
    )


def _meets(rules: Sequence[Rule], programme: ExpandedProgramme, plan: Plan) -> bool:
    return not any(True for rule in rules for _ in breaches_of(rule, programme, plan))
