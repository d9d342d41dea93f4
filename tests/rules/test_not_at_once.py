import pytest

from scheduler.domain.planning_rules import NotAtOnce
from tests.rules.easter import (
    breaches,
    chosen,
    event,
    holds,
    lasting,
    plan,
    programme,
    span,
    words,
    work,
)

OF = programme(work("pay", lasting(2)), work("hr"), span("watch"), event("go"), event("move"))
RULE = NotAtOnce(id="R", activities=chosen("pay", "hr", "watch", "go", "move"))


@pytest.mark.parametrize(
    ("pay", "hr", "met"),
    [((4, 5), 6, True), ((4, 5), 5, False), ((4, 5), 4, False), ((5, 6), 4, True)],
)
def test_one_after_another_in_any_order(pay: tuple[int, int], hr: int, met: bool) -> None:
    assert holds(RULE, OF, plan(pay=pay, hr=hr)) is met


def test_work_is_under_way_over_the_weekend_within_it_and_not_after_its_last_day() -> None:
    # From Thursday the 6th to Tuesday the 11th; Sunday is the 9th.
    assert not holds(RULE, OF, plan(pay=(6, 11), go=9))
    assert holds(RULE, OF, plan(pay=(5, 6), go=7))
    assert holds(RULE, OF, plan(pay=(11, 12), go=9))


def test_two_events_of_one_weekend_have_a_day_each() -> None:
    assert holds(RULE, OF, plan(go=8, move=9))
    assert not holds(RULE, OF, plan(go=8, move=8))


def test_a_short_one_within_a_long_one_does_not_hide_what_follows() -> None:
    # Watching lasts to the 13th; pay is within it and so is go, which pay is not beside.
    found = breaches(RULE, OF, plan(watch=(4, 13), pay=(5, 6), go=12))
    assert [b.activities for b in found] == [("watch", "pay"), ("watch", "go")]


def test_what_is_not_performed_is_in_nobodys_way() -> None:
    assert holds(RULE, OF, plan(pay=(4, 5)))


def test_words() -> None:
    rule = NotAtOnce(id="R", activities=chosen("pay", "hr"))
    assert words(rule, OF) == "No two of pay and hr are under way on the same day."
