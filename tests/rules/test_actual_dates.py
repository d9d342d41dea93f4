from datetime import date

import pytest

from scheduler.domain.planning_rules import ActualDates
from tests.rules.easter import (
    april,
    breaches,
    event,
    holds,
    lasting,
    plan,
    programme,
    shortfall,
    span,
    words,
    work,
)

OF = programme(work("build", lasting(2), lasting(1)), event("live"), span("both"))


def actual(
    activity: str, start: int, finish: int | None = None, *, under_way: bool = False
) -> ActualDates:
    last: date | None = None if finish is None else april(finish)
    return ActualDates(
        id="R", activity=activity, start=april(start), finish=last, under_way=under_way
    )


@pytest.mark.parametrize(
    ("first", "last", "short"),
    [
        (5, 6, 0),
        (5, 11, 5),  # Finished five calendar days late, over Easter.
        (6, 6, 1),
        (4, 5, 1 + 1),
        (6, 11, 1 + 5),
    ],
)
def test_work_lies_where_it_was_done(first: int, last: int, short: int) -> None:
    assert shortfall(actual("build", 5, 6), OF, plan(build=(first, last))) == short


@pytest.mark.parametrize(("first", "last", "met"), [(5, 6, True), (5, 11, True), (4, 6, False)])
def test_with_no_last_day_any_will_do(first: int, last: int, met: bool) -> None:
    assert holds(actual("build", 5), OF, plan(build=(first, last))) is met


@pytest.mark.parametrize(("day", "short"), [(7, 1 + 1), (8, 0), (9, 1 + 1), (11, 3 + 3)])
def test_an_event_took_place_on_a_saturday(day: int, short: int) -> None:
    assert shortfall(actual("live", 8, 8), OF, plan(live=day)) == short


@pytest.mark.parametrize(("first", "last", "short"), [(4, 6, 0), (3, 6, 1), (4, 11, 5)])
def test_a_span_too(first: int, last: int, short: int) -> None:
    assert shortfall(actual("both", 4, 6), OF, plan(both=(first, last))) == short


def test_what_the_options_leave_out_is_left_out() -> None:
    assert holds(actual("build", 5, 6), OF, plan(live=8))


def test_a_breach_says_both_dates() -> None:
    (start, finish) = breaches(actual("build", 5, 6), OF, plan(build=(4, 5)))
    assert (start.activities, start.measured, start.allowed) == (("build",), april(4), april(5))
    assert (finish.activities, finish.measured, finish.allowed) == (("build",), april(5), april(6))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (actual("build", 5, 6), "build started on 5 Apr 2023 and finished on 6 Apr 2023."),
        (
            actual("build", 5, 11, under_way=True),
            "build started on 5 Apr 2023 and goes on to 11 Apr 2023.",
        ),
        (actual("build", 5), "build started on 5 Apr 2023."),
        (actual("live", 8, 8), "live took place on 8 Apr 2023."),
    ],
)
def test_words(rule: ActualDates, said: str) -> None:
    assert words(rule, OF) == said
