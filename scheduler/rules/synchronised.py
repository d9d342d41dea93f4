"""Synchronised: activities that run exactly side by side.

Rule    earliest start = latest start and earliest finish = latest finish, over those performed.
Units   calendar days, those between the starts and those between the finishes together.
Source  Start-to-start and finish-to-finish relations of no lag: Bartusch, Möhring & Radermacher
        (1988). Exit practice: the incumbent teaches just while the new provider learns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Synchronised
from scheduler.rules.easing import Easing
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Synchronised, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.activities.activities, programme)
    return f"{who} start on the same day and finish on the same day."


def check(rule: Synchronised, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare first days, then last days."""
    placed = {name: plan.placed[name] for name in rule.activities.activities if name in plan.placed}
    if not placed:
        return
    for days in (
        {name: at.start for name, at in placed.items()},
        {name: at.finish for name, at in placed.items()},
    ):
        earliest, latest = min(days, key=days.__getitem__), max(days, key=days.__getitem__)
        apart = (days[latest] - days[earliest]).days
        if apart > 0:
            yield Breach(
                activities=(earliest, latest),
                measured=days[latest],
                allowed=days[earliest],
                shortfall=apart,
            )


def post(rule: Synchronised, build: ModelBuild, by: Enforcement) -> None:
    """Post one day for every start and one for every finish."""
    names = rule.activities.activities
    build.post_within([build.start(name) for name in names], 0, by)
    build.post_within([build.finish(name) for name in names], 0, by)


def _places_no_span(rule: Synchronised, programme: ExpandedProgramme) -> bool:
    """Tell whether every activity has dates without the rule."""
    names = rule.activities.activities
    return all(programme.activities[name].form != "span" for name in names)


RULE = RuleKind(
    declares=Synchronised,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(waived=_places_no_span),
)
