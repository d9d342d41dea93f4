import pytest

from scheduler.domain.planning_rules import Expiry
from tests.rules.easter import chosen, event, lasting, plan, programme, shortfall, words, work

OF = programme(event("extract"), work("refresh", lasting(2)), event("go"), work("load"))
RULE = Expiry(
    id="R",
    used_by=chosen("go", "load"),
    renewals=chosen("extract", "refresh"),
    valid_calendar_days=3,
)


@pytest.mark.parametrize(("extract", "go"), [(5, 6), (5, 8), (8, 9), (8, 11)])
def test_valid_from_the_day_after_for_three_days(extract: int, go: int) -> None:
    assert shortfall(RULE, OF, plan(extract=extract, go=go)) == 0


@pytest.mark.parametrize(("extract", "go"), [(5, 5), (6, 5), (5, 9), (8, 12)])
def test_not_on_the_day_itself_nor_before_nor_on_the_fourth_day(extract: int, go: int) -> None:
    assert shortfall(RULE, OF, plan(extract=extract, go=go)) == 1


def test_the_last_day_of_a_renewal_counts() -> None:
    # The refresh runs from the 6th over Easter to the 11th: valid from the 12th to the 14th.
    assert shortfall(RULE, OF, plan(refresh=(6, 11), go=14)) == 0
    assert shortfall(RULE, OF, plan(refresh=(6, 11), go=10)) == 1


def test_the_newest_renewal_before_the_use_counts() -> None:
    assert shortfall(RULE, OF, plan(extract=3, refresh=(4, 5), go=8)) == 0
    # Refreshed again too late for it.
    assert shortfall(RULE, OF, plan(extract=3, refresh=(6, 11), go=8)) == 1


def test_each_use_counts_and_without_a_renewal_nothing_is_valid() -> None:
    assert shortfall(RULE, OF, plan(go=8, load=6)) == 2
    assert shortfall(RULE, OF, plan(extract=5, go=8, load=5)) == 1
    assert shortfall(RULE, OF, plan()) == 0


def test_words() -> None:
    assert words(RULE, OF) == (
        "go and load: starts no more than 3 days after one of extract and refresh has finished."
    )
    one = Expiry(id="R", used_by=chosen("go"), renewals=chosen("extract"), valid_calendar_days=1)
    assert words(one, OF) == "go: starts no more than 1 day after extract has finished."
