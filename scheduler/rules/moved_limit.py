"""Moved limit: so many dates of the plan in force may change, or none.

Rule    number of selected activities with another first day than in the baseline <= at_most; with
        `until` those alone that start by that day, in the baseline or in the plan.
Units   activities.
Source  Schedule stability: Herroelen & Leus (2004). Frozen horizon: Blackburn, Kropp & Millen
        (1986).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import MovedLimit
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, short_date

if TYPE_CHECKING:
    from datetime import date

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild


def statement(rule: MovedLimit, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.activities.activities, programme)
    when = "" if rule.until is None else f" up to {short_date(rule.until)}"
    if rule.at_most == 0:
        return f"{who}: no date of the baseline moves{when}."
    most = counted(rule.at_most, "date")
    return f"{who}: no more than {most} of the baseline may move{when}."


def check(rule: MovedLimit, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare first days with those of the baseline."""
    baseline = programme.document.baseline
    if baseline is None:
        return
    moved = []
    for name in rule.activities.activities:
        if name not in baseline.dates:
            continue
        was, placed = baseline.dates[name].start, plan.placed.get(name)
        now = None if placed is None else placed.start
        in_time = rule.until is None or was <= rule.until or (now is not None and now <= rule.until)
        if now != was and in_time:
            moved.append(name)
    if len(moved) > rule.at_most:
        yield Breach(
            activities=tuple(moved),
            measured=len(moved),
            allowed=rule.at_most,
            shortfall=len(moved) - rule.at_most,
        )


def post(rule: MovedLimit, build: ModelBuild, by: Enforcement) -> None:
    """Add up one literal for each activity that the baseline has."""
    baseline = build.programme.document.baseline
    if baseline is None:
        return
    moves: list[Expression] = [
        _moved(name, baseline.dates[name].start, rule.until, build)
        for name in rule.activities.activities
        if name in baseline.dates
    ]
    give = by.give(len(moves))
    by.bind(build.model.add(sum(moves) - give <= rule.at_most))


def _moved(name: str, was: date, until: date | None, build: ModelBuild) -> Expression:
    """Return 1 for a move that counts, 0 for none."""
    if until is None or was <= until:
        return 1 - build.starts_on(name, was)
    return build.starts_on(name, until, or_before=True)


RULE = RuleKind(
    declares=MovedLimit,
    statement=statement,
    check=check,
    post=post,
    unit="activity",
    easing=Easing(fields=(Looser(field="at_most", way="more", by=(1, 2, 5, 10, 20)),)),
)
