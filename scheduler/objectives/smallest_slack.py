"""Smallest slack: the fewest working days that a transfer could wait for late work.

Of every precedence into a service transfer whose lag is in working days: the working days between
the two instants beyond the minimum lag. One link without slack makes the whole plan as tight.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Precedence
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild

ENOUGH = 20
"""Working days after which more slack is worth nothing, unless a level has a goal: four weeks."""


def measure(programme: ExpandedProgramme, plan: Plan, cap: int = ENOUGH) -> int:
    """Count the days of every link; without any link nothing is tight."""
    return min((cap, *(_slack(link, programme, plan, cap) for link in _links(programme))))


def _slack(rule: Precedence, programme: ExpandedProgramme, plan: Plan, cap: int) -> int:
    before, after = plan.placed.get(rule.before), plan.placed.get(rule.after)
    if before is None or after is None or rule.min_lag is None:
        return cap
    origin = before.start if rule.link[0] == "S" else before.finish + ONE_DAY
    target = after.start if rule.link[1] == "S" else after.finish + ONE_DAY
    if target < origin:
        return -_working_days(target, origin, programme, far=None) - rule.min_lag
    return _working_days(origin, target, programme, far=rule.min_lag + cap) - rule.min_lag


def _working_days(first: date, until: date, programme: ExpandedProgramme, far: int | None) -> int:
    """Count working days one by one, no further than matters."""
    count, day = 0, first
    while day < until and (far is None or count < far):
        count += programme.is_working(day)
        day += ONE_DAY
    return count


def _links(programme: ExpandedProgramme) -> Iterator[Precedence]:
    for rule in programme.document.rules:
        if (
            isinstance(rule, Precedence)
            and rule.min_lag is not None
            and rule.lag_unit == "working_days"
            and programme.activities[rule.after].kind == TRANSFER
        ):
            yield rule


def post(build: ModelBuild, cap: int = ENOUGH) -> cp_model.LinearExprT:
    """Bound one variable from above by every link."""
    links = list(_links(build.programme))
    far = build.axis.size + max((abs(link.min_lag or 0) for link in links), default=0)
    slack = build.model.new_int_var(min(cap, -far), cap, "smallest slack")
    for link in links:
        origin = build.start(link.before) if link.link[0] == "S" else build.finish(link.before)
        target = build.start(link.after) if link.link[1] == "S" else build.finish(link.after)
        bound = build.model.add(slack <= target.position - origin.position - (link.min_lag or 0))
        given = [c for c in (origin.performed, target.performed) if c is not True]
        if given:
            bound.only_enforce_if(given)
    return slack


def term_for(level: ObjectiveLevel) -> Term:
    """Return the term up to the goal of a level."""
    cap = ENOUGH if level.goal is None else level.goal
    return Term(
        name="smallest_slack",
        unit="working days",
        maximise=True,
        measure=partial(measure, cap=cap),
        post=partial(post, cap=cap),
        best_possible=cap,
    )


TERM = term_for(ObjectiveLevel(name="smallest_slack"))
