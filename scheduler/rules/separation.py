"""Separation: two changes keep their distance.

Rule    |date(a) - date(b)| >= calendar_days for every a and b of the two selections.
Units   calendar days short, summed over pairs.
Source  Exit and transformation of the same service are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Separation
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Separation, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    one = listed(rule.activities.activities, programme)
    other = listed(rule.from_activities.activities, programme)
    return f"{one}: at least {counted(rule.calendar_days, 'day')} before or after {other}."


def check(rule: Separation, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Measure each pair once."""
    seen = set()
    for one in rule.activities.activities:
        for other in rule.from_activities.activities:
            pair = frozenset((one, other))
            if one == other or pair in seen or not pair <= plan.placed.keys():
                continue
            seen.add(pair)
            apart = abs((plan.placed[one].start - plan.placed[other].start).days)
            if apart < rule.calendar_days:
                yield Breach(
                    activities=(one, other),
                    measured=apart,
                    allowed=rule.calendar_days,
                    shortfall=rule.calendar_days - apart,
                )


def post(rule: Separation, build: ModelBuild, by: Enforcement) -> None:
    """Bar each date of one together with the near dates of the other."""
    pairs = {
        tuple(sorted(pair))
        for pair in product(rule.activities.activities, rule.from_activities.activities)
        if pair[0] != pair[1]
    }
    for one, other in sorted(pairs):
        if by.per_unit:
            _post_priced(rule.calendar_days, one, other, build, by)
            continue
        near = build.event(other).on
        for day, on in build.event(one).on.items():
            close = [o for d, o in near.items() if abs((d - day).days) < rule.calendar_days]
            if close:
                by.bind(build.model.add_at_most_one([on, *close]))


def _post_priced(days: int, one: str, other: str, build: ModelBuild, by: Enforcement) -> None:
    model, a, b = build.model, build.start(one), build.start(other)
    give = by.give(days)
    first = model.new_bool_var(f"{one} before {other}")
    both = (a.performed, b.performed)
    by.bind(model.add(b.ordinal - a.ordinal + give >= days), first, *both)
    by.bind(model.add(a.ordinal - b.ordinal + give >= days), ~first, *both)


RULE = RuleKind(
    declares=Separation,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(fields=(Looser(field="calendar_days", way="less", by=(7, 14, 28), least=1),)),
)
