from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import MovedLimit
from scheduler.domain.standing import Baseline, DatesInForce
from tests.rules.easter import (
    april,
    breaches,
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

BASE = programme(work("build", lasting(2)), event("live"), event("new"))


def in_force(**days: tuple[int, int]) -> ExpandedProgramme:
    dates = {n: DatesInForce(start=april(a), finish=april(b)) for n, (a, b) in days.items()}
    return ExpandedProgramme(replace(BASE.document, baseline=Baseline(dates=dates)))


OF = in_force(build=(5, 6), live=(8, 8))
"""Work of the 5th and 6th, an event on Saturday the 8th."""


def limit(at_most: int = 0, until: int | None = None) -> MovedLimit:
    day = None if until is None else april(until)
    who = chosen("build", "live", "new")
    return MovedLimit(id="R", activities=who, at_most=at_most, until=day)


@pytest.mark.parametrize(
    ("at_most", "build", "live", "short"),
    [
        (0, (5, 6), 8, 0),
        (0, (5, 11), 8, 0),  # Only first days are compared.
        (0, (4, 5), 8, 1),
        (0, (5, 6), 9, 1),
        (0, (6, 11), 7, 2),
        (1, (6, 11), 7, 1),
        (2, (6, 11), 7, 0),
    ],
)
def test_first_days_other_than_in_the_baseline_are_counted(
    at_most: int, build: tuple[int, int], live: int, short: int
) -> None:
    assert shortfall(limit(at_most), OF, plan(build=build, live=live, new=4)) == short


@pytest.mark.parametrize(
    ("until", "build", "live", "met"),
    [
        (8, (5, 6), 9, False),  # Out of the time, from its last day.
        (7, (5, 6), 9, True),  # From after it to after it.
        (7, (5, 6), 7, False),  # Into it, on its last day.
        (7, (5, 6), 6, False),
        (7, (6, 11), 8, False),
        (4, (6, 11), 7, True),
        (4, (4, 5), 8, False),
        (3, (4, 5), 4, True),
    ],
)
def test_with_a_last_day_moves_out_of_that_time_or_into_it_count(
    until: int, build: tuple[int, int], live: int, met: bool
) -> None:
    assert holds(limit(until=until), OF, plan(build=build, live=live)) is met


@pytest.mark.parametrize(
    ("until", "left", "met"),
    [
        (None, plan(build=(5, 6)), False),
        (8, plan(build=(5, 6)), False),
        (7, plan(build=(5, 6)), True),
        (4, plan(), True),
        (5, plan(live=8), False),
    ],
)
def test_what_is_left_out_has_moved_where_it_was(until: int | None, left: Plan, met: bool) -> None:
    assert holds(limit(until=until), OF, left) is met


def test_without_a_baseline_nothing_moves() -> None:
    assert holds(limit(), BASE, plan(build=(3, 4), live=3, new=3))
    assert holds(limit(), in_force(), plan(build=(3, 4), live=3, new=3))


def test_a_breach_names_all_that_moved() -> None:
    (breach,) = breaches(limit(1), OF, plan(build=(6, 11), live=9))
    assert (breach.activities, breach.measured, breach.allowed) == (("build", "live"), 2, 1)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (limit(), "build, live and new: no date of the baseline moves."),
        (limit(until=8), "build, live and new: no date of the baseline moves up to 8 Apr 2023."),
        (limit(1), "build, live and new: no more than 1 date of the baseline may move."),
        (
            limit(2, until=8),
            "build, live and new: no more than 2 dates of the baseline may move up to 8 Apr 2023.",
        ),
    ],
)
def test_words(rule: MovedLimit, said: str) -> None:
    assert words(rule, OF) == said
