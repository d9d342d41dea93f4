import pytest

from scheduler.domain.planning_rules import ServiceLevel
from tests.rules.easter import breaches, event, plan, programme, shortfall, words

OF = programme(event("notice"), event("move"))


def level(start: int, loss: int, least: int) -> ServiceLevel:
    return ServiceLevel(
        id="R",
        service="PAY",
        kpi="RIGHT",
        notice="notice",
        transfer="move",
        level=start,
        loss_per_28_days=loss,
        minimum=least,
    )


@pytest.mark.parametrize(("move", "late"), [(4, 0), (8, 0), (9, 1), (11, 3), (3, 0)])
def test_the_last_day_is_the_one_on_which_the_level_still_holds(move: int, late: int) -> None:
    # 0.01 % a day: after four days exactly at the minimum.
    assert shortfall(level(9904, 28, 9900), OF, plan(notice=4, move=move)) == late


@pytest.mark.parametrize(("move", "late"), [(7, 0), (8, 1)])
def test_a_fraction_below_is_below(move: int, late: int) -> None:
    assert shortfall(level(9904, 29, 9900), OF, plan(notice=4, move=move)) == late


def test_at_the_minimum_already_there_is_no_day_to_lose() -> None:
    assert shortfall(level(9900, 1, 9900), OF, plan(notice=4, move=4)) == 0
    assert shortfall(level(9900, 1, 9900), OF, plan(notice=4, move=5)) == 1


def test_without_notice_or_transfer_nothing_is_asked() -> None:
    assert shortfall(level(9900, 1, 9900), OF, plan(move=14)) == 0
    assert shortfall(level(9900, 1, 9900), OF, plan(notice=4)) == 0


def test_the_level_reached_is_told() -> None:
    (found,) = breaches(level(9904, 280, 9900), OF, plan(notice=4, move=6))
    assert (found.measured, found.allowed) == ("98.84 %", "99.00 %")


def test_words() -> None:
    assert words(level(9950, 25, 9800), OF) == (
        "Payroll, RIGHT: from 99.5 % at notice it loses 0.25 % in 28 days, and is 98 % at least "
        "at move."
    )
