import pytest

from scheduler.domain.planning_rules import PartialTermination
from tests.rules.easter import event, plan, programme, shortfall, words, work

OF = programme(work("check"), event("decide"), event("notice"), work("vary"), event("stop"))
RULE = PartialTermination(
    id="R",
    notice="notice",
    charges_stop="stop",
    least_calendar_days=4,
    most_calendar_days=6,
    legal_check="check",
    decision="decide",
    variation="vary",
)


@pytest.mark.parametrize(
    ("stop", "short"), [(4, 4), (7, 1), (8, 0), (10, 0), (11, 1), (3, 5), (13, 3)]
)
def test_notice_is_between_its_least_and_its_most(stop: int, short: int) -> None:
    assert shortfall(RULE, OF, plan(notice=4, stop=stop)) == short


@pytest.mark.parametrize(("check", "short"), [(4, 0), (5, 1), (6, 2)])
def test_the_check_is_finished_before_the_notice(check: int, short: int) -> None:
    assert shortfall(RULE, OF, plan(check=check, notice=5)) == short


@pytest.mark.parametrize(("decide", "short"), [(7, 0), (8, 1), (9, 2)])
def test_the_decision_is_taken_the_day_before_at_the_latest(decide: int, short: int) -> None:
    assert shortfall(RULE, OF, plan(decide=decide, notice=8)) == short


@pytest.mark.parametrize(("vary", "short"), [(11, 0), (12, 1), (13, 2)])
def test_the_variation_is_finished_before_the_charges_stop(vary: int, short: int) -> None:
    assert shortfall(RULE, OF, plan(vary=vary, stop=12)) == short
    assert shortfall(RULE, OF, plan(vary=vary)) == 0


def test_shortfalls_add_up() -> None:
    assert shortfall(RULE, OF, plan(check=6, decide=6, notice=6, vary=13, stop=7)) == 1 + 1 + 3 + 7


def test_words() -> None:
    assert words(RULE, OF) == (
        "notice is at least 4 days and at most 6 days before stop, and after check and decide; "
        "vary is over before the charges stop."
    )
    short = PartialTermination(id="R", notice="notice", charges_stop="stop", least_calendar_days=1)
    assert words(short, OF) == "notice is at least 1 day before stop."
