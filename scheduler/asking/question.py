"""What can be asked of a programme, and what is replied; imports no solver.

A question is a programme with some rules more or fewer: every wish is an ordinary planning rule, so
that a reply with a plan is checked like any other, by the rules' own checks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.expansion.adjustments import adjusted
from scheduler.rules.levers import levers_of

MOST_PROGRAMMES = 4
"""Kept at a time by a process: questions come in runs about one programme."""

Finding = Literal["plan", "none", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Question:
    """Is there a plan, and with levels: which is best."""

    programme: ExpandedProgramme
    """Many questions about one programme share the object: its model is built once."""
    wishes: tuple[Rule, ...] = ()
    """Further hard rules."""
    any_of: tuple[tuple[Rule, ...], ...] = ()
    """Sets of further hard rules of which at least one is met, so that one reply of none speaks for
    many questions. Whoever asks looks which one a plan meets."""
    within: tuple[tuple[str, int], ...] = ()
    """Levels of the programme by their keys, with the worst value that a plan may have."""
    only: frozenset[str] | None = None
    """Ids of the hard rules that are asked about, beside the wishes; all of them when left out.

    Then only activities that they speak of are placed, and a reply has no plan.
    """
    suspects: frozenset[str] = frozenset()
    """Of the rules of `only` those of which a reply that there is none names some it rests on."""
    levels: tuple[ObjectiveLevel, ...] = ()
    """In order of importance; none asks for any plan that meets the hard rules."""
    least: Mapping[str, int] | None = None
    """Bounds known of some levels by their keys, each given that the levels before are at theirs.
    """
    windows: tuple[str, ...] = ()
    """Events of which the first and last day that they can have are asked, and nothing else."""
    until: Mapping[str, int] | None = None
    """Values of levels by their keys: the first level that is proved to have another ends it."""
    caps: tuple[tuple[int, int], ...] | None = None
    """Levers of the programme by their places, with how far each may be moved, others not at all:
    then the cheapest position with a plan is asked for, and wishes and levels are not minded."""
    beyond_none_of: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Positions of levers: one that goes as far as any of them is no reply to `caps`."""
    near: Plan | None = None
    """A plan to start from."""
    sure: bool = False
    """Whether that there is none is put to a second configuration."""
    second: bool = False
    """Whether only a second configuration is asked."""
    seconds: float = 20.0
    """How long one solver process may take over it."""

    @cached_property
    def asked(self) -> ExpandedProgramme:
        """The programme that the reply is about, wishes among its rules."""
        document = self.programme.document
        rules = document.rules
        if self.caps is not None:
            levers = levers_of(self.programme)
            rungs = [levers[at].rungs[rung - 1] for at, rung in self.caps if rung]
            return adjusted(self.programme, [a for rung in rungs for a in rung.adjustments])
        if self.only is not None:
            rules = tuple(rule for rule in rules if rule.id in self.only)
        if not self.wishes and rules is document.rules and not self.levels:
            return self.programme
        return ExpandedProgramme(
            replace(
                document,
                rules=(*rules, *self.wishes),
                objectives=self.levels or document.objectives,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReply:
    """What is known of one level."""

    key: str
    value: int
    """Measured on the plan."""
    bound: int | None
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a solver process found."""

    finding: Finding
    plan: Plan | None = None
    """Checked; none for a question about only some rules."""
    levels: tuple[LevelReply, ...] = ()
    windows: Mapping[str, tuple[date, date] | None] = field(default_factory=dict)
    """Days outside of which no plan has an event, and none where it cannot be at all; days within
    need not have a plan."""
    confirmed: bool = False
    """Whether a second configuration found none either."""
    moved: Mapping[int, int] = field(default_factory=dict)
    """How far levers are moved that had caps: the plan may still need others moved a little."""
    price: tuple[int, int] | None = None
    """Points for contract and others that any position asked about costs at least."""
    disagreement: bool = False
    """Whether one configuration found none and the other a plan of the rules asked about."""
    named: frozenset[str] = frozenset()
    """Suspects that the proof of none used: a hint, for only all of them were refuted."""
    seconds: float = 0.0


Ask = Callable[[Question], Reply]
"""Puts one question and waits for the reply; safe from several threads at once."""
