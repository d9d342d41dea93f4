import pytest

from scheduler.domain.planning_rules import ChangeFreeze
from scheduler.domain.values import Window
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
EASTER = Window(first=april(6), last=april(10), name="Easter")
RULE = ChangeFreeze(id="R", activities=chosen("live", "build"), windows=(EASTER,))


@pytest.mark.parametrize(
    ("day", "met"), [(5, True), (6, False), (8, False), (10, False), (11, True)]
)
def test_the_first_and_last_day_are_frozen_those_beside_them_not(day: int, met: bool) -> None:
    assert holds(RULE, OF, plan(live=day)) is met


def test_what_has_started_before_may_run_through() -> None:
    assert holds(RULE, OF, plan(build=(5, 6)))
    assert not holds(RULE, OF, plan(build=(6, 11)))


def test_a_start_in_two_windows_counts_once_and_each_activity_for_itself() -> None:
    twice = (EASTER, Window(first=april(8), last=april(8)))
    rule = ChangeFreeze(id="R", activities=chosen("live", "build"), windows=twice)
    assert shortfall(rule, OF, plan(live=8)) == 1
    assert shortfall(rule, OF, plan(live=8, build=(6, 11))) == 2
    assert shortfall(rule, OF, plan()) == 0


def test_words() -> None:
    assert words(RULE, OF) == (
        "No start in the change freeze (Easter: 6 Apr 2023 to 10 Apr 2023) for live and build."
    )
