"""Precedence: an activity waits for another.

Rule    min_lag <= to(after) - from(before) <= max_lag; with min_lag >= 0 also to >= from.
Units   working days of the default calendar between the two instants, or calendar days.
Source  Generalised precedence relations: Bartusch, Möhring & Radermacher (1988). Link names as in
        Microsoft Project and Primavera P6.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Precedence
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.instant import Instant
    from scheduler.model.model_build import ModelBuild

_EVENTS = {"S": "the start", "F": "the finish"}
_AT_ONCE = {
    ("FS", "working_days"): "directly after",
    ("FS", "calendar_days"): "directly after",
    ("SS", "calendar_days"): "on the same day as",
    ("FF", "calendar_days"): "on the same day as",
}
"""No lag at all, in words that need no reckoning."""


def statement(rule: Precedence, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    before, after = named(rule.before, programme), named(rule.after, programme)
    unit = rule.lag_unit.replace("_", " ")[:-1]
    first, second = _EVENTS[rule.link[0]], _EVENTS[rule.link[1]]
    at_once = _AT_ONCE.get((rule.link, rule.lag_unit))
    if at_once and rule.min_lag == rule.max_lag == 0:
        return f"{second.capitalize()} of {after} is {at_once} {first} of {before}."
    bounds = []
    if rule.min_lag == 0:
        bounds.append("no earlier than")
    elif rule.min_lag is not None:
        bounds.append(_apart("at least", "at most", rule.min_lag, unit))
    if rule.max_lag is not None:
        bounds.append(_apart("at most", "at least", rule.max_lag, unit))
    return f"{second.capitalize()} of {after} is {' and '.join(bounds)} {first} of {before}."


def _apart(later: str, earlier: str, lag: int, unit: str) -> str:
    """Return a bound on a lag in words; a lead is so many days before."""
    bound, side = (later, "after") if lag >= 0 else (earlier, "before")
    return f"{bound} {counted(abs(lag), unit)} {side}"


def check(rule: Precedence, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count the days between the two instants one by one."""
    before, after = plan.placed.get(rule.before), plan.placed.get(rule.after)
    if before is None or after is None:
        return
    origin = before.start if rule.link[0] == "S" else before.finish + ONE_DAY
    target = after.start if rule.link[1] == "S" else after.finish + ONE_DAY
    if rule.lag_unit == "calendar_days":
        lag = (target - origin).days
    else:
        enough = rule.min_lag if rule.max_lag is None else None
        lag = _working_days_between(origin, target, programme, enough)
    who = (rule.before, rule.after)
    if rule.min_lag is not None:
        short = rule.min_lag - lag
        if short <= 0 and rule.min_lag >= 0 and target < origin:
            short = 1
        if short > 0:
            yield Breach(activities=who, measured=lag, allowed=rule.min_lag, shortfall=short)
    if rule.max_lag is not None and lag > rule.max_lag:
        over = lag - rule.max_lag
        yield Breach(activities=who, measured=lag, allowed=rule.max_lag, shortfall=over)


def _working_days_between(
    origin: date, target: date, programme: ExpandedProgramme, enough: int | None = None
) -> int:
    """Count working days from origin to target; negative when target comes first.

    Where a count is enough for the rule to be met, counting stops there.
    """
    if target < origin:
        return -_working_days_between(target, origin, programme)
    count = 0
    day = origin
    while day < target:
        if enough is not None and count >= enough:
            break
        count += programme.is_working(day)
        day += ONE_DAY
    return count


def post(rule: Precedence, build: ModelBuild, by: Enforcement) -> None:
    """Post differences of positions, or of calendar days."""
    origin = build.start(rule.before) if rule.link[0] == "S" else build.finish(rule.before)
    target = build.start(rule.after) if rule.link[1] == "S" else build.finish(rule.after)
    if rule.lag_unit == "calendar_days":
        if rule.min_lag is not None:
            origin.post_at_least(target, rule.min_lag, by)
        if rule.max_lag is not None:
            target.post_at_least(origin, -rule.max_lag, by)
        return
    both = (origin.performed, target.performed)
    difference = target.position - origin.position
    if rule.min_lag is not None:
        give = by.give(build.axis.size + abs(rule.min_lag) + 1)
        by.bind(build.model.add(difference + give >= rule.min_lag), *both)
        if rule.min_lag == 0 and not origin.ordered_by_position(target):
            _post_order(origin, target, give, build, by)
    if rule.max_lag is not None:
        give = by.give(build.axis.size + abs(rule.max_lag))
        by.bind(build.model.add(difference - give <= rule.max_lag), *both)


def _post_order(
    origin: Instant, target: Instant, give: object, build: ModelBuild, by: Enforcement
) -> None:
    """Order two instants that no working day separates."""
    if not by.per_unit:
        origin.post_at_least(target, 0, by)
        return
    lifted = build.axis.calendar_days + 1
    ordered = target.ordinal - origin.ordinal + lifted * give >= 0  # type: ignore[operator]
    by.bind(build.model.add(ordered), origin.performed, target.performed)


RULE = RuleKind(
    declares=Precedence,
    statement=statement,
    check=check,
    post=post,
    unit="lag day",
    easing=Easing(
        fields=(
            Looser(field="min_lag", way="less", by=(5, 10, 20), further=(40, 80)),
            Looser(field="max_lag", way="more", by=(5, 10, 20)),
        )
    ),
)
