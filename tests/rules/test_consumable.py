from dataclasses import replace

import pytest

from scheduler.domain.activities import Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ConsumableUse
from scheduler.domain.resources import Consumable
from tests.rules.easter import breaches, event, holds, lasting, plan, programme, words, work

RULE = ConsumableUse(id="amount.DAYS", consumable="DAYS")


def using(units: int, *options: str, days: int = 1) -> Mode:
    return replace(lasting(days, *options), consumes={"DAYS": units})


def with_days(of: ExpandedProgramme, amount: int) -> ExpandedProgramme:
    help_days = Consumable(id="DAYS", name="Days of help", amount=amount)
    return ExpandedProgramme(replace(of.document, consumables=(help_days,)))


@pytest.mark.parametrize(("amount", "met"), [(9, False), (10, True), (11, True)])
def test_use_adds_up_to_the_amount_and_no_more(amount: int, met: bool) -> None:
    # 6 + 4 = 10.
    of = with_days(programme(work("a", using(6)), work("b", using(4))), amount)
    assert holds(RULE, of, plan(a=4, b=4)) is met
    assert holds(RULE, of, plan(a=4, b=12)) is met


def test_use_is_once_whatever_the_duration_and_the_day() -> None:
    of = with_days(
        programme(work("a", using(6, days=3)), event("e", Mode(consumes={"DAYS": 4}))), 10
    )
    assert holds(RULE, of, plan(a=(4, 6), e=8))
    assert holds(RULE, of, plan(a=(6, 12), e=6))


def test_the_option_decides_the_use() -> None:
    own, bought = using(11, "OWN"), using(10, "BOUGHT")
    of = with_days(programme(work("a", own, bought, service="PAY")), 10)
    assert not holds(RULE, of, plan("OWN", a=4))
    assert holds(RULE, of, plan("BOUGHT", a=4))


def test_what_is_not_performed_uses_nothing() -> None:
    of = with_days(programme(work("a", using(6)), work("b", using(5))), 10)
    assert not holds(RULE, of, plan(a=4, b=4))
    assert holds(RULE, of, plan(a=4))


def test_other_consumables_do_not_count() -> None:
    other = replace(lasting(1), consumes={"LICENCES": 50})
    of = with_days(programme(work("a", using(10)), work("b", other)), 10)
    assert holds(RULE, of, plan(a=4, b=4))


def test_a_breach_says_who_uses_how_much() -> None:
    of = with_days(programme(work("a", using(6)), work("b", using(7)), work("c")), 10)
    found = breaches(RULE, of, plan(a=4, b=5, c=6))
    assert [(b.activities, b.measured, b.allowed, b.shortfall) for b in found] == [
        (("a", "b"), 13, 10, 3)
    ]


def test_words() -> None:
    assert words(RULE, with_days(programme(), 1200)) == "Days of help: 1,200 at most in all."
