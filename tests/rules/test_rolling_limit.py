import pytest

from scheduler.domain.planning_rules import RollingLimit
from tests.rules.easter import breaches, chosen, event, holds, plan, programme, shortfall, words

OF = programme(event("a"), event("b"), event("c"))


def limit(at_most: int, days: int) -> RollingLimit:
    return RollingLimit(
        id="R", activities=chosen("a", "b", "c"), at_most=at_most, calendar_days=days
    )


@pytest.mark.parametrize(
    ("a", "b", "met"), [(6, 8, False), (6, 9, True), (9, 6, True), (8, 8, False), (8, 6, False)]
)
def test_one_in_three_days(a: int, b: int, met: bool) -> None:
    # The 6th to the 8th are three days in a row; the 9th is a fourth.
    assert holds(limit(1, 3), OF, plan(a=a, b=b)) is met


@pytest.mark.parametrize(
    ("dates", "short"),
    [((4, 6, 8), 0), ((4, 6, 7), 1), ((7, 6, 4), 1), ((4, 4, 8), 0), ((5, 5, 5), 1)],
)
def test_two_in_four_days(dates: tuple[int, int, int], short: int) -> None:
    a, b, c = dates
    assert shortfall(limit(2, 4), OF, plan(a=a, b=b, c=c)) == short


def test_the_fullest_window_counts_and_only_what_is_performed() -> None:
    found = breaches(limit(1, 2), OF, plan(a=8, b=8, c=9))
    assert [(b.activities, b.measured, b.shortfall) for b in found] == [(("a", "b", "c"), 3, 2)]
    assert shortfall(limit(1, 2), OF, plan(a=8, c=9)) == 1
    assert shortfall(limit(1, 2), OF, plan(a=8)) == 0


def test_words() -> None:
    assert words(limit(1, 14), OF) == "Any 14 days in a row hold at most 1 of: a, b and c."
