"""Choices that bring others with them, worked by hand."""

import pytest

from scheduler.domain.choice import Choice
from scheduler.domain.planning_rules import ChoiceImplication
from tests.rules.council import shortfall, words

HR_IN_HOUSE = Choice(group="HR", models=("in_house",))
FIN_IN_HOUSE = Choice(group="FIN", models=("in_house",))
IT_SETTLED = Choice(group="IT", providers=("Hoople",))
ONE = ChoiceImplication(id="R", if_all=(HR_IN_HOUSE,), then_any=(FIN_IN_HOUSE, IT_SETTLED))
TWO = ChoiceImplication(id="R", if_all=(HR_IN_HOUSE, FIN_IN_HOUSE), then_any=(IT_SETTLED,))
ANYHOW = ChoiceImplication(id="R", if_all=(), then_any=(IT_SETTLED,))


@pytest.mark.parametrize(
    ("rule", "chosen", "met"),
    [
        (ONE, ("INH", "INH", "SER"), True),
        (ONE, ("INH", "SER", "HOO"), True),
        (ONE, ("INH", "HOO", "SER"), False),
        (ONE, ("SPF", "HOO", "SER"), True),
        (TWO, ("INH", "INH", "SER"), False),
        (TWO, ("INH", "SPF", "SER"), True),
        (ANYHOW, ("INH", "SPF", "HOO"), True),
        (ANYHOW, ("INH", "SPF", "INH"), False),
    ],
)
def test_what_is_asked_brings_one_of_the_others(
    rule: ChoiceImplication, chosen: tuple[str, str, str], met: bool
) -> None:
    assert (shortfall(rule, *chosen) == 0) is met


def test_words() -> None:
    assert words(ONE) == (
        "If HR is sourced by in-house, then FIN is sourced by in-house, or IT is sourced by Hoople."
    )
    assert words(ANYHOW) == "IT is sourced by Hoople."
