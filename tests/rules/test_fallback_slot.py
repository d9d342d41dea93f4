from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ChangeFreeze, FallbackSlot
from scheduler.domain.values import Price, Window
from tests.rules.easter import april, chosen, event, plan, programme, shortfall, words

DATES = {"some": tuple(map(april, (4, 8, 11, 13))), "chances": (april(9),)}
OF = programme(event("cut", dates="some"), event("any"), date_sets=DATES)
RULE = FallbackSlot(
    id="R", activities=chosen("cut"), within_calendar_days=4, before_end_calendar_days=1
)


@pytest.mark.parametrize(
    ("day", "short"),
    [
        (4, 0),  # the 8th is four days later
        (8, 0),  # the 11th is a day before the contract end on the 12th
        (11, 1),  # the 13th is too late
        (13, 1),
    ],
)
def test_another_date_comes_soon_and_in_time(day: int, short: int) -> None:
    assert shortfall(RULE, OF, plan(cut=day)) == short


def test_a_day_less_or_more() -> None:
    assert shortfall(replace(RULE, within_calendar_days=3), OF, plan(cut=4)) == 1
    assert shortfall(replace(RULE, before_end_calendar_days=2), OF, plan(cut=8)) == 1


def test_dates_can_be_named() -> None:
    named = replace(RULE, dates="chances")
    assert shortfall(named, OF, plan(cut=8)) == 0
    assert shortfall(named, OF, plan(cut=4)) == 1, "the 9th is five days later"


def frozen(price: Price | None = None) -> ExpandedProgramme:
    freeze = ChangeFreeze(
        id="F",
        activities=chosen("cut"),
        windows=(Window(first=april(8), last=april(8)),),
        price=price,
    )
    return ExpandedProgramme(replace(OF.document, rules=(freeze,)))


def test_a_date_frozen_for_good_is_no_second_chance() -> None:
    assert shortfall(RULE, frozen(), plan(cut=4)) == 1
    assert shortfall(RULE, frozen(Price(points=1)), plan(cut=4)) == 0
    assert shortfall(replace(RULE, activities=chosen("any")), frozen(), plan(any=7)) == 0


def test_words() -> None:
    assert words(RULE, OF) == (
        "A second chance, one of its own dates outside change freezes, comes at most 4 days later "
        "and at least 1 day before the contract end, for cut."
    )
    other = FallbackSlot(id="R", activities=chosen("cut"), dates="chances", within_calendar_days=7)
    assert words(other, OF) == (
        "A second chance, a date of chances, comes at most 7 days later and by the contract end, "
        "for cut."
    )
