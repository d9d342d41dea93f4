"""Change freeze: a time when nothing of a kind may begin.

Rule    first day not in any window, whose days are included.
Units   activities that start in a window.
Source  Change calendars: ITIL change enablement, change schedule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import listed, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ChangeFreeze, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    spans = "; ".join(
        f"{w.name + ': ' if w.name else ''}{short_date(w.first)} to {short_date(w.last)}"
        for w in rule.windows
    )
    who = listed(rule.activities.activities, programme)
    return f"No start in the change freeze ({spans}) for {who}."


def check(rule: ChangeFreeze, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look for each start in each window."""
    for name in rule.activities.activities:
        placed = plan.placed.get(name)
        if placed is None:
            continue
        for window in rule.windows:
            if window.first <= placed.start <= window.last:
                outside = f"not {window.first} to {window.last}"
                yield Breach(activities=(name,), measured=placed.start, allowed=outside)
                break


def post(rule: ChangeFreeze, build: ModelBuild, by: Enforcement) -> None:
    """Bar the frozen dates."""
    for name in rule.activities.activities:
        build.forbid_start(
            name, lambda d: any(window.holds(d) for window in rule.windows), by.for_item()
        )


RULE = RuleKind(declares=ChangeFreeze, statement=statement, check=check, post=post, unit="activity")
