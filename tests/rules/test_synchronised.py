import pytest

from scheduler.domain.planning_rules import Synchronised
from tests.rules.easter import (
    breaches,
    chosen,
    event,
    lasting,
    plan,
    programme,
    shortfall,
    span,
    words,
    work,
)

OF = programme(work("teach", lasting(2)), work("learn", lasting(2)), span("watch"), event("go"))
RULE = Synchronised(id="R", activities=chosen("teach", "learn", "watch"))


@pytest.mark.parametrize(
    ("teach", "learn", "short"),
    [
        ((4, 5), (4, 5), 0),
        # Over Easter both take from the 6th to the 11th.
        ((6, 11), (6, 11), 0),
        # A day apart at both ends.
        ((4, 5), (5, 6), 1 + 1),
        # Starts a day apart, finishes five: the 6th against the 11th.
        ((5, 6), (6, 11), 1 + 5),
        # Together at one end only.
        ((5, 11), (6, 11), 1),
        ((6, 11), (6, 12), 1),
    ],
)
def test_days_apart_at_both_ends_add_up(
    teach: tuple[int, int], learn: tuple[int, int], short: int
) -> None:
    assert shortfall(RULE, OF, plan(teach=teach, learn=learn)) == short


def test_the_furthest_apart_are_named() -> None:
    found = breaches(RULE, OF, plan(teach=(4, 12), learn=(5, 12), watch=(6, 12)))
    assert [(b.activities, b.shortfall) for b in found] == [(("teach", "watch"), 2)]


def test_what_is_not_performed_is_at_nobodys_side() -> None:
    assert shortfall(RULE, OF, plan(teach=(4, 5))) == 0
    assert shortfall(RULE, OF, plan()) == 0


def test_an_event_is_a_day_long() -> None:
    rule = Synchronised(id="R", activities=chosen("teach", "go"))
    assert shortfall(rule, OF, plan(teach=(5, 5), go=5)) == 0
    assert shortfall(rule, OF, plan(teach=(4, 5), go=5)) == 1


def test_words() -> None:
    assert words(RULE, OF) == (
        "teach, learn and watch start on the same day and finish on the same day."
    )
