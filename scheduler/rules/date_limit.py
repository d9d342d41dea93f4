"""Date limit: not before one date, not after another.

Rule    first day >= start_not_before; last day <= finish_not_after, both dates included.
Units   calendar days.
Source  Start No Earlier Than and Finish No Later Than in Microsoft Project.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit
from scheduler.rules.easing import WEEKS, Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import listed, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: DateLimit, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    limits = []
    if rule.start_not_before is not None:
        limits.append(f"starts no earlier than {short_date(rule.start_not_before)}")
    if rule.finish_not_after is not None:
        limits.append(f"finishes no later than {short_date(rule.finish_not_after)}")
    return f"{listed(rule.activities.activities, programme)}: {' and '.join(limits)}."


def check(rule: DateLimit, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare dates."""
    for name in rule.activities.activities:
        placed = plan.placed.get(name)
        if placed is None:
            continue
        earliest, latest = rule.start_not_before, rule.finish_not_after
        if earliest is not None and placed.start < earliest:
            short = (earliest - placed.start).days
            yield Breach(
                activities=(name,), measured=placed.start, allowed=earliest, shortfall=short
            )
        if latest is not None and placed.finish > latest:
            late = (placed.finish - latest).days
            yield Breach(activities=(name,), measured=placed.finish, allowed=latest, shortfall=late)


def post(rule: DateLimit, build: ModelBuild, by: Enforcement) -> None:
    """Bar dates of events, bound positions of work, or count days when priced per unit."""
    axis = build.axis
    earliest, latest = rule.start_not_before, rule.finish_not_after
    for name in rule.activities.activities:
        if by.per_unit:
            _post_priced(rule, name, build, by)
            continue
        if earliest is not None:
            build.forbid_start(name, lambda d, limit=earliest: d < limit, by)  # type: ignore[misc]
        if latest is None:
            continue
        if build.programme.activities[name].form == "event":
            build.forbid_start(name, lambda d, limit=latest: d > limit, by)  # type: ignore[misc]
        else:
            finish = build.finish(name)
            by.bind(
                build.model.add(finish.position <= axis.position_after(latest)), finish.performed
            )


def _post_priced(rule: DateLimit, name: str, build: ModelBuild, by: Enforcement) -> None:
    axis = build.axis
    if rule.start_not_before is not None:
        start, limit = build.start(name), axis.ordinal(rule.start_not_before)
        give = by.give(axis.calendar_days + abs(limit))
        by.bind(build.model.add(start.ordinal + give >= limit), start.performed)
    if rule.finish_not_after is not None:
        finish, limit = build.finish(name), axis.ordinal(rule.finish_not_after + ONE_DAY)
        give = by.give(axis.calendar_days + abs(limit))
        by.bind(build.model.add(finish.ordinal - give <= limit), finish.performed)


def _may_be_waived(rule: DateLimit, programme: ExpandedProgramme) -> bool:
    """Tell that what the contract asks for up to its end cannot be given up."""
    last = rule.finish_not_after
    end = programme.document.contract.end_date
    return rule.basis != "contract" or last is None or last > end


RULE = RuleKind(
    declares=DateLimit,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(
        fields=(
            Looser(field="finish_not_after", way="more", by=WEEKS),
            Looser(field="start_not_before", way="less", by=WEEKS),
        ),
        waived=_may_be_waived,
    ),
)
