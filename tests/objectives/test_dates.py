"""Levels that look at dates, worked by hand over Easter 2023: the 7th to the 10th are free."""

from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Precedence
from scheduler.domain.services import Service
from scheduler.objectives import TERMS, term_of
from tests.rules.easter import event, plan, programme, work

SPREAD = programme(*(event(name, service="PAY") for name in ("one", "two", "three")))
LOADED = programme(event("one", load=4), event("two", load=3), load_profile=(2, 1))


@pytest.mark.parametrize(
    ("of", "days"),
    [
        (plan(), 28),
        (plan(one=3), 28),
        (plan(one=3, two=14), 11),
        (plan(one=14, two=3, three=12), 2),
        (plan(one=5, two=5, three=12), 0),
    ],
)
def test_the_nearest_two_cutovers_make_the_spread(of: Plan, days: int) -> None:
    assert TERMS["spread"].measure(SPREAD, of) == days


def test_distance_beyond_the_goal_is_worth_nothing() -> None:
    term = term_of(ObjectiveLevel(name="spread", goal=7))
    assert term.measure(SPREAD, plan(one=3, two=14)) == 7
    assert term.measure(SPREAD, plan(one=3, two=9)) == 6


def test_cutovers_of_lesser_services_may_lie_together() -> None:
    lesser = Service(id="PAY", group="HRP", criticality=3)
    of = ExpandedProgramme(replace(SPREAD.document, services=(lesser,)))
    assert TERMS["spread"].measure(of, plan(one=3, two=3)) == 28


@pytest.mark.parametrize(("threshold", "points"), [(None, 21), (0, 21), (4, 10), (8, 2), (10, 0)])
def test_load_above_the_threshold_of_each_week(threshold: int | None, points: int) -> None:
    # Week of the 3rd: 4 x 2 = 8. Week of the 10th: 4 x 1 + 3 x 2 = 10. Week of the 17th: 3 x 1 = 3.
    term = term_of(ObjectiveLevel(name="change_load_area", threshold=threshold))
    assert term.measure(LOADED, plan(one=4, two=12)) == points


def linked(link: str, lag: int) -> ExpandedProgramme:
    go = replace(event("go", service="PAY"), kind="transfer")
    of = programme(work("build"), go)
    rule = Precedence(id="R", before="build", after="go", link=link, min_lag=lag)  # type: ignore[arg-type]  # one of the four
    return ExpandedProgramme(replace(of.document, rules=(rule,)))


@pytest.mark.parametrize(
    ("link", "lag", "build", "go", "slack"),
    [
        ("FS", 0, 3, 4, 0),  # the day after
        ("FS", 0, 3, 6, 2),  # the 4th and the 5th lie between
        ("FS", 1, 3, 6, 1),
        ("FS", 0, 5, 11, 1),  # the 6th; Easter is free
        ("SS", 0, 5, 11, 2),
        ("FS", 0, 6, 4, -3),  # a soft rule is broken
    ],
)
def test_slack_is_counted_in_working_days_beyond_the_lag(
    link: str, lag: int, build: int, go: int, slack: int
) -> None:
    assert TERMS["smallest_slack"].measure(linked(link, lag), plan(build=build, go=go)) == slack


def test_slack_beyond_the_goal_is_worth_nothing() -> None:
    term = term_of(ObjectiveLevel(name="smallest_slack", goal=1))
    assert term.measure(linked("FS", 0), plan(build=3, go=12)) == 1
    assert TERMS["smallest_slack"].measure(linked("FS", 0), plan(go=12)) == 20


def test_a_goal_cuts_off_what_is_better_whichever_way_is_better() -> None:
    of = programme(replace(event("go", service="PAY"), kind="transfer"))
    early, late = plan(go=4), plan(go=11)
    kept = term_of(ObjectiveLevel(name="schedule_contingency", goal=2))
    # The 5th, 6th, 11th and 12th remain after the 4th; the 12th after the 11th.
    assert [kept.measure(of, p) for p in (early, late)] == [2, 1]
    over = term_of(ObjectiveLevel(name="last_finish", goal=4))
    assert [over.measure(of, p) for p in (early, late)] == [4, 5]
