"""Fallback slot: a technical cutover that fails can be tried again in time.

Rule    for each event on d: some date d' of its second chances in the horizon with
        d < d' <= d + within_calendar_days and d' <= contract end - before_end_calendar_days.
Units   events without a second chance.
Source  exit practice: a fallback date is booked with every cutover date; none is left at the end of
        a contract that cannot be extended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze, FallbackSlot
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: FallbackSlot, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.activities.activities, programme)
    chance = "one of its own dates outside change freezes"
    if rule.dates is not None:
        chance = f"a date of {rule.dates}"
    before = "by the contract end"
    if rule.before_end_calendar_days:
        before = f"at least {counted(rule.before_end_calendar_days, 'day')} before the contract end"
    within = counted(rule.within_calendar_days, "day")
    return f"A second chance, {chance}, comes at most {within} later and {before}, for {who}."


def check(rule: FallbackSlot, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Try the days after each event one by one."""
    for name in rule.activities.activities:
        placed = plan.placed.get(name)
        if placed is None:
            continue
        later = (placed.start + ONE_DAY * n for n in range(1, rule.within_calendar_days + 1))
        if not any(_is_chance(rule, name, day, programme) for day in later):
            allowed = f"a date with another at most {rule.within_calendar_days} days later"
            yield Breach(activities=(name,), measured=placed.start, allowed=allowed)


def _is_chance(rule: FallbackSlot, name: str, day: date, programme: ExpandedProgramme) -> bool:
    """Tell whether an event could be tried again on a day."""
    document = programme.document
    left = (document.contract.end_date - day).days
    if not document.plan_from <= day <= document.plan_until:
        return False
    if left < rule.before_end_calendar_days:
        return False
    if rule.dates is not None:
        return day in programme.date_sets[rule.dates]
    own = programme.activities[name].dates
    if own is not None and day not in programme.date_sets[own]:
        return False
    return not any(
        window.first <= day <= window.last
        for freeze in document.rules
        if isinstance(freeze, ChangeFreeze) and freeze.price is None
        if name in freeze.activities.activities
        for window in freeze.windows
    )


def post(rule: FallbackSlot, build: ModelBuild, by: Enforcement) -> None:
    """Bar the dates after which no second chance comes in time."""
    end = build.programme.document.contract.end_date
    latest = min(build.axis.last, end - ONE_DAY * rule.before_end_calendar_days)
    freezes = [
        (frozenset(r.activities.activities), r.windows)
        for r in build.programme.document.rules
        if isinstance(r, ChangeFreeze) and r.price is None
    ]
    for name in rule.activities.activities:
        own = build.programme.activities[name].dates if rule.dates is None else rule.dates
        days = build.axis.days() if own is None else build.programme.date_sets[own]
        windows = [w for who, given in freezes if name in who for w in given]
        chances = sorted(
            day
            for day in days
            if build.axis.first <= day <= latest
            and (rule.dates is not None or not any(w.holds(day) for w in windows))
        )

        def hopeless(day: date, chances: list[date] = chances) -> bool:
            at = bisect_right(chances, day)
            return at == len(chances) or (chances[at] - day).days > rule.within_calendar_days

        build.forbid_start(name, hopeless, by.for_item())


RULE = RuleKind(
    declares=FallbackSlot,
    statement=statement,
    check=check,
    post=post,
    unit="event",
    easing=Easing(
        fields=(
            Looser(field="within_calendar_days", way="more", by=(7, 14, 28)),
            Looser(field="before_end_calendar_days", way="less", by=(7, 14, 28)),
        )
    ),
)
