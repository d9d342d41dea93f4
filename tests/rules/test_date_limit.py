from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit
from scheduler.domain.values import Price
from scheduler.solver.build import build_model
from tests.rules.easter import (
    april,
    chosen,
    event,
    holds,
    lasting,
    plan,
    programme,
    shortfall,
    words,
    work,
)

OF = programme(work("build", lasting(2)), event("live"))


@pytest.mark.parametrize(
    ("limit", "last", "short"),
    [(6, 6, 0), (6, 5, 0), (6, 11, 5), (9, 6, 0), (9, 11, 2), (10, 11, 1), (11, 11, 0)],
)
def test_work_finishes_by_a_date_that_counts(limit: int, last: int, short: int) -> None:
    rule = DateLimit(id="R", activities=chosen("build"), finish_not_after=april(limit))
    assert shortfall(rule, OF, plan(build=(5, last))) == short


@pytest.mark.parametrize(
    ("limit", "first", "short"),
    [(6, 6, 0), (6, 5, 1), (8, 11, 0), (8, 6, 2), (10, 6, 4), (11, 11, 0)],
)
def test_work_starts_no_earlier_than_a_date(limit: int, first: int, short: int) -> None:
    rule = DateLimit(id="R", activities=chosen("build"), start_not_before=april(limit))
    assert shortfall(rule, OF, plan(build=(first, 12))) == short


@pytest.mark.parametrize(("day", "met"), [(7, False), (8, True), (9, True), (10, False)])
def test_an_event_between_a_saturday_and_a_sunday(day: int, met: bool) -> None:
    rule = DateLimit(
        id="R", activities=chosen("live"), start_not_before=april(8), finish_not_after=april(9)
    )
    assert holds(rule, OF, plan(live=day)) is met


def test_shortfalls_add_up_over_activities_and_what_is_not_performed_has_none() -> None:
    rule = DateLimit(id="R", activities=chosen("build", "live"), finish_not_after=april(5))
    assert shortfall(rule, OF, plan(build=(5, 6), live=8)) == 1 + 3
    assert shortfall(rule, OF, plan(live=8)) == 3


def test_words() -> None:
    rule = DateLimit(
        id="R",
        activities=chosen("build", "live"),
        start_not_before=april(4),
        finish_not_after=april(12),
    )
    assert words(rule, OF) == (
        "build and live: starts no earlier than 4 Apr 2023 and finishes no later than 12 Apr 2023."
    )


def test_a_soft_limit_is_a_wish_that_yields_to_what_is_hard() -> None:
    # Wished from the 6th on and over by the 11th, a point a day; free only on other days.
    activities = programme(event("go", dates="free"), date_sets={"free": (april(4), april(13))})
    wished = DateLimit(
        id="W",
        activities=chosen("go"),
        start_not_before=april(6),
        finish_not_after=april(11),
        price=Price(points=1, per="unit"),
    )
    early_first = replace(wished, id="E", finish_not_after=None)
    late_last = replace(wished, id="L", start_not_before=None)
    for rules, least in (((wished,), 2), ((early_first,), 0), ((late_last,), 0)):
        build = build_model(ExpandedProgramme(replace(activities.document, rules=rules)))
        build.model.minimize(sum(points * amount for points, amount in build.priced))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(build.model) == cp_model.OPTIMAL
        assert round(solver.objective_value) == least
    assert shortfall(wished, activities, plan(go=4)) == 2
    assert shortfall(wished, activities, plan(go=13)) == 2
