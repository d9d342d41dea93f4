"""One model for every position of a programme's levers: the cheapest way back to a plan.

The programme with all levers as far as they go is posted once. Beside it, for each rung below
that, what holds there is posted under a literal that says that the lever goes no further. What is
asked is the least price of the literals that are off. Rules of one lever are posted with all others
as far as they go, so the model allows what any position allows, now and then more: that it has no
solution speaks for the programme, a plan is to be checked at the position it was found for.

Source: relaxation by blocking literals in core-guided maximum satisfiability, Fu & Malik (2006);
Morgado et al. (2013).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ortools.sat.python import cp_model

from scheduler.domain.adjustments import Adjustment, ExtraAmount, ExtraCapacity, SpecialMeeting
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.expansion.adjustments import adjusted, with_adjustments
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.model.placed_variables import Event
from scheduler.rules.conditional import post_rule
from scheduler.rules.levers import Lever, levers_of
from scheduler.solver.build import build_model

Rungs = Mapping[int, int]
"""Lever, by its place, to a rung."""


@dataclass(slots=True)
class LeverModel:
    """The model of a programme with its levers."""

    build: ModelBuild
    levers: tuple[Lever, ...]
    no_further: list[list[cp_model.IntVar]]
    """For each lever, by the rungs below its last: a literal that it goes no further."""
    contract_weight: int

    def copy_for(self, caps: Rungs, beyond_none_of: Sequence[Rungs]) -> cp_model.CpModel:
        """Return a model of plans with levers up to their caps, the least price being asked for.

        A position that goes as far as one of `beyond_none_of` is left out.
        """
        model = self.build.model.clone()
        model.clear_hints()
        for lever, literals in enumerate(self.no_further):
            cap = caps.get(lever, 0)
            if cap < len(literals):
                model.add(literals[cap] == 1)
        for position in beyond_none_of:
            model.add_bool_or([self.no_further[at][rung - 1] for at, rung in position.items()])
        model.minimize(sum(price * (1 - literal) for price, literal in self._prices()))
        return model

    def any_of(self, model: cp_model.CpModel) -> cp_model.CpModel:
        """Return the same without its price."""
        free = model.clone()
        free.clear_objective()
        return free

    def dates_of(self, model: cp_model.CpModel, plan: Plan) -> cp_model.CpModel:
        """Return the same with the options and dates of a plan, which leaves only the levers."""
        held = model.clone()
        for group, literals in self.build.options().items():
            for name, literal in literals.items():
                held.add(literal == int(plan.options.get(group) == name))
        for activity in self.build.programme.document.activities:
            at = plan.placed.get(activity.id)
            of = self.build.placed(activity.id)
            if at is None:
                continue
            if isinstance(of, Event):
                for day, literal in of.on.items():
                    held.add(literal == int(at.start == day))
            else:
                held.add(of.start == min(self.build.axis.position(at.start), self.build.axis.size))
        return held

    def _prices(self) -> Iterator[tuple[int, cp_model.IntVar]]:
        for of, literals in zip(self.levers, self.no_further, strict=True):
            weight = self.contract_weight if of.basis == "contract" else 1
            before = 0
            for rung, literal in zip(of.rungs, literals, strict=True):
                if rung.points > before:
                    yield weight * (rung.points - before), literal
                before = rung.points

    def position(self, solution: Sequence[int]) -> dict[int, int]:
        """Return how far a solution has each lever moved."""
        rungs = (
            sum(not solution[literal.index] for literal in literals) for literals in self.no_further
        )
        return {lever: rung for lever, rung in enumerate(rungs) if rung}

    def allows(self, position: Rungs, caps: Rungs, beyond_none_of: Sequence[Rungs]) -> bool:
        """Tell whether a position is within caps and goes beyond none of some."""
        return all(rung <= caps.get(lever, 0) for lever, rung in position.items()) and not any(
            all(position.get(lever, 0) >= rung for lever, rung in one.items())
            for one in beyond_none_of
        )

    def price(self, weighed: int) -> tuple[int, int]:
        """Return points for contract and others, as the objective has them."""
        return divmod(weighed, self.contract_weight)


def lever_model_of(programme: ExpandedProgramme) -> LeverModel:
    """Build the model of every hard rule and of all that levers may ease."""
    levers = levers_of(programme)
    last = [lever.rungs[-1].adjustments for lever in levers]
    everything = adjusted(programme, [a for some in last for a in some])
    build = build_model(everything, feasibility_only=True)
    for activity in everything.document.activities:
        build.placed(activity.id)
    others = sum(of.rungs[-1].points for of in levers if of.basis != "contract")
    made = LeverModel(build, levers, [], others + 1)
    rules = {rule.id: rule for rule in programme.document.rules}
    for at, lever in enumerate(levers):
        literals = [
            build.model.new_bool_var(f"{lever.id} up to {n}") for n in range(len(lever.rungs))
        ]
        for lower, higher in pairwise(literals):
            build.model.add_implication(lower, higher)
        made.no_further.append(literals)
        own = rules.get(lever.rule)
        beside = [
            a
            for other, some in enumerate(last)
            if other != at and (levers[other].rule == lever.rule or _shared(some, last[at]))
            for a in some
        ]
        for rung, literal in enumerate(literals):
            moved = lever.rungs[rung - 1].adjustments if rung else ()
            by = Enforcement(build.model, (literal,))
            _post(own, (*beside, *moved), last[at], programme, build, by)
    return made


def _shared(some: Sequence[Adjustment], others: Sequence[Adjustment]) -> bool:
    """Tell whether levers give more of the same thing."""
    things = {a.of for a in others if isinstance(a, ExtraAmount)}
    return any(isinstance(a, ExtraAmount) and a.of in things for a in some)


def _post(
    rule: Rule | None,
    moved: Sequence[Adjustment],
    last: Sequence[Adjustment],
    programme: ExpandedProgramme,
    build: ModelBuild,
    by: Enforcement,
) -> None:
    """Post what holds with a lever no further than it is moved."""
    meetings = [a for a in last if isinstance(a, SpecialMeeting)]
    if meetings:
        held = {a.on for a in moved if isinstance(a, SpecialMeeting)}
        barred = frozenset(a.on for a in meetings if a.on not in held)
        for activity in programme.document.activities:
            if activity.dates == meetings[0].dates:
                build.forbid_start(activity.id, barred.__contains__, by)
    if rule is None:
        return
    if any(isinstance(a, ExtraAmount | ExtraCapacity) for a in last):
        seen = copy.copy(build)
        seen.programme = adjusted(programme, moved)
        post_rule(rule, seen, by)
        return
    alone = replace(programme.document, rules=(rule,), adjustments=())
    for left in with_adjustments(alone, moved).rules:
        post_rule(left, build, by)
