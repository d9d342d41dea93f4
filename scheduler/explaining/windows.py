"""How early and how late each instant can be by dates alone, and by which rules.

Bounds are pushed along lags and from place to place until nothing moves; every bound remembers the
one it came from, so that the chain behind it can be told. Where an activity has no place left, the
rules behind its bound and those that bar its later places cannot hold together.

Source: longest paths with greatest lags, Bartusch, Möhring & Radermacher (1988).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Rehearsal
from scheduler.explaining.arcs import Arc, Instant, arcs_of
from scheduler.explaining.placings import Placings, over
from scheduler.solver.kinds import is_switchable
from scheduler.timeline.time_axis import TimeAxis, axis_of

MOST_STEPS = 200_000
"""Bounds moved before the search for a chain is given up; what it misses, the solver finds."""


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """An instant is no earlier, or no later, than a day begins."""

    instant: Instant
    day: date
    rules: tuple[str, ...]
    """That move it here from the bound before."""
    after: Bound | None

    def chain(self) -> tuple[Bound, ...]:
        """Return the bounds that led here, this one last."""
        found: list[Bound] = []
        here: Bound | None = self
        while here is not None:
            found.append(here)
            here = here.after
        return tuple(reversed(found))

    def all_rules(self) -> tuple[str, ...]:
        """Return every rule behind the bound, in the order of the chain."""
        return tuple(dict.fromkeys(rule for bound in self.chain() for rule in bound.rules))


@dataclass(frozen=True, slots=True)
class NoPlace:
    """An activity for which no place is left."""

    activity: str
    bound: Bound | None
    """Why it is not earlier, or not later; none where no place is allowed at all."""
    barring: tuple[str, ...]
    """Rules that bar every other place."""
    nearest: date | None
    """The last start, or the first, that they leave."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that leave none, those of the chain first."""
        behind = () if self.bound is None else self.bound.all_rules()
        return tuple(dict.fromkeys((*behind, *self.barring)))


