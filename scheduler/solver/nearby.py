"""Near the plan in force: what has to move when a few service groups may, and when none else can.

Two small programmes for some groups. Pinned: the rest stays where it is; its plan is a plan of the
whole, with no more changed than the small one changes. Part: the rest asks nothing; no plan of the
whole changes less. Where both say the same the least change is known, without a model of the whole.
Groups are taken in until they do.

Source: neighbourhoods of a broken schedule grow until it is mended: Artigues, Michelon & Reusser
(2003); bounds from relaxed parts as in `parts.py`.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY, ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    ActualDates,
    Placement,
    Rule,
    SourcingChoice,
    WithinBudget,
)
from scheduler.domain.programme import Programme
from scheduler.objectives import term_of
from scheduler.rules.conditional import breaches_of
from scheduler.solver.clock import Clock
from scheduler.solver.messages import Emit, plan_from_message, plan_to_message
from scheduler.solver.parts import part_of
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

SHARE_OF_TIME = 0.5
"""Of what there is; the rest is for the whole."""
SECONDS_FOR_ONE = 20.0
GROWTH = 1.7
"""By which the number of activities that may move grows."""
GROWN_FOR_THE_SHIFT = 2
"""Times that groups are taken in when all but the days of shift are known."""


@dataclass(frozen=True, slots=True)
class Near:
    """What is known without a model of the whole."""

    plan: Plan | None
    """Checked; none where no small programme led to one."""
    least: Mapping[str, int] = field(default_factory=dict)
    """Levels, from the first on, that no plan betters, each given those before."""
    infeasible: bool = False
    """Whether a part alone has no plan, so that the whole has none."""


@dataclass(slots=True)
class Nearby:
    """One search for the least change."""

    programme: ExpandedProgramme
    in_force: Plan
    """Carried over to the programme; need not be a plan of it."""
    settings: SearchSettings
    emit: Emit
    stop: threading.Event
    clock: Clock
    best: Plan | None = None
    worth: tuple[int, ...] = ()
    _spoken: dict[str, frozenset[str]] = field(default_factory=dict)
    _touching: defaultdict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))

    def find(self) -> Near:
        """Take in group after group until the least change is known, or time is over."""
        self._index()
        self._offer(self.in_force)
        if self.best is not None:
            return Near(self.best)
        least_left = self.clock.left * (1 - SHARE_OF_TIME)
        inside = self._broken_groups()
        least: dict[str, int] = {}
        grown_since = 0
        while inside and not self.stop.is_set() and self.clock.left > least_left:
            seconds = min(SECONDS_FOR_ONE, self.clock.left - least_left)
            self.emit({"type": "nearby", "groups": len(inside), "elapsed": self.clock.spent})
            part = self._part(inside)
            below = self._solved(part, seconds)
            if below is None:
                return Near(self.best, infeasible=True)
            self._offer(self._whole(self._solved(self._pinned(inside), seconds), inside))
            known = self._known(below, part)
            least = self._told(known) if len(known) > len(least) else least
            if len(known) == len(self._levels):
                break
            grown_since += len(known) >= len(self._levels) - 1
            if grown_since > GROWN_FOR_THE_SHIFT:
                break
            grown = self._grown(inside)
            if grown == inside:
                break
            inside = grown
        return Near(self.best, least)

    @property
    def _levels(self) -> tuple[ObjectiveLevel, ...]:
        return tuple(x for x in self.programme.document.objectives if x.name in STABILITY)

    def _index(self) -> None:
        for rule in self.programme.document.rules:
            self._spoken[rule.id] = activities_of(rule, self.programme)
            for name in self._spoken[rule.id]:
                self._touching[name].append(rule)

    def _group(self, activity: str) -> str:
        return self.programme.group_of(self.programme.activities[activity]) or ""

    def _broken_groups(self) -> frozenset[str]:
        """Return the groups of whatever keeps the plan in force from being one."""
        found: set[str] = set()
        for rule in self.programme.document.rules:
            if rule.price is not None:
                continue
            for breach in breaches_of(rule, self.programme, self.in_force):
                names = [n for n in breach.activities if n in self.programme.activities]
                found.update(map(self._group, names or self._spoken[rule.id]))
                if isinstance(rule, SourcingChoice):
                    found.add(rule.group)
        return frozenset(found)

    def _offer(self, plan: Plan | None) -> None:
        """Keep a plan that is one and changes less, and tell of it."""
        if plan is None or not verify(self.programme, plan).holds:
            return
        worth = self._worth(self.programme, plan)
        if self.best is None or worth < self.worth:
            self.best, self.worth = plan, worth
            message = {"type": "plan", "plan": plan_to_message(plan), "elapsed": self.clock.spent}
            self.emit(message)

    def _worth(self, programme: ExpandedProgramme, plan: Plan) -> tuple[int, ...]:
        return tuple(term_of(level).measure(programme, plan) for level in self._levels)

    def _known(self, below: _Solved, part: ExpandedProgramme) -> dict[str, int]:
        """Return the levels in which the best plan changes no more than a part has to."""
        known: dict[str, int] = {}
        if below.plan is None or self.best is None:
            return known
        changed = self._worth(part, below.plan)
        for level, value, ours in zip(self._levels, changed, self.worth, strict=True):
            if level.key not in below.proved or value != ours:
                break
            known[level.key] = value
        return known

    def _told(self, known: dict[str, int]) -> dict[str, int]:
        """Tell of levels in which nothing is better, and return them."""
        for level, value in known.items():
            said = {"type": "level", "level": level, "value": value, "bound": value}
            self.emit({**said, "proved": True, "elapsed": self.clock.spent})
        return known

    def _solved(self, programme: ExpandedProgramme, seconds: float) -> _Solved | None:
        """Return the plan of a small programme that changes least; None where it has none."""
        # A small programme is searched like any other.
        from scheduler.solver.levels import LevelSearch  # noqa: PLC0415

        plans: list[Plan] = []

        def emit(message: dict[str, Any]) -> None:
            if message["type"] == "plan":
                plans[:] = [plan_from_message(message["plan"])]

        settings = replace(self.settings, time_limit_seconds=seconds, confirm=False)
        search = LevelSearch(programme, settings, emit, self.stop)
        search.hint(self.best or self.in_force)
        outcome = search.settle_all()
        if self.settings.reproducible:
            self.clock.charged += search.clock.charged
        if outcome == "infeasible":
            return None
        proved = frozenset(settled.level.key for settled in search.settled if settled.proved)
        return _Solved(plans[-1] if plans else None, proved)

    def _part(self, groups: Collection[str]) -> ExpandedProgramme:
        """Return what is asked of some groups at least."""
        part = part_of(self.programme, groups)
        return self._about(part.document, frozenset(part.activities))

    def _pinned(self, groups: Collection[str]) -> ExpandedProgramme:
        """Return some groups and what they touch, all else where it is."""
        document = self.programme.document
        free = {a.id for a in document.activities if self._group(a.id) in groups}
        rules = [rule for rule in document.rules if self._matters(rule, free)]
        near = free.union(*(self._spoken[rule.id] for rule in rules)) if rules else free
        pins = [
            ActualDates(id=f"pin.{name}", activity=name, start=at.start, finish=at.finish)
            for name in sorted(near - free)
            if (at := self.in_force.placed.get(name)) is not None
        ]
        absent = {n for n in near - free if n not in self.in_force.placed}
        kept = [
            SourcingChoice(id=f"pin.{group}", group=group, options=(option,))
            for group, option in self.in_force.options.items()
            if group not in groups
        ]
        activities = tuple(a for a in document.activities if a.id in near and a.id not in absent)
        rules = [rule for rule in rules if not self._spoken[rule.id] & absent]
        pinned = replace(document, activities=activities, rules=(*rules, *pins, *kept))
        return self._about(pinned, frozenset(a.id for a in activities))

    def _matters(self, rule: Rule, free: Collection[str]) -> bool:
        if isinstance(rule, WithinBudget):
            # Speaks of everything; the plan is checked against it.
            return False
        spoken = self._spoken[rule.id]
        return isinstance(rule, Placement) or not spoken or not spoken.isdisjoint(free)

    def _about(self, document: Programme, names: Collection[str]) -> ExpandedProgramme:
        """Return a small programme with promises and the baseline of its own activities alone."""
        groups = {group.id for group in document.service_groups}
        baseline = document.baseline
        if baseline is not None:
            baseline = replace(
                baseline,
                dates={name: at for name, at in baseline.dates.items() if name in names},
                options={g: option for g, option in baseline.options.items() if g in groups},
            )
        commitments = tuple(
            c for c in document.commitments if c.activity in names or c.group in groups
        )
        return ExpandedProgramme(
            replace(document, baseline=baseline, commitments=commitments, objectives=self._levels)
        )

    def _whole(self, solved: _Solved | None, groups: Collection[str]) -> Plan | None:
        """Return the plan of a pinned programme with the rest where it is."""
        if solved is None or solved.plan is None:
            return None
        placed = {
            name: at for name, at in self.in_force.placed.items() if self._group(name) not in groups
        }
        placed |= {
            name: at for name, at in solved.plan.placed.items() if self._group(name) in groups
        }
        options = {**self.in_force.options}
        options |= {g: option for g, option in solved.plan.options.items() if g in groups}
        return Plan(options=options, placed=placed)

    def _grown(self, inside: frozenset[str]) -> frozenset[str]:
        """Return some groups with those that most of their rules speak of as well."""
        sizes: defaultdict[str, int] = defaultdict(int)
        for activity in self.programme.document.activities:
            sizes[self._group(activity.id)] += 1
        ties: defaultdict[str, float] = defaultdict(float)
        for spoken in self._spoken.values():
            groups = set(map(self._group, spoken))
            if groups & inside:
                for group in groups - inside:
                    ties[group] += 1 / len(spoken)
        target = GROWTH * sum(sizes[group] for group in inside)
        grown = set(inside)
        for group in sorted(ties, key=lambda group: (-ties[group], group)):
            if sum(sizes[g] for g in grown) >= target and len(grown) > len(inside):
                break
            grown.add(group)
        return frozenset(grown)


@dataclass(frozen=True, slots=True)
class _Solved:
    plan: Plan | None
    proved: frozenset[str]
