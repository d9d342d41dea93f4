"""Not at once: activities that must not run beside each other.

Rule    for any two performed: one starts after the last day of the other.
Units   none; work and spans are under way from first to last day, weekends between included.
Source  Disjunctive resources: Carlier (1982). Exit practice: one wing of a building, one test
        environment or one dress rehearsal at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import NotAtOnce
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: NotAtOnce, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.activities.activities, programme)
    return f"No two of {who} are under way on the same day."


def check(rule: NotAtOnce, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Go from one start to the next, with whichever lasts longest so far."""
    placed = [name for name in rule.activities.activities if name in plan.placed]
    placed.sort(key=lambda name: plan.placed[name].start)
    longest: str | None = None
    for name in placed:
        at = plan.placed[name]
        if longest is not None and at.start <= plan.placed[longest].finish:
            yield Breach(
                activities=(longest, name),
                measured=at.start,
                allowed=f"after {plan.placed[longest].finish}",
            )
        if longest is None or at.finish > plan.placed[longest].finish:
            longest = name


def post(rule: NotAtOnce, build: ModelBuild, by: Enforcement) -> None:
    """Post intervals of which no two overlap."""
    build.post_one_at_a_time(rule.activities.activities, by)


RULE = RuleKind(declares=NotAtOnce, statement=statement, check=check, post=post)
