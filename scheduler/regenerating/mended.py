"""The plan in force mended where it is broken: a few dates moved, one after another, by checks.

A broken rule is met by moving an activity that breaks it to the nearest day on which it does not.
What that breaks is met in the same way, by moving others, down to a depth; then another activity or
another day is tried. Nothing is known of any kind of rule but its check, so that every kind counts.
What comes out is checked as a whole by whoever asks.

Source: ejection chains, Glover (1996); limited discrepancy search, Harvey & Ginsberg (1995).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ActualDates, Placement, Rule
from scheduler.explaining.readers import Speaking
from scheduler.regenerating.in_force import lying_from
from scheduler.rules.conditional import breaches_of
from scheduler.rules.placement import check_activity
from scheduler.rules.rule import Breach

MOST_CHECKS = 6_000
"""Checks of single rules in all: what a mend may take."""
FARTHEST_DAYS = 240
MOST_MOVED = 14
PROMISED_DAYS = 30
"""By which a promised date counts for further away."""
MOST_BROKEN = 12
"""Rules broken at once, beyond which a chain is given up."""
BROKEN_COUNTS_AS = 4
"""Moves, when it is decided what to go on with."""
DAYS_TRIED = 2
"""Of the days that break least, for each activity."""
WAYS_TRIED = 6
"""To meet one broken rule."""


Moves = Mapping[str, Placed]
"""Where activities lie that were moved."""
Broken = Mapping[str, int]
"""Broken rules, and by how much each is, in its unit."""


class _OutOfChecks(Exception):
    """More checks were made than a mend may take."""


def mended(programme: ExpandedProgramme, in_force: Plan, speaking: Speaking) -> Plan | None:
    """Return the plan in force with some dates moved so that it keeps all rules, as far as known.

    `in_force` is carried over to the programme; `speaking` is what its check read. None where no
    mend is found within the checks there are.
    """
    mending = _Mending.of(programme, in_force, speaking)
    try:
        found = mending.mend(mending.broken(speaking.broken))
    except _OutOfChecks:
        return None
    return Plan(options=in_force.options, placed=dict(mending.placed)) if found else None


@dataclass(frozen=True, slots=True)
class _Step:
    """One activity moved, and what is broken after."""

    activity: str
    at: Placed
    broken: Broken
    days: int
    """How far from where it is in the plan in force."""


@dataclass(frozen=True, slots=True)
class _State:
    """Some moves made, and what is broken after them."""

    moves: Moves
    broken: Broken
    passed: int = 0
    """How many ways that seemed better were passed over."""


@dataclass(slots=True)
class _Mending:
    """One search for a mend; `placed` is the plan as it is by now."""

    programme: ExpandedProgramme
    in_force: Plan
    rules: Mapping[str, Rule]
    speaking_of: Mapping[str, Sequence[Rule]]
    fixed: frozenset[str]
    """What has happened."""
    promised: frozenset[str]
    misplaced: Sequence[Activity]
    """By the plan in force."""
    placed: dict[str, Placed]
    checks: int = 0
    moved: Moves = field(default_factory=dict)

    @classmethod
    def of(cls, programme: ExpandedProgramme, in_force: Plan, speaking: Speaking) -> _Mending:
        """Return a search that starts from the plan in force."""
        document = programme.document
        speaking_of: dict[str, Sequence[Rule]] = dict(speaking.hard)
        absent = [a.id for a in document.activities if a.id not in in_force.placed]
        if absent:
            hard = [(r, activities_of(r, programme)) for r in document.rules if r.price is None]
            for name in absent:
                speaking_of[name] = [r for r, spoken in hard if name in spoken]
        return cls(
            programme=programme,
            in_force=in_force,
            rules={rule.id: rule for rule in document.rules},
            speaking_of=speaking_of,
            fixed=frozenset(
                rule.activity
                for rule in document.rules
                if isinstance(rule, ActualDates)
                and (rule.finish or programme.activities[rule.activity].form != "span")
            ),
            promised=frozenset(c.activity for c in document.commitments if c.activity),
            misplaced=[
                a for a in document.activities if any(check_activity(a, programme, in_force))
            ],
            placed=dict(in_force.placed),
        )

    def broken(self, rules: Iterable[str]) -> Broken:
        """Return by how much some rules are broken now."""
        return {rule: _short(self._breaches(self.rules[rule])) for rule in rules}

    def mend(self, broken: Broken) -> bool:
        """Tell whether moves were found that leave no rule broken; they are then made.

        What breaks little after few moves is gone on with first.
        """
        waiting: list[tuple[int, int, int, int, _State]] = []
        seen: set[frozenset[tuple[str, Placed]]] = set()
        number = count()

        def put(state: _State) -> None:
            key = frozenset(state.moves.items())
            if key not in seen and len(state.moves) <= MOST_MOVED:
                seen.add(key)
                hopes = BROKEN_COUNTS_AS * len(state.broken) + len(state.moves) + 2 * state.passed
                shift = self._shift(state.moves)
                heappush(waiting, (hopes, sum(state.broken.values()), shift, next(number), state))

        put(_State({}, broken))
        while waiting:
            state = heappop(waiting)[-1]
            self.moved = state.moves
            self.placed = {**self.in_force.placed, **state.moves}
            if not state.broken:
                return True
            movable = {name: self._movable(name) for name in state.broken}
            rule = min(state.broken, key=lambda name: (len(movable[name]), name))
            steps = self._steps(self.rules[rule], movable[rule], state.broken)
            for passed, step in enumerate(steps):
                moves = {**state.moves, step.activity: step.at}
                put(_State(moves, step.broken, state.passed + passed))
        return False

    def _shift(self, moves: Moves) -> int:
        was = self.in_force.placed
        return sum(
            abs((at.start - was[name].start).days) + PROMISED_DAYS * (name in self.promised)
            for name, at in moves.items()
            if name in was
        )

    def _movable(self, rule: str) -> list[str]:
        """Return what may be moved of whatever breaks a rule."""
        breaches = self._breaches(self.rules[rule])
        breaking = (name for breach in breaches for name in breach.activities)
        return [
            name
            for name in dict.fromkeys(breaking)
            if name in self.programme.activities
            and name not in self.moved
            and name not in self.fixed
        ]

    def _breaches(self, rule: Rule) -> list[Breach]:
        self.checks += 1
        if self.checks > MOST_CHECKS:
            raise _OutOfChecks
        plan = Plan(options=self.in_force.options, placed=self.placed)
        if isinstance(rule, Placement):
            # Whatever is moved is asked by itself.
            ill = (check_activity(activity, self.programme, plan) for activity in self.misplaced)
            return [breach for breaches in ill for breach in breaches]
        return list(breaches_of(rule, self.programme, plan))

    def _steps(self, rule: Rule, names: Sequence[str], broken: Broken) -> list[_Step]:
        """Return ways of breaking a rule less by moving one activity; least broken first."""
        steps = [s for name in names for s in self._days(name, rule, broken, must_meet=True)]
        if not steps:
            steps = [s for name in names for s in self._days(name, rule, broken, must_meet=False)]
        steps.sort(
            key=lambda s: (_worth(s.broken), s.activity in self.promised, s.days, s.activity)
        )
        return steps[:WAYS_TRIED]

    def _days(self, name: str, rule: Rule, broken: Broken, *, must_meet: bool) -> list[_Step]:
        """Return the nearest days on which an activity does not break a rule, and least else."""
        was = self.placed.get(name)
        before = {b.activities for b in self._breaches(rule) if must_meet and name in b.activities}
        best: list[_Step] = []
        for at, days in self._near(name):
            if at == was:
                continue
            self.placed[name] = at
            left = self._left(name, rule, before, broken)
            if left is None:
                continue
            best.append(_Step(name, at, left, days))
            if not left or (was and len(left) < len(broken) and len(best) >= DAYS_TRIED):
                break
        self._put(name, was)
        return sorted(best, key=lambda s: (_worth(s.broken), s.days))[:DAYS_TRIED]

    def _left(
        self, name: str, rule: Rule, before: Collection[tuple[str, ...]], broken: Broken
    ) -> Broken | None:
        """Return what is broken with an activity where it is now; None where it breaks the rule."""
        plan = Plan(options=self.in_force.options, placed=self.placed)
        if any(check_activity(self.programme.activities[name], self.programme, plan)):
            return None
        breaches = self._breaches(rule)
        if any(breach.activities in before for breach in breaches):
            return None
        speaking = self.speaking_of.get(name, ())
        asked = {r.id for r in speaking} | {rule.id}
        left = {name: count for name, count in broken.items() if name not in asked}
        if breaches:
            left[rule.id] = _short(breaches)
        for other in speaking:
            if other.id != rule.id and (breaches := self._breaches(other)):
                left[other.id] = _short(breaches)
                if isinstance(other, ActualDates) or len(left) > MOST_BROKEN:
                    return None
        return left

    def _near(self, name: str) -> Iterator[tuple[Placed, int]]:
        """Yield where an activity may lie, from where it is in the plan in force outwards."""
        document, activity = self.programme.document, self.programme.activities[name]
        near = self.in_force.placed.get(name) or self.placed.get(name)
        known = Plan(options=self.in_force.options, placed={})
        start = document.plan_from if near is None else near.start
        for away in range(FARTHEST_DAYS if near else (document.plan_until - start).days + 1):
            for days in (away, -away) if away else (0,):
                day = start + days * ONE_DAY
                if not document.plan_from <= day <= document.plan_until:
                    continue
                if activity.form != "span":
                    yield lying_from(activity, day, None, self.programme, known), away
                elif near is not None:
                    for at in _stretched(near, days):
                        yield at, away

    def _put(self, name: str, at: Placed | None) -> None:
        if at is None:
            self.placed.pop(name, None)
        else:
            self.placed[name] = at


def _stretched(span: Placed, days: int) -> Iterator[Placed]:
    """Yield a span so many days later as a whole, then with its start or its finish alone moved."""
    start, finish = span.start + days * ONE_DAY, span.finish + days * ONE_DAY
    yield Placed(start=start, finish=finish)
    if days and start <= span.finish:
        yield Placed(start=start, finish=span.finish)
    if days and finish >= span.start:
        yield Placed(start=span.start, finish=finish)


def _worth(broken: Broken) -> tuple[int, int]:
    return len(broken), sum(broken.values())


def _short(breaches: Iterable[Breach]) -> int:
    return sum(breach.shortfall for breach in breaches)
