import pytest

from scheduler.domain.planning_rules import Continuity
from tests.rules.easter import april, breaches, event, holds, plan, programme, words

RULE = Continuity(
    id="R", service="PAY", transfer="move", charges_stop="stop", cutovers=("first", "second")
)
ACTIVITIES = (event("move"), event("stop"), event("first"), event("second"))
OF = programme(*ACTIVITIES, end=april(9))
"""The contract ends on Easter Sunday."""


@pytest.mark.parametrize(("move", "met"), [(6, True), (9, True), (10, True), (11, False)])
def test_the_transfer_is_on_the_day_after_the_contract_end_at_the_latest(
    move: int, met: bool
) -> None:
    assert holds(RULE, OF, plan(move=move)) is met


def test_somebody_is_accountable_even_where_nothing_transfers() -> None:
    found = breaches(RULE, OF, plan(stop=5))
    assert [b.measured for b in found] == ["no transfer"]


@pytest.mark.parametrize(
    ("stop", "met"), [(6, False), (7, True), (8, True), (9, True), (10, False)]
)
def test_charges_stop_from_the_day_before_the_transfer_to_the_contract_end(
    stop: int, met: bool
) -> None:
    assert holds(RULE, OF, plan(move=8, stop=stop)) is met


@pytest.mark.parametrize(("second", "met"), [(7, True), (8, True), (9, False)])
def test_no_technical_cutover_is_after_the_transfer(second: int, met: bool) -> None:
    assert holds(RULE, OF, plan(move=8, first=4, second=second)) is met


def test_words() -> None:
    assert words(RULE, OF) == (
        "Incumbent is accountable and paid for Payroll until its transfer and not after 9 Apr 2023; "
        "its technical cutovers come no later."
    )
