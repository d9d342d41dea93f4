"""Irreducible ways back, without search for the cheapest: from far too much down to what is needed.

First the model of all levers is asked for a cheap way, for a while, and then for a cheaper one that
goes nowhere further, until there is none: that way is irreducible. For a further way it is asked
near the plan of one that is known (`further.py`), for any plan at all and then as before, for less
long, and nothing else is asked where it has no plan. Where a first way takes too long, all levers
that any barrier speaks of go to their top, and others with them kind by kind until a plan exists.
Where it was soon said that nothing cheaper is found, if not that there is none, levers are lowered
one by one, the dearest first, as long as a plan exists. A lever stays where a barrier or the solver
says that no plan exists with it any lower; what was asked once is not asked again, for what leaves
no plan leaves none lower, and what leaves one leaves one higher.

Source: QuickXplain, Junker (2004); minimal correction sets by clause deletion, Marques-Silva et
al. (2013).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from scheduler.asking.question import Finding, Reply
from scheduler.domain.plan import Plan
from scheduler.explaining.barriers import OutOfTimeError
from scheduler.explaining.cheapest import Barrier, goes_beyond, passes
from scheduler.explaining.panel import Panel, Position, raised

Whole = Callable[[Position], Reply]
Cheap = Callable[[Position, Sequence[Position], float, Plan | None], Reply]
"""Levers up to caps, positions not to go beyond, seconds and a plan to start from: the cheapest
position met with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many seconds the parts of one descent may take."""

    to_find: float
    """A way at all."""
    to_lower: float
    """One that goes nowhere further and is cheaper: less once little is gained."""
    one_by_one: float
    """From the start of lowering: where one question took long, many would take longer."""
    to_start_over: bool = True
    """Whether the rules as they are may be asked where the model of all levers found nothing."""


MUCH_LEFT = 0.9
"""Of the price before: the next question is given less time where more of it is left."""
FIRST_WAY = Patience(to_find=60.0, to_lower=40.0, one_by_one=20.0)
FURTHER_WAY = Patience(to_find=25.0, to_lower=20.0, one_by_one=5.0, to_start_over=False)


@dataclass(frozen=True, slots=True)
class Way:
    """A position with a plan."""

    position: Position
    plan: Plan
    irreducible: bool
    """Whether no lever can be lowered, as barriers and the solver say."""


@dataclass(slots=True)
class Descent:
    """Looks for irreducible positions, remembering what was asked."""

    panel: Panel
    whole: Whole
    cheap: Cheap
    barriers: Sequence[Barrier]
    refuted: list[Position] = field(default_factory=list)
    planned: list[tuple[Position, Plan]] = field(default_factory=list)

    def way(
        self,
        cap: Position,
        but: Sequence[Position] = (),
        near: Plan | None = None,
        patience: Patience = FIRST_WAY,
    ) -> Way | None:
        """Return a way with no lever beyond its cap; None when none was found.

        Plans are looked for from one near by; ways that go beyond one of `but` are not looked for.
        """
        if self._known(cap) == "none":
            return None
        start: tuple[Position, Plan] | None = None
        reply = self.cheap(cap, but, patience.to_find, near)
        if reply.finding == "none":
            if not but:
                self.refuted.append(cap)
            return None
        if reply.plan is not None:
            lowered = self.panel.lowered(reply.moved, reply.plan)
            lowered = lowered or self.panel.lowered(cap, reply.plan)
            start = None if lowered is None else (lowered, reply.plan)
        if start is None and patience.to_start_over:
            start = self._start(cap)
        return None if start is None else self._lowered(*start, patience)

    def _start(self, cap: Position) -> tuple[Position, Plan] | None:
        """Return a position with a plan, few kinds of levers being moved at all."""
        named = dict.fromkeys(lever for barrier in self.barriers for lever in barrier)
        base = {lever: cap[lever] for lever in named if cap[lever]}
        kinds = list(self._kinds(cap, set(named)))

        def enough(some: Sequence[Position]) -> bool:
            moves = [move for kind in some for move in kind.items()]
            return self._plan(raised(base, moves)) is not None

        if enough([]):
            needed: list[Position] = []
        elif not enough(kinds):
            return None
        else:
            needed = least(kinds, enough)
        position = raised(base, [move for kind in needed for move in kind.items()])
        plan = self._plan(position)
        if plan is None:
            return None
        return self.panel.lowered(position, plan) or position, plan

    def _kinds(self, cap: Position, but: set[int]) -> Iterator[Position]:
        """Yield the other levers, those of one kind and basis together, contract last."""
        kinds = self.panel.kinds
        found: dict[tuple[bool, str], dict[int, int]] = {}
        for lever, rung in cap.items():
            if rung and lever not in but:
                found.setdefault(kinds[lever], {})[lever] = rung
        for key in sorted(found):
            yield found[key]

    def _lowered(self, position: Position, plan: Plan, patience: Patience) -> Way:
        """Lower whatever can be, and then one lever after another, the dearest first."""
        cost = self.panel.cost
        at = dict(position)
        until = time.monotonic() + patience.one_by_one
        try:
            at, plan, surely = self._cheaper(at, plan, patience.to_lower)
        except OutOfTimeError:
            return Way(at, plan, irreducible=False)
        if surely:
            return Way(at, plan, irreducible=True)
        surely = True
        order = sorted(at, key=lambda one: cost(one, at[one]), reverse=True)
        try:
            for lever in order:
                if time.monotonic() > until:
                    # Another way is worth more than the last rung of this one.
                    surely = False
                    break
                at, plan, settled = self._one_lowered(at, plan, lever)
                surely = surely and settled
        except OutOfTimeError:
            surely = False
        return Way({lever: rung for lever, rung in at.items() if rung}, plan, surely)

    def _cheaper(
        self, at: dict[int, int], plan: Plan, seconds: float
    ) -> tuple[dict[int, int], Plan, bool]:
        """Go to cheaper positions that go nowhere further; tell whether there are no more."""
        price = sum(self.panel.price(at)[:2])
        while at:
            self.planned.append((at, plan))
            reply = self.cheap(at, (), seconds, plan)
            if reply.plan is None:
                return at, plan, False
            found = self.panel.lowered(reply.moved, reply.plan)
            if found is None or not goes_beyond(at, found):
                return at, plan, False
            same = found == at
            at, plan = dict(found), reply.plan
            if reply.price == self.panel.price(at)[:2] and self._all_paid(at):
                # Whatever goes nowhere further and is another position costs less.
                return at, plan, True
            if same:
                return at, plan, False
            before, price = price, sum(self.panel.price(at)[:2])
            if price > MUCH_LEFT * before:
                # Little is gained any more, and other ways are waiting.
                seconds /= 2
        return at, plan, True

    def _all_paid(self, position: Position) -> bool:
        """Tell whether every rung of a position costs something by itself."""
        cost = self.panel.cost
        return all(
            cost(lever, rung)[:2] > cost(lever, rung - 1)[:2]
            for lever, to in position.items()
            for rung in range(1, to + 1)
        )

    def _one_lowered(
        self, at: Position, plan: Plan, lever: int
    ) -> tuple[dict[int, int], Plan, bool]:
        """Lower one lever as far as can be: not at all first, then by halves."""
        surely = True
        low, high = -1, at.get(lever, 0)
        while high - low > 1:
            rung = 0 if low < 0 else (low + high) // 2
            trial = {k: v for k, v in {**at, lever: rung}.items() if v}
            found = self._plan(trial)
            if found is None:
                low = rung
                surely = self._known({**trial, lever: rung}) == "none"
            else:
                at, plan = self.panel.lowered(trial, found) or trial, found
                self.planned.append((at, found))
                high = at.get(lever, 0)
        return dict(at), plan, surely

    def _plan(self, position: Position) -> Plan | None:
        """Return a plan at a position, asked for unless it is known."""
        for lower, plan in self.planned:
            if goes_beyond(position, lower):
                return plan
        if self._known(position) == "none":
            return None
        reply = self.whole(position)
        if reply.plan is not None:
            self.planned.append((position, reply.plan))
        elif reply.finding == "none":
            self.refuted.append(position)
        return reply.plan

    def _known(self, position: Position) -> Finding:
        if not all(passes(position, barrier) for barrier in self.barriers):
            return "none"
        if any(goes_beyond(higher, position) for higher in self.refuted):
            return "none"
        return "unknown"


def least(
    parts: Sequence[Position], enough: Callable[[Sequence[Position]], bool]
) -> list[Position]:
    """Return parts that are enough together, each of them needed, the first ones rather."""
    if not parts:
        return []

    def needed(
        background: list[Position], some: list[Position], *, changed: bool
    ) -> list[Position]:
        if changed and enough(background):
            return []
        if len(some) == 1:
            return some
        half = len(some) // 2
        later = needed([*background, *some[:half]], some[half:], changed=True)
        sooner = needed([*background, *later], some[:half], changed=bool(later))
        return [*sooner, *later]

    return needed([], list(parts), changed=False)
