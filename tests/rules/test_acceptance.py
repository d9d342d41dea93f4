from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Acceptance
from tests.rules.easter import april, chosen, event, holds, plan, programme, words, work

PAYDAYS = {"paydays": tuple(map(april, (5, 8, 12)))}
OF = programme(event("move"), event("ok"), work("next"), date_sets=PAYDAYS)
MONTHS = Acceptance(id="R", since="move", acceptance="ok", full_months=2)
PERIODS = Acceptance(id="R", since="move", acceptance="ok", pay_periods="paydays", periods=1)


def dated(of: ExpandedProgramme, move: date, accepted: date) -> bool:
    placed = {
        "move": Placed(start=move, finish=move),
        "ok": Placed(start=accepted, finish=accepted),
    }
    return holds(MONTHS, of, Plan(options={"HRP": "OWN"}, placed=placed))


@pytest.mark.parametrize(
    ("move", "earliest"),
    [
        (date(2023, 4, 1), date(2023, 6, 1)),  # April and May
        (date(2023, 4, 2), date(2023, 7, 1)),  # May and June
        (date(2022, 11, 15), date(2023, 2, 1)),  # December and January
        (date(2023, 1, 31), date(2023, 4, 1)),  # February and March
    ],
)
def test_full_months_begin_on_a_first(move: date, earliest: date) -> None:
    assert dated(OF, move, earliest)
    assert not dated(OF, move, date.fromordinal(earliest.toordinal() - 1))


@pytest.mark.parametrize(
    ("move", "accepted", "met"),
    [
        (5, 8, True),  # the period from the 5th to the 7th
        (5, 7, False),
        (6, 12, True),  # the period from the 8th to the 11th
        (6, 11, False),
        (9, 14, False),  # no whole period is left
    ],
)
def test_whole_pay_periods(move: int, accepted: int, met: bool) -> None:
    assert holds(PERIODS, OF, plan(move=move, ok=accepted)) is met


def test_the_acceptance_is_not_before_the_first_day() -> None:
    rule = replace(MONTHS, full_months=0)
    assert holds(rule, OF, plan(move=6, ok=6))
    assert not holds(rule, OF, plan(move=6, ok=5))


def test_what_relies_on_it_waits() -> None:
    rule = replace(MONTHS, full_months=0, waits=chosen("next"))
    assert holds(rule, OF, plan(move=4, ok=6, next=6))
    assert not holds(rule, OF, plan(move=4, ok=6, next=5))
    assert holds(rule, OF, plan(ok=6, next=6)), "nothing is measured without a transfer"
    assert holds(rule, OF, plan(move=4, next=3)), "nothing waits for no acceptance"


def test_words() -> None:
    assert words(replace(MONTHS, waits=chosen("next")), OF) == (
        "ok is after 2 full calendar months from move on; no start before it for next."
    )
    assert words(PERIODS, OF) == "ok is after 1 whole pay period from move on."
    assert words(replace(MONTHS, full_months=0), OF) == "ok is no earlier than move."
