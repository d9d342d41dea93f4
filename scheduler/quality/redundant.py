"""Precedences that others imply: taking them all out changes no plan.

A precedence from one instant to another with a least lag, hard and without a greatest one, is
implied where a chain of other hard links leads from the one instant to the other, each link with a
lag of zero or more, each link and activity of the chain there whenever the precedence holds, and
lags and durations along it add up to its lag or more. Along a chain of instants in order working
days add up, and calendar days do; a lag in working days counts as many calendar days, one in
calendar days counts no working days. Work counts its fewest working days (each is one of the
default calendar too), an event one calendar day, a span nothing.

Links are those of precedences, decisions, rehearsals, transfers of staff, hypercare, continuity and
notice. What touches an activity that has begun is left alone: facts excuse some rules.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Continuity,
    Decision,
    Hypercare,
    PartialTermination,
    Precedence,
    Rehearsal,
    Rule,
    StaffTransfer,
    begun_in,
)
from scheduler.explaining.arcs import Arc, Instant, arcs_of
from scheduler.quality.conditions import (
    Context,
    context_of,
    holds_in,
    performed_in,
    shortest_in,
)

_LINKING = (
    Continuity,
    Decision,
    Hypercare,
    PartialTermination,
    Precedence,
    Rehearsal,
    StaffTransfer,
)
_MOST_STEPS = 20_000
"""Of one search; what needs more is not called redundant."""


def redundant_links(programme: ExpandedProgramme) -> Mapping[str, tuple[str, ...]]:
    """Return each implied precedence with the rules that imply it, none of them itself implied."""
    graph = _Graph(programme)
    found: dict[str, tuple[str, ...]] = {}
    for rule in programme.document.rules:
        if isinstance(rule, Precedence) and graph.may_be_implied(rule):
            by = graph.implying(rule, found)
            if by is not None:
                found[rule.id] = by
    return found


class _Graph:
    """The hard links of a programme by the instants they lead from."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        self.programme = programme
        rules = programme.document.rules
        self.begun = begun_in(rules)
        self.rules: dict[str, Rule] = {}
        self.arcs: defaultdict[Instant, list[Arc]] = defaultdict(list)
        for rule in rules:
            if rule.price is not None or not isinstance(rule, _LINKING):
                continue
            self.rules[rule.id] = rule
            for arc in arcs_of(rule, programme):
                if arc.ordered and self.begun.isdisjoint((arc.origin[0], arc.target[0])):
                    self.arcs[arc.origin].append(arc)
        self.levels = self._levels()

    def _levels(self) -> Mapping[Instant, int]:
        """Return the most links from any first instant to each; none of what lies on a circle.

        Whatever leads to an instant has a lower level, so that a search need not look at others.
        """
        following: defaultdict[Instant, list[Instant]] = defaultdict(list)
        for name in self.programme.activities:
            following[name, True].append((name, False))
        for origin, arcs in self.arcs.items():
            following[origin] += [arc.target for arc in arcs]
        waits = Counter(there for each in following.values() for there in each)
        levels = {here: 0 for here in following if not waits[here]}
        ready = deque(levels)
        while ready:
            here = ready.popleft()
            for there in following.get(here, ()):
                levels[there] = max(levels.get(there, 0), levels[here] + 1)
                waits[there] -= 1
                if not waits[there]:
                    ready.append(there)
        return {here: level for here, level in levels.items() if not waits[here]}

    def may_be_implied(self, rule: Precedence) -> bool:
        """Tell whether a precedence is of the sort that this can prove anything of."""
        return (
            rule.price is None
            and rule.max_lag is None
            and rule.min_lag is not None
            and self.begun.isdisjoint((rule.before, rule.after))
        )

    def implying(
        self, rule: Precedence, left_out: Mapping[str, tuple[str, ...]]
    ) -> tuple[str, ...] | None:
        """Return the rules of a chain that implies a precedence; None without any."""
        context = context_of((rule.before, rule.after), rule.when, self.programme)
        if context is None or rule.min_lag is None:
            return None
        origin, target = (rule.before, rule.link[0] == "S"), (rule.after, rule.link[1] == "S")
        in_working_days = rule.lag_unit == "working_days"
        longest: dict[Instant, int] = {origin: 0}
        chain: dict[Instant, tuple[str, ...]] = {origin: ()}
        waiting, steps = deque([origin]), 0
        while waiting and steps < _MOST_STEPS:
            here = waiting.popleft()
            for there, days, by in self._steps(here, context, in_working_days=in_working_days):
                if by == rule.id or by in left_out or not self._may_lead(there, target):
                    continue
                steps += 1
                if longest.get(there, -1) >= longest[here] + days:
                    continue
                longest[there] = longest[here] + days
                chain[there] = (*chain[here], *((by,) if by else ()))
                if there == target and longest[there] >= rule.min_lag:
                    return tuple(dict.fromkeys(chain[there]))
                waiting.append(there)
        return None

    def _may_lead(self, here: Instant, target: Instant) -> bool:
        """Tell whether levels allow that a chain leads from one instant to another, or is there."""
        if target not in self.levels:
            return True
        return here == target or self.levels.get(here, sys.maxsize) < self.levels[target]

    def _steps(
        self, here: Instant, context: Context, *, in_working_days: bool
    ) -> Iterator[tuple[Instant, int, str]]:
        """Yield the instants next to one, with the fewest days to them and the rule that says so.

        Every activity reached is performed in the context.
        """
        name, is_start = here
        if is_start:
            yield (name, False), self._length(name, context, in_working_days=in_working_days), ""
        for arc in self.arcs[here]:
            rule = self.rules[arc.rule]
            if holds_in(context, rule.when, self.programme) and performed_in(
                context, arc.target[0], self.programme
            ):
                counts = arc.in_working_days or not in_working_days
                yield arc.target, arc.lag if counts else 0, rule.id

    def _length(self, name: str, context: Context, *, in_working_days: bool) -> int:
        form = self.programme.activities[name].form
        if form == "work":
            return shortest_in(context, name, self.programme)
        return 1 if form == "event" and not in_working_days else 0
