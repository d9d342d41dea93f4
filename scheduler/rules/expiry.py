"""Expiry: what is used must still be valid.

Rule    each used_by: some renewal performed has 0 <= S(used_by) - F(renewal) < valid days.
Units   activities that start on what is not valid.
Source  Maximal time lags: Bartusch, Möhring & Radermacher (1988). Exit practice: registers are
        refreshed 26 and 4 weeks before a transfer; assessments and extracts go out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Expiry
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Expiry, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    users = listed(rule.used_by.activities, programme)
    renewals = listed(rule.renewals.activities, programme)
    days = counted(rule.valid_calendar_days, "day")
    one = "one of " if len(rule.renewals.activities) > 1 else ""
    return f"{users}: starts no more than {days} after {one}{renewals} has finished."


def check(rule: Expiry, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Find the newest renewal before each start and count the days since."""
    renewed = sorted(
        plan.placed[name].finish for name in rule.renewals.activities if name in plan.placed
    )
    for name in rule.used_by.activities:
        used = plan.placed.get(name)
        if used is None:
            continue
        newest = max((day for day in renewed if day < used.start), default=None)
        if newest is None:
            yield Breach(activities=(name,), measured="never renewed", allowed="a renewal before")
        elif (used.start - newest).days > rule.valid_calendar_days:
            age = (used.start - newest).days
            yield Breach(activities=(name,), measured=age, allowed=rule.valid_calendar_days)


def post(rule: Expiry, build: ModelBuild, by: Enforcement) -> None:
    """Choose for each use a renewal that lies in time before it."""
    for name in rule.used_by.activities:
        start = build.start(name)
        renewals = [build.finish(r) for r in rule.renewals.activities if r != name]
        found = [
            build.lag_within(renewal, start, 0, rule.valid_calendar_days - 1)
            for renewal in renewals
        ]
        by.for_item().bind(build.model.add_bool_or(found), start.performed)


RULE = RuleKind(
    declares=Expiry,
    statement=statement,
    check=check,
    post=post,
    unit="activity",
    easing=Easing(fields=(Looser(field="valid_calendar_days", way="more", by=(14, 28, 91)),)),
)