@dataclass(slots=True)
class Windows:
    """Earliest and latest instants, or the activity that has no place."""

    programme: ExpandedProgramme
    only: frozenset[str] | None = None
    """Ids of the rules that are minded; all hard ones when left out."""
    earliest: dict[Instant, Bound] = field(default_factory=dict)
    latest: dict[Instant, Bound] = field(default_factory=dict)
    impossible: NoPlace | None = None
    given_up: bool = False
    placings: Placings = field(init=False)
    axis: TimeAxis = field(init=False)
    because: dict[str, tuple[str, ...]] = field(init=False)
    """Rule that holds whatever is chosen, to itself and those of sourcing by which it does."""
    _out: defaultdict[str, list[Arc]] = field(init=False)
    _into: defaultdict[str, list[Arc]] = field(init=False)

    def __post_init__(self) -> None:
        """Push earliest instants forward, then latest ones back."""
        rules = [
            rule
            for rule in self.programme.document.rules
            if is_switchable(rule) and (self.only is None or rule.id in self.only)
        ]
        self.placings = Placings(self.programme, rules)
        self.axis = axis_of(self.programme)
        self._out, self._into = defaultdict(list), defaultdict(list)
        known = self.placings.known
        self.because = {}
        for rule in rules:
            why = self.placings.holds(rule)
            if why is None or (isinstance(rule, Rehearsal) and rule.cutover not in known):
                # Without its cutover a rehearsal need not come before anything.
                continue
            self.because[rule.id] = (rule.id, *sorted(why))
            for arc in arcs_of(rule, self.programme):
                if arc.origin[0] in known and arc.target[0] in known:
                    self._out[arc.origin[0]].append(arc)
                    self._into[arc.target[0]].append(arc)
        self._push(forward=True)
        if self.impossible is None:
            self._push(forward=False)

    def _push(self, *, forward: bool) -> None:
        names = list(self.placings.known)
        queue, queued = deque(names), set(names)
        steps = 0
        while queue and self.impossible is None:
            name = queue.popleft()
            queued.discard(name)
            if not self._place(name, forward=forward):
                return
            for bound in self._along(name, forward=forward):
                if self._take(bound, forward=forward):
                    steps += 1
                    other = bound.instant[0]
                    if other not in queued:
                        queued.add(other)
                        queue.append(other)
            if steps > MOST_STEPS:
                self.given_up = True
                return

    def _take(self, bound: Bound, *, forward: bool) -> bool:
        """Keep a bound that says more than what is known."""
        at = self.earliest if forward else self.latest
        before = at.get(bound.instant)
        if before is not None and (before.day >= bound.day if forward else before.day <= bound.day):
            return False
        at[bound.instant] = bound
        return True

    def _place(self, name: str, *, forward: bool) -> bool:
        """Move an activity to its first place left, or its last; false where there is none."""
        places = self.placings.known[name]
        at = self.earliest if forward else self.latest
        start, finish = at.get((name, True)), at.get((name, False))
        count = len(places.starts)
        if forward:
            by_start = 0 if start is None else places.from_start(start.day)
            by_finish = 0 if finish is None else places.from_finish(finish.day - ONE_DAY)
            number, step = max(by_start, by_finish), 1
        else:
            by_start = count if start is None else places.from_start(over(start.day))
            by_finish = count if finish is None else places.from_finish(finish.day)
            number, step = min(by_start, by_finish) - 1, -1
        cause = start if by_start == (max if forward else min)(by_start, by_finish) else finish
        if cause is None:
            cause = start or finish
        skipped: dict[str, None] = {}
        while 0 <= number < count:
            barring = self.placings.barred_by(name, number)
            if not barring:
                break
            if not any(rule in skipped for rule in barring):
                skipped[barring[0]] = None
            number += step
        rules = tuple(
            dict.fromkeys((*(w for r in skipped for w in self.because[r]), *places.rests_on))
        )
        if not 0 <= number < count:
            nearest = self._nearest(name, cause, step)
            if nearest is None:
                rules = self._barring_all(name)
            self.impossible = NoPlace(name, cause, rules, nearest)
            return False
        for instant, day in (
            ((name, True), places.starts[number]),
            ((name, False), over(places.finishes[number])),
        ):
            self._take(Bound(instant, day, rules, cause), forward=forward)
        return True

    def _nearest(self, name: str, cause: Bound | None, step: int) -> date | None:
        """Return the place left that is nearest to what the bound asks for."""
        places = self.placings.known[name]
        numbers = range(len(places.starts))
        for number in reversed(numbers) if step > 0 else numbers:
            if not self.placings.barred_by(name, number):
                starts = cause is None or cause.instant[1]
                return places.starts[number] if starts else over(places.finishes[number])
        return None

    def _barring_all(self, name: str) -> tuple[str, ...]:
        """Return rules that bar every place of an activity, whatever bounds it."""
        places = self.placings.known[name]
        barring: dict[str, None] = {}
        for number in range(len(places.starts)):
            by = self.placings.barred_by(name, number)
            if not any(rule in barring for rule in by):
                barring[by[0]] = None
        because = (rule for barred in barring for rule in self.because[barred])
        return tuple(dict.fromkeys((*because, *places.rests_on)))

    def _along(self, name: str, *, forward: bool) -> Iterator[Bound]:
        """Yield the bounds that those of an activity imply for others."""
        if forward:
            for arc in self._out[name]:
                bound = self.earliest[arc.origin]
                day = self._later(bound.day, arc)
                yield Bound(arc.target, day, self.because[arc.rule], bound)
            return
        for arc in self._into[name]:
            bound = self.latest[arc.target]
            day = self._earlier(bound.day, arc)
            yield Bound(arc.origin, day, self.because[arc.rule], bound)

    def _later(self, day: date, arc: Arc) -> date:
        """Return the first instant far enough after another."""
        if not arc.in_working_days:
            return _moved(day, arc.lag)
        if arc.lag == 0 and arc.ordered:
            return day
        at = self.axis.position(day) + arc.lag
        if at <= 0:
            return self.axis.first
        return over(self.axis.working[at - 1]) if at <= self.axis.size else date.max

    def _earlier(self, day: date, arc: Arc) -> date:
        """Return the last instant that is far enough before another."""
        if not arc.in_working_days:
            return _moved(day, -arc.lag)
        at = self.axis.position(day) - arc.lag
        if at < 0:
            return date.min
        latest = self.axis.working[at] if at < self.axis.size else over(self.axis.last)
        return min(day, latest) if arc.ordered else latest


def _moved(day: date, days: int) -> date:
    """Return a day so many days later, at the ends of time where there is none."""
    ordinal = day.toordinal() + days
    if ordinal < date.min.toordinal():
        return date.min
    return date.fromordinal(min(ordinal, date.max.toordinal() - 1))
