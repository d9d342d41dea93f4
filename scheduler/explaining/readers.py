"""Which planning rules speak of which activity of a plan: those whose checks look at its dates.

A check is a function of the dates it reads. Where it never reads an activity's dates, no other
dates of that activity alone can change what it finds; so what is noted while the plan is checked is
exact, whatever kinds of rule there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Placement, Rule, TeamCapacity
from scheduler.rules.conditional import breaches_of
from scheduler.rules.rule import Breach

_SLOW = ("budget", "team_capacity", "change_load")
"""Kinds whose checks walk much of the plan; put last where one breach is enough."""


class _Noting(Mapping[str, Placed]):
    """The dates of a plan, noting of which activities they are read.

    Which activities there are is no date: only values are noted.
    """

    def __init__(self, placed: Mapping[str, Placed]) -> None:
        self._placed = placed
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Placed:
        found = self._placed[name]
        self.read.add(name)
        return found

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401  # as a mapping's
        # Asked far more often than anything else: that of a mapping takes three times as long.
        found = self._placed.get(name)
        if found is None:
            return default
        self.read.add(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._placed

    def __iter__(self) -> Iterator[str]:
        return iter(self._placed)

    def __len__(self) -> int:
        return len(self._placed)


@dataclass(frozen=True, slots=True)
class Speaking:
    """The rules that speak of each activity, placement left out; cheap checks first."""

    hard: Mapping[str, tuple[Rule, ...]]
    soft: Mapping[str, tuple[Rule, ...]]
    reads: Mapping[str, frozenset[str]]
    """Hard rule to the activities whose dates its check reads."""
    owed: Mapping[str, int]
    """Soft rule to the shortfall of the plan."""
    broken: tuple[str, ...]
    """Hard rules that the plan breaks, placement included."""


def rules_speaking(
    programme: ExpandedProgramme, plan: Plan, *, without: Container[str] = ()
) -> Speaking:
    """Check a plan once and note which rule reads which activity.

    Kinds of rules that nobody will ask for can be left out.
    """
    hard: defaultdict[str, list[Rule]] = defaultdict(list)
    soft: defaultdict[str, list[Rule]] = defaultdict(list)
    owed: dict[str, int] = {}
    reads: dict[str, frozenset[str]] = {}
    broken = []
    for rule in sorted(programme.document.rules, key=lambda rule: rule.kind in _SLOW):
        if rule.kind in without:
            continue
        noting = _Noting(plan.placed)
        breaches = list(breaches_of(rule, programme, Plan(options=plan.options, placed=noting)))
        if rule.price is not None:
            owed[rule.id] = sum(breach.shortfall for breach in breaches)
        elif breaches:
            broken.append(rule.id)
        if isinstance(rule, Placement):
            continue
        reads[rule.id] = frozenset(noting.read)
        for name in noting.read:
            (hard if rule.price is None else soft)[name].append(rule)
    return Speaking(
        hard={name: tuple(rules) for name, rules in hard.items()},
        soft={name: tuple(rules) for name, rules in soft.items()},
        reads=reads,
        owed=owed,
        broken=tuple(broken),
    )


class _Moved(Mapping[str, Placed]):
    """The dates of a plan with a few of them changed."""

    __slots__ = ("_changes", "_placed")

    def __init__(self, placed: Mapping[str, Placed], changes: Mapping[str, Placed]) -> None:
        self._placed, self._changes = placed, changes

    def __getitem__(self, name: str) -> Placed:
        changed = self._changes.get(name)
        return self._placed[name] if changed is None else changed

    def __contains__(self, name: object) -> bool:
        return name in self._placed

    def __iter__(self) -> Iterator[str]:
        return iter(self._placed)

    def __len__(self) -> int:
        return len(self._placed)


def moved(plan: Plan, changes: Mapping[str, Placed]) -> Plan:
    """Return a plan with other dates of some of its activities."""
    return Plan(options=plan.options, placed=_Moved(plan.placed, changes))


def breaches_after(
    rule: Rule,
    programme: ExpandedProgramme,
    plan: Plan,
    speaking: Speaking,
    changes: Mapping[str, Placed],
) -> Iterator[Breach]:
    """Yield how a plan that keeps a hard rule falls short of it once some activities are moved.

    A team is only looked at on the days the moved activities lie on now: elsewhere less is asked of
    it than before. Not so where one of them changes how many people it has.
    """
    there = moved(plan, changes)
    if isinstance(rule, TeamCapacity):
        asking = {activity.id for activity in programme.asking.get(rule.team, ())}
        if changes.keys() & speaking.reads[rule.id] <= asking:
            first = min(at.start for at in changes.values())
            last = max(at.finish for at in changes.values())
            near = {
                name: Placed(start=max(at.start, first), finish=min(at.finish, last))
                if name in asking
                else at
                for name, at in ((name, there.placed[name]) for name in speaking.reads[rule.id])
                if name not in asking or (at.start <= last and at.finish >= first)
            }
            there = Plan(options=plan.options, placed=near)
    yield from breaches_of(rule, programme, there)


def newly_broken(
    programme: ExpandedProgramme,
    plan: Plan,
    speaking: Speaking,
    changes: Mapping[str, Placed],
) -> Iterator[tuple[Rule, list[Breach]]]:
    """Yield each hard rule that a plan without violations breaks once some activities are moved."""
    rules = {r.id: r for name in changes for r in speaking.hard.get(name, ())}
    for rule in rules.values():
        breaches = list(breaches_after(rule, programme, plan, speaking, changes))
        if breaches:
            yield rule, breaches
