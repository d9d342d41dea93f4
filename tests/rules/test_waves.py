from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Waves
from scheduler.domain.services import Wave
from tests.rules.easter import breaches, event, holds, plan, programme, words


def in_waves(*shares: int) -> ExpandedProgramme:
    """Return the programme with payroll going live in waves A, B and C."""
    document = programme(*(event(name, service="PAY") for name in "ABC")).document
    waves = tuple(Wave(share_percent=share) for share in shares)
    services = tuple(replace(service, waves=waves) for service in document.services)
    return ExpandedProgramme(replace(document, services=services))


OF = in_waves(50, 30, 20)
APART = Waves(
    id="R", service="PAY", cutovers=("A", "B"), least_calendar_days=2, most_calendar_days=4
)


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [(6, 8, True), (6, 10, True), (6, 7, False), (6, 11, False), (8, 6, False), (8, 8, False)],
)
def test_waves_are_in_order_and_apart(one: int, other: int, met: bool) -> None:
    assert holds(APART, OF, plan(A=one, B=other)) is met


def test_a_gap_is_from_one_performed_wave_to_the_next() -> None:
    rule = replace(APART, cutovers=("A", "B", "C"))
    assert holds(rule, OF, plan(A=5, C=9))
    assert not holds(rule, OF, plan(A=5, C=10))
    assert holds(rule, OF, plan(A=5, B=7, C=10))


def test_shares_of_a_window_are_added_up() -> None:
    # 50 + 30 per cent within three days, the 6th to the 8th, are 80.
    rule = Waves(
        id="R",
        service="PAY",
        cutovers=("A", "B", "C"),
        most_percent=79,
        calendar_days_of_share=3,
    )
    assert [b.measured for b in breaches(rule, OF, plan(A=6, B=8, C=11))] == [80]
    assert holds(rule, OF, plan(A=6, B=9, C=11))
    assert holds(replace(rule, most_percent=80), OF, plan(A=6, B=8, C=11))


def test_one_wave_alone_may_be_too_much() -> None:
    rule = Waves(id="R", service="PAY", cutovers=("A", "B"), most_percent=40)
    assert not holds(rule, OF, plan(A=6, B=8))
    assert holds(rule, OF, plan(B=8))


def test_words() -> None:
    assert words(APART, OF) == "In this order, at least 2 days and at most 4 days apart: A and B."
    rule = Waves(
        id="R", service="PAY", cutovers=("A", "B"), most_percent=60, calendar_days_of_share=7
    )
    assert words(rule, OF) == (
        "In this order: A and B; at most 60% of the service goes live in any 7 days."
    )
