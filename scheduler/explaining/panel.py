"""A programme's levers, and the programmes that come of moving them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.adjustments import (
    Adjustment,
    ExtraAmount,
    ExtraCapacity,
    SpecialMeeting,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import FallbackSlot
from scheduler.expansion.adjustments import adjusted, origin_of, with_adjustments
from scheduler.rules.conditional import breaches_of
from scheduler.rules.levers import Lever
from scheduler.verification.verify import verify

Position = Mapping[int, int]
"""Lever, by its place, to how many rungs it is moved; those not moved are left out."""

Cost = tuple[int, int, int]
"""Points for contract, other points, rungs: compared in this order."""

OF_DATA = (ExtraAmount, ExtraCapacity, SpecialMeeting)


@dataclass(slots=True)
class Panel:
    """The levers of one programme."""

    programme: ExpandedProgramme
    levers: tuple[Lever, ...]

    @property
    def top(self) -> Position:
        """Every lever as far as it goes."""
        return {at: len(lever.rungs) for at, lever in enumerate(self.levers)}

    @property
    def kinds(self) -> tuple[tuple[bool, str], ...]:
        """Of each lever whether it needs the other side of a contract, and its kind of rule."""
        of = {rule.id: rule.kind for rule in self.programme.document.rules}
        return tuple((at.basis == "contract", of.get(at.rule, "meetings")) for at in self.levers)

    def cost(self, lever: int, rung: int) -> Cost:
        """Return the price of moving a lever so far."""
        if not rung:
            return (0, 0, 0)
        of = self.levers[lever]
        points = of.rungs[rung - 1].points
        return (points, 0, rung) if of.basis == "contract" else (0, points, rung)

    def price(self, position: Position) -> Cost:
        """Return the price of all moves together."""
        costs = [self.cost(lever, rung) for lever, rung in position.items()]
        return (sum(c[0] for c in costs), sum(c[1] for c in costs), sum(c[2] for c in costs))

    def adjustments(self, position: Position) -> tuple[Adjustment, ...]:
        """Return what the moves change."""
        return tuple(
            adjustment
            for lever, rung in sorted(position.items())
            if rung
            for adjustment in self.levers[lever].rungs[rung - 1].adjustments
        )

    def at(self, position: Position) -> ExpandedProgramme:
        """Return the programme with levers moved."""
        return adjusted(self.programme, self.adjustments(position))

    def about(self, position: Position, rules: Collection[str]) -> ExpandedProgramme:
        """Return the programme of just some rules with levers moved.

        A part of a freeze goes by the name of the whole.
        """
        document = self.programme.document
        some = tuple(
            rule for rule in document.rules if rule.price is None and origin_of(rule.id) in rules
        )
        changes = tuple(
            a
            for a in self.adjustments(position)
            if isinstance(a, OF_DATA) or origin_of(a.rule) in rules
        )
        return adjusted(ExpandedProgramme(replace(document, rules=some)), changes)

    def lowered(self, position: Position, plan: Plan) -> Position | None:
        """Return how far levers need to be moved for one plan, of those moved; None if it fails.

        Levers of rules that the plan meets without are not moved; the dearest are lowered first.
        """
        broken = {violation.rule for violation in verify(self.programme, plan).violations}
        used = {
            lever: rung
            for lever, rung in position.items()
            if self.levers[lever].rule in broken or self._is_of_data(lever)
        }
        for lever in sorted(used, key=lambda at: self.cost(at, used[at]), reverse=True):
            for rung in range(used[lever]):
                trial = {**used, lever: rung}
                if self._meets(lever, trial, plan, broken):
                    used = trial
                    break
        found = {lever: rung for lever, rung in used.items() if rung}
        return found if verify(self.at(found), plan).holds else None

    def _meets(self, lever: int, position: Position, plan: Plan, broken: Collection[str]) -> bool:
        """Tell whether a plan meets what a lever is about.

        A rule by itself is checked in the programme as it is, which takes a hundredth of the time.
        """
        document = self.programme.document
        rule = next((r for r in document.rules if r.id == self.levers[lever].rule), None)
        if self._is_of_data(lever) or rule is None or isinstance(rule, FallbackSlot):
            return self._holds(position, plan, broken)
        own = {at: to for at, to in position.items() if self.levers[at].rule == rule.id}
        alone = replace(document, rules=(rule,), adjustments=())
        left = with_adjustments(alone, self.adjustments(own)).rules
        return not any(any(breaches_of(part, self.programme, plan)) for part in left)

    def _is_of_data(self, lever: int) -> bool:
        return any(isinstance(a, OF_DATA) for a in self.levers[lever].rungs[0].adjustments)

    def _holds(self, position: Position, plan: Plan, rules: Collection[str]) -> bool:
        document = self.programme.document
        some = tuple(r for r in document.rules if r.id in rules)
        eased = with_adjustments(replace(document, rules=some), self.adjustments(position))
        return verify(ExpandedProgramme(eased), plan).holds


def raised(position: Position, moves: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return a position with some levers moved further."""
    made = dict(position)
    for lever, rung in moves:
        made[lever] = max(rung, made.get(lever, 0))
    return made
