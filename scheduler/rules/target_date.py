"""Target date: a wish to be near a day.

Rule    |first day - target|, or the last day's, is 0; late and early count one side only.
Units   calendar days, summed over the activities.
Source  Earliness and tardiness: Baker & Scudder (1990). Exit practice: a director's wish, such as
        "after the summer, as near to 1 October as can be".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import TargetDate
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import listed, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild

_NEAR = {"either": "on", "late": "no later than", "early": "no earlier than"}
_WISHED = {"either": "as near as possible to", "late": "best by", "early": "best from"}


def statement(rule: TargetDate, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    how = (_NEAR if rule.price is None else _WISHED)[rule.direction]
    verb = "starts" if rule.instant == "start" else "finishes"
    who = listed(rule.activities.activities, programme)
    return f"{who}: {verb} {how} {short_date(rule.target)}."


def check(rule: TargetDate, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count the days away from the date on the side that counts."""
    for name in rule.activities.activities:
        placed = plan.placed.get(name)
        if placed is None:
            continue
        day = placed.start if rule.instant == "start" else placed.finish
        late = (day - rule.target).days
        away = {"either": abs(late), "late": late, "early": -late}[rule.direction]
        if away > 0:
            yield Breach(activities=(name,), measured=day, allowed=rule.target, shortfall=away)


def post(rule: TargetDate, build: ModelBuild, by: Enforcement) -> None:
    """Bar dates, bound the last day's position, or count days when priced per unit."""
    not_before, not_after = rule.direction != "late", rule.direction != "early"
    for name in rule.activities.activities:
        if by.per_unit:
            _post_priced(rule, name, build, by)
            continue
        is_event = build.programme.activities[name].form == "event"
        if rule.instant == "start" or is_event:
            if not_before:
                build.forbid_start(name, lambda day: day < rule.target, by)
            if not_after:
                build.forbid_start(name, lambda day: day > rule.target, by)
            continue
        finish = build.finish(name)
        if not_before:
            least = build.axis.position(rule.target) + 1
            by.bind(build.model.add(finish.position >= least), finish.performed)
        if not_after:
            most = build.axis.position_after(rule.target)
            by.bind(build.model.add(finish.position <= most), finish.performed)


def _post_priced(rule: TargetDate, name: str, build: ModelBuild, by: Enforcement) -> None:
    axis = build.axis
    if rule.instant == "start":
        at, wished = build.start(name), axis.ordinal(rule.target)
    else:
        at, wished = build.finish(name), axis.ordinal(rule.target + ONE_DAY)
    give = by.give(axis.calendar_days + abs(wished))
    if rule.direction != "late":
        by.bind(build.model.add(at.ordinal + give >= wished), at.performed)
    if rule.direction != "early":
        by.bind(build.model.add(at.ordinal - give <= wished), at.performed)


RULE = RuleKind(
    declares=TargetDate, statement=statement, check=check, post=post, unit="calendar day"
)
