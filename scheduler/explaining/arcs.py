"""Least lags between two instants that a rule implies, for arguments by dates alone.

What a rule means beyond its lags is left out: an argument from these is never too strict, and is
verified before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, permutations

from scheduler.construction.links import links_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Continuity,
    Decision,
    Expiry,
    Hypercare,
    KnowledgeTransfer,
    MoveTogether,
    PartialTermination,
    Precedence,
    ProcurementRegime,
    Rehearsal,
    Rule,
    ServiceLevel,
    Synchronised,
    Waves,
)
from scheduler.rules.waves import share_of

Instant = tuple[str, bool]
"""An activity, and whether the beginning of its first day is meant; else the end of its last."""

_PERIOD = 28
_MOST_PAIRED = 12
"""Activities of which each pair is linked; larger selections are not minded."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One instant is so much after another or more, by a rule; a negative lag is a greatest one."""

    rule: str
    origin: Instant
    target: Instant
    lag: int
    in_working_days: bool = False
    ordered: bool = False
    """Whether the second is not before the first where no working day lies between them."""


def arcs_of(rule: Rule, programme: ExpandedProgramme) -> Iterator[Arc]:
    """Yield the lags of one rule, least and greatest."""
    for link in links_of((rule,), programme):
        if isinstance(rule, Continuity) and link.after == rule.charges_stop:
            # The last day charged for may be the one before the transfer.
            link = replace(link, lag=-1, in_working_days=False)  # noqa: PLW2901
        yield Arc(
            rule.id,
            (link.before, link.from_start),
            (link.after, link.to_start),
            link.lag,
            link.in_working_days,
            ordered=link.lag >= 0,
        )
    yield from _greatest(rule)
    match rule:
        case Waves(most_percent=int(most)):
            yield from _of_shares(rule, most, programme)
        case Synchronised() if len(rule.activities.activities) <= _MOST_PAIRED:
            for one, other in permutations(rule.activities.activities, 2):
                for start in (True, False):
                    yield Arc(rule.id, (one, start), (other, start), 0)
        case ProcurementRegime():
            first = rule.regimes[0]
            if len(rule.regimes) == 1 and first.first is None:
                by_calendar = first.lag_unit == "calendar_days"
                origin, target = (rule.before, False), (rule.after, True)
                yield Arc(rule.id, origin, target, first.min_lag, not by_calendar, ordered=True)
        case Decision():
            for name in rule.same_meeting_as:
                for pair in ((rule.meeting, name), (name, rule.meeting)):
                    yield Arc(rule.id, (pair[0], True), (pair[1], True), 0)
        case _:
            pass


def _of_shares(rule: Waves, most: int, programme: ExpandedProgramme) -> Iterator[Arc]:
    """Yield that cutovers too large together are as far apart as the window of shares is long."""
    shares = [
        share_of(name, number, rule.service, programme) if is_certain(name, programme) else 0
        for number, name in enumerate(rule.cutovers, 1)
    ]
    for i, j in combinations(range(len(shares)), 2):
        if min(shares[i], shares[j]) > 0 and sum(shares[i : j + 1]) > most:
            pair = (rule.cutovers[i], True), (rule.cutovers[j], True)
            yield Arc(rule.id, *pair, rule.calendar_days_of_share)


def is_certain(name: str, programme: ExpandedProgramme) -> bool:
    """Tell whether an activity is performed whatever is chosen."""
    activity = programme.activities[name]
    group = programme.group_of(activity)
    options = (None,) if group is None else (o.id for o in programme.groups[group].options)
    return all(activity.mode_under(option) is not None for option in options)


def _greatest(rule: Rule) -> Iterator[Arc]:
    """Yield greatest lags, as least ones the other way."""
    match rule:
        case Precedence(max_lag=int(lag)):
            origin = (rule.after, rule.link[1] == "S")
            target = (rule.before, rule.link[0] == "S")
            yield Arc(rule.id, origin, target, -lag, rule.lag_unit == "working_days")
        case Waves(most_calendar_days=int(most)):
            for one, following in pairwise(rule.cutovers):
                yield Arc(rule.id, (following, True), (one, True), -most)
        case Rehearsal(most_calendar_days=int(most)):
            yield Arc(rule.id, (rule.cutover, True), (rule.rehearsal, False), 1 - most)
        case PartialTermination(most_calendar_days=int(most)):
            yield Arc(rule.id, (rule.charges_stop, True), (rule.notice, True), -most)
        case ServiceLevel() if rule.loss_per_28_days:
            most = (rule.level - rule.minimum) * _PERIOD // rule.loss_per_28_days
            yield Arc(rule.id, (rule.transfer, True), (rule.notice, True), -most)
        case KnowledgeTransfer():
            for name in rule.sessions.activities:
                yield Arc(rule.id, (rule.until, True), (name, True), -rule.within_calendar_days)
        case MoveTogether() if len(rule.activities.activities) <= _MOST_PAIRED:
            for one, other in permutations(rule.activities.activities, 2):
                yield Arc(rule.id, (one, True), (other, True), -rule.within_calendar_days)
        case Expiry() if len(rule.renewals.activities) == 1:
            renewal = rule.renewals.activities[0]
            for name in rule.used_by.activities:
                yield Arc(rule.id, (renewal, False), (name, True), 0)
                most = rule.valid_calendar_days - 1
                yield Arc(rule.id, (name, True), (renewal, False), -most)
        case Hypercare():
            # It starts on the first working day from the transfer on.
            yield Arc(
                rule.id, (rule.hypercare, True), (rule.transfer, True), 0, in_working_days=True
            )
        case _:
            pass
