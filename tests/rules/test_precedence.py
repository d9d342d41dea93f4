from typing import Literal

import pytest

from scheduler.domain.planning_rules import Precedence
from tests.rules.easter import breaches, event, holds, plan, programme, shortfall, words, work

OF = programme(work("a"), work("b"), event("e"), event("f"))

Link = Literal["FS", "SS", "FF", "SF"]


def rule(
    before: str,
    after: str,
    link: Link = "FS",
    least: int | None = 0,
    most: int | None = None,
    unit: Literal["working_days", "calendar_days"] = "working_days",
) -> Precedence:
    return Precedence(
        id="R", before=before, after=after, link=link, min_lag=least, max_lag=most, lag_unit=unit
    )


@pytest.mark.parametrize(
    ("link", "a", "b", "met"),
    [
        ("FS", (4, 5), (6, 6), True),  # the next day
        ("FS", (4, 5), (5, 6), False),  # the same day
        ("FS", (4, 6), (11, 11), True),  # over Easter
        ("SS", (5, 6), (5, 5), True),
        ("SS", (5, 6), (4, 6), False),
        ("FF", (4, 6), (6, 6), True),
        ("FF", (4, 6), (4, 5), False),
        ("SF", (6, 11), (4, 5), True),  # b ends the day before a starts
        ("SF", (6, 11), (4, 4), False),
    ],
)
def test_links_without_lag(link: Link, a: tuple[int, int], b: tuple[int, int], met: bool) -> None:
    assert holds(rule("a", "b", link), OF, plan(a=a, b=b)) is met


@pytest.mark.parametrize(
    ("least", "b", "short"),
    [
        (1, 11, 1),  # a ends on the 6th; no working day lies between it and the 11th
        (1, 12, 0),
        (2, 12, 1),
        (2, 13, 0),
        (-1, 6, 0),  # a lead of one working day
        (-1, 5, 1),
        (0, 5, 2),  # the 5th and the 6th
    ],
)
def test_minimum_lag_in_working_days(least: int, b: int, short: int) -> None:
    assert shortfall(rule("a", "b", least=least), OF, plan(a=(4, 6), b=b)) == short


@pytest.mark.parametrize(
    ("least", "b", "short"),
    [(4, 11, 0), (5, 11, 1), (5, 12, 0), (0, 11, 0), (-2, 5, 0), (-2, 4, 1)],
)
def test_minimum_lag_in_calendar_days(least: int, b: int, short: int) -> None:
    # a ends with the 6th, so that the 11th begins four days later.
    assert (
        shortfall(rule("a", "b", least=least, unit="calendar_days"), OF, plan(a=(4, 6), b=b))
        == short
    )


@pytest.mark.parametrize(
    ("most", "b", "short"),
    [(0, 11, 0), (0, 12, 1), (0, 14, 3), (2, 13, 0), (2, 14, 1), (-1, 11, 1)],
)
def test_maximum_lag(most: int, b: int, short: int) -> None:
    limit = rule("a", "b", least=None, most=most)
    assert shortfall(limit, OF, plan(a=(4, 6), b=b)) == short


@pytest.mark.parametrize(
    ("e", "f", "met"), [(8, 8, True), (8, 9, True), (9, 8, False), (10, 7, False), (6, 8, True)]
)
def test_weekend_events_keep_their_order_without_working_days_between(
    e: int, f: int, met: bool
) -> None:
    assert holds(rule("e", "f", "SS"), OF, plan(e=e, f=f)) is met


def test_a_weekend_event_out_of_order_is_one_day_short() -> None:
    found = breaches(rule("e", "f", "SS"), OF, plan(e=9, f=8))
    assert [(b.measured, b.allowed, b.shortfall) for b in found] == [(0, 0, 1)]


@pytest.mark.parametrize(("b", "met"), [(6, False), (11, True)])
def test_work_after_a_weekend_event_starts_on_the_next_working_day(b: int, met: bool) -> None:
    assert holds(rule("e", "b"), OF, plan(e=8, b=b)) is met


def test_a_weekend_event_may_follow_work_at_once() -> None:
    assert holds(rule("a", "e"), OF, plan(a=(4, 6), e=7))
    assert not holds(rule("a", "e"), OF, plan(a=(4, 6), e=6))


def test_a_rule_about_something_not_performed_is_met() -> None:
    assert holds(rule("a", "b"), OF, plan(a=4))
    assert holds(rule("a", "b"), OF, plan(b=4))


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (0, None, "no earlier than"),
        (1, None, "at least 1 working day after"),
        (-2, None, "at most 2 working days before"),
        (0, 3, "no earlier than and at most 3 working days after"),
        (-2, 1, "at most 2 working days before and at most 1 working day after"),
        (None, -5, "at least 5 working days before"),
        (None, 0, "at most 0 working days after"),
        (0, 0, "directly after"),
    ],
)
def test_words_of_lags_and_leads(least: int | None, most: int | None, said: str) -> None:
    bounded = rule("a", "b", least=least, most=most)
    assert words(bounded, OF) == f"The start of b is {said} the finish of a."


def test_words_of_other_links_and_calendar_days() -> None:
    assert words(rule("a", "b", "SS", 0, 0, "calendar_days"), OF) == (
        "The start of b is on the same day as the start of a."
    )
    assert words(rule("a", "b", "SF", 1, None, "calendar_days"), OF) == (
        "The finish of b is at least 1 calendar day after the start of a."
    )
