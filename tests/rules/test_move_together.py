import pytest

from scheduler.domain.planning_rules import MoveTogether
from tests.rules.easter import chosen, event, lasting, plan, programme, shortfall, words, work

OF = programme(event("pay"), event("hr"), work("build", lasting(2)), event("never"))
SAME_DAY = MoveTogether(id="R", activities=chosen("pay", "hr", "build", "never"))
IN_A_WEEK = MoveTogether(id="R", activities=chosen("pay", "hr"), within_calendar_days=3)


@pytest.mark.parametrize(
    ("pay", "hr", "short"), [(6, 6, 0), (6, 9, 0), (9, 6, 0), (6, 10, 1), (11, 6, 2), (7, 10, 0)]
)
def test_days_between_either_way_weekends_and_holidays_included(
    pay: int, hr: int, short: int
) -> None:
    assert shortfall(IN_A_WEEK, OF, plan(pay=pay, hr=hr)) == short


def test_the_earliest_and_the_latest_start_count_whatever_lies_between() -> None:
    # Build starts on the 6th and finishes on the 11th: only its start counts. 13 - 5 = 8.
    assert shortfall(SAME_DAY, OF, plan(pay=5, build=(6, 11), hr=13)) == 8
    assert shortfall(SAME_DAY, OF, plan(pay=6, build=(6, 11), hr=6)) == 0


def test_what_is_not_performed_moves_with_nobody() -> None:
    assert shortfall(SAME_DAY, OF, plan(pay=5)) == 0
    assert shortfall(SAME_DAY, OF, plan()) == 0


def test_words() -> None:
    assert words(IN_A_WEEK, OF) == "pay and hr start within 3 days of each other."
    assert words(SAME_DAY, OF) == "pay, hr, build and 1 more start on the same day."
