"""Allowed dates: an event happens only on certain days.

Rule    date(event) in the date set.
Units   events on other dates.
Source  Meeting calendars; pay-period boundaries; cutover weekends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import AllowedDates
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: AllowedDates, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    names = {s.id: s.name or s.id for s in programme.document.date_sets}
    who = listed(rule.activities.activities, programme)
    return f"{who}: only on the dates of {names[rule.dates]}."


def check(rule: AllowedDates, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look each date up."""
    dates = set(programme.date_sets[rule.dates])
    for name in rule.activities.activities:
        placed = plan.placed.get(name)
        if placed is not None and placed.start not in dates:
            yield Breach(activities=(name,), measured=placed.start, allowed=rule.dates)


def post(rule: AllowedDates, build: ModelBuild, by: Enforcement) -> None:
    """Bar every other date."""
    allowed = frozenset(build.programme.date_sets[rule.dates])
    for name in rule.activities.activities:
        build.forbid_start(name, lambda day: day not in allowed, by.for_item())


RULE = RuleKind(declares=AllowedDates, statement=statement, check=check, post=post, unit="event")
