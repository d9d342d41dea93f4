"""Waves: a service goes live in parts, in order and not too much of it at once.

Rule    least_calendar_days <= date(next) - date(one) <= most_calendar_days for performed cutovers
        in a row; shares that go live in any calendar_days_of_share days <= most_percent.
Units   calendar days, per cent of the service.
Source  exit practice: devices, sites, hosting and identity move in waves of limited size; pilot and
        phased roll-out in ITIL release and deployment management.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Waves
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Condition
    from scheduler.model.model_build import ModelBuild


def statement(rule: Waves, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    apart = []
    if rule.least_calendar_days:
        apart.append(f"at least {counted(rule.least_calendar_days, 'day')}")
    if rule.most_calendar_days is not None:
        apart.append(f"at most {counted(rule.most_calendar_days, 'day')}")
    words = f"In this order{', ' if apart else ''}{' and '.join(apart)}{' apart' if apart else ''}"
    words += f": {listed(rule.cutovers, programme)}"
    if rule.most_percent is not None:
        days = counted(rule.calendar_days_of_share, "day")
        words += f"; at most {rule.most_percent}% of the service goes live in any {days}"
    return words + "."


def check(rule: Waves, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare each cutover with the next, then add up the shares of windows."""
    live = [name for name in rule.cutovers if name in plan.placed]
    for one, following in pairwise(live):
        apart = (plan.placed[following].start - plan.placed[one].start).days
        if apart < rule.least_calendar_days:
            yield Breach(
                activities=(one, following), measured=apart, allowed=rule.least_calendar_days
            )
        if rule.most_calendar_days is not None and apart > rule.most_calendar_days:
            yield Breach(
                activities=(one, following), measured=apart, allowed=rule.most_calendar_days
            )
    if rule.most_percent is None:
        return
    shares = {
        name: share_of(name, number, rule.service, programme)
        for number, name in enumerate(rule.cutovers, 1)
    }
    for opening in live:
        first = plan.placed[opening].start
        beyond = first + ONE_DAY * rule.calendar_days_of_share
        inside = tuple(n for n in live if first <= plan.placed[n].start < beyond)
        share = sum(shares[name] for name in inside)
        if share > rule.most_percent:
            yield Breach(activities=inside, measured=share, allowed=rule.most_percent)
            return


def share_of(name: str, number: int, service: str, programme: ExpandedProgramme) -> int:
    """Return the share of a cutover by its wave, else by its place in the order."""
    waves = programme.services[service].waves
    wave = programme.activities[name].wave or number
    return waves[wave - 1].share_percent if wave <= len(waves) else 0


def post(rule: Waves, build: ModelBuild, by: Enforcement) -> None:
    """Post the gaps; as the order is kept, a share too large is one of cutovers in a row."""
    events = [build.start(name) for name in rule.cutovers]
    for i, j in combinations(range(len(events)), 2):
        one, other = events[i], events[j]
        between = [event.performed for event in events[i + 1 : j]]
        if any(performed is True for performed in between):
            continue
        both = (one.performed, other.performed, *(~p for p in between if not isinstance(p, bool)))
        apart = other.ordinal - one.ordinal
        by.bind(build.model.add(apart >= rule.least_calendar_days), *both)
        if rule.most_calendar_days is not None:
            by.bind(build.model.add(apart <= rule.most_calendar_days), *both)
    if rule.most_percent is not None:
        _post_shares(rule, rule.most_percent, build, by)


def _post_shares(rule: Waves, most: int, build: ModelBuild, by: Enforcement) -> None:
    events = [build.start(name) for name in rule.cutovers]
    waves = build.programme.services[rule.service].waves
    numbers = [
        build.programme.activities[name].wave or place
        for place, name in enumerate(rule.cutovers, 1)
    ]
    shares = [waves[n - 1].share_percent if n <= len(waves) else 0 for n in numbers]
    for i, one in enumerate(events):
        for j in range(i, len(events)):
            heavy = _together(
                shares[i : j + 1], [e.performed for e in events[i : j + 1]], most, build
            )
            if heavy is False:
                continue
            conditions = (heavy, one.performed, events[j].performed)
            if i == j:
                by.bind(build.model.add_bool_or([]), *conditions)
            else:
                apart = events[j].ordinal - one.ordinal
                by.bind(build.model.add(apart >= rule.calendar_days_of_share), *conditions)
            if heavy is True:
                break


def _together(
    shares: list[int], performed: list[Condition], most: int, build: ModelBuild
) -> Condition:
    """Return whether the shares of those performed come to more than allowed."""
    certain = sum(s for s, p in zip(shares, performed, strict=True) if p is True)
    if certain > most:
        return True
    if sum(shares) <= most:
        return False
    weight = sum(s * p for s, p in zip(shares, performed, strict=True))
    heavy = build.model.new_bool_var("heavy")
    build.model.add(weight > most).only_enforce_if(heavy)
    build.model.add(weight <= most).only_enforce_if(~heavy)
    return heavy


RULE = RuleKind(
    declares=Waves,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(
        fields=(
            Looser(field="least_calendar_days", way="less", by=(7, 14, 28)),
            Looser(field="most_calendar_days", way="more", by=(14, 28, 91), to_none=True),
            Looser(field="most_percent", way="more", by=(10, 25, 50), to_none=True),
        ),
        waived=never,
    ),
)
