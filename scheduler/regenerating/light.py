"""Does the programme still hold? Three answers at once, without a solver: yes, no, not known yet.

Yes comes with a checked plan. No comes with what cannot be: bounds pushed along the rules leave no
place, or a team is asked for more than it has. The third says which rules the plan in force breaks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scheduler.answers import Cause
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import SourcingChoice
from scheduler.explaining.causes import find_causes
from scheduler.explaining.readers import Speaking, rules_speaking
from scheduler.regenerating.in_force import moved_between
from scheduler.regenerating.mended import mended
from scheduler.regenerating.shifted import shifted_plans
from scheduler.rules.conditional import breaches_of
from scheduler.rules.placement import check_activity
from scheduler.rules.rule import Violation
from scheduler.solver.parts import part_of
from scheduler.verification.verify import verify, violations_of

State = Literal["feasible", "impossible", "unknown"]
How = Literal["unchanged", "mended", "planned anew"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficLight:
    """Whether a changed programme still has a plan, as far as is known without search."""

    state: State
    plan: Plan | None = None
    """Checked; of `feasible` alone."""
    how: How | None = None
    """Whether the plan in force still holds, or what was made of it."""
    broken: tuple[Violation, ...] = ()
    """What keeps the plan in force from being one."""
    cause: Cause | None = None
    """Of `impossible` alone."""
    rules: tuple[str, ...] = ()
    """That the cause rests on."""
    seconds: float = 0.0


def traffic_light(
    programme: ExpandedProgramme, in_force: Plan, *, may_compile: bool = True
) -> TrafficLight:
    """Tell whether a programme still has a plan.

    The programme must have passed validation; `in_force` is the plan carried over to it. A process
    of many threads must not compile: there the schedule search is used once it is compiled.
    """
    began = time.monotonic()

    def after() -> float:
        return time.monotonic() - began

    speaking = rules_speaking(programme, in_force)
    if not speaking.broken:
        return TrafficLight(state="feasible", plan=in_force, how="unchanged", seconds=after())
    broken = tuple(
        violation
        for rule in programme.document.rules
        if rule.id in speaking.broken
        for violation in violations_of(rule, programme, in_force)
    )
    for how, plan in _near(programme, in_force, speaking, may_compile=may_compile):
        if _holds(programme, in_force, plan, speaking):
            return TrafficLight(
                state="feasible", plan=plan, how=how, broken=broken, seconds=after()
            )
    groups = set(_groups_of(programme, broken))
    for seen in find_causes(part_of(programme, groups)):
        return TrafficLight(
            state="impossible",
            broken=broken,
            cause=seen.cause,
            rules=seen.rules,
            seconds=after(),
        )
    return TrafficLight(state="unknown", broken=broken, seconds=after())


def _near(
    programme: ExpandedProgramme, in_force: Plan, speaking: Speaking, *, may_compile: bool
) -> Iterator[tuple[How, Plan]]:
    """Yield plans that may be some, the quickest made first."""
    ways: tuple[How, ...] = ("mended", "planned anew", "planned anew")
    pushed = shifted_plans(programme, in_force, may_compile=may_compile)
    yield from zip(ways, pushed, strict=False)
    plan = mended(programme, in_force, speaking)
    if plan is not None:
        yield "mended", plan


def _holds(programme: ExpandedProgramme, before: Plan, plan: Plan, speaking: Speaking) -> bool:
    """Tell whether a plan keeps every hard rule, given what the check of another one read.

    A check that read none of the dates that differ finds what it found. Where options differ, or
    something is done that was not, every rule is asked.
    """
    moved = moved_between(before, plan)
    if plan.options != before.options or any(None in pair for pair in moved.values()):
        return verify(programme, plan).holds
    rules = {rule.id: rule for name in moved for rule in speaking.hard.get(name, ())}
    rules |= {r.id: r for r in programme.document.rules if r.id in speaking.broken}
    placed_well = not any(
        any(check_activity(programme.activities[name], programme, plan)) for name in moved
    )
    return placed_well and not any(
        any(breaches_of(rule, programme, plan)) for rule in rules.values()
    )


def _groups_of(programme: ExpandedProgramme, broken: tuple[Violation, ...]) -> Iterator[str]:
    """Yield the service groups of what breaks a rule; all of them where that is nobody."""
    rules = {rule.id: rule for rule in programme.document.rules}
    for violation in broken:
        rule = rules[violation.rule]
        if isinstance(rule, SourcingChoice):
            yield rule.group
            continue
        names = [name for name in violation.activities if name in programme.activities]
        if not names:
            yield from programme.groups
        for name in names:
            yield programme.group_of(programme.activities[name]) or ""
