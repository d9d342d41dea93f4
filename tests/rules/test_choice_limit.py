"""Choice limits over three groups, worked by hand."""

import pytest

from scheduler.domain.choice import OptionFilter
from scheduler.domain.planning_rules import ChoiceLimit
from tests.rules.council import shortfall, words

CUSTOMISED = OptionFilter(styles=("customised",))
ONE = ChoiceLimit(id="R", sourced_by=CUSTOMISED, at_most=1)
TWO_IN_HOUSE = ChoiceLimit(id="R", sourced_by=OptionFilter(models=("in_house",)), at_least=2)
NAMED_ONLY = ChoiceLimit(
    id="R", sourced_by=OptionFilter(models=("incumbent",)), except_groups=("HR",), at_most=0
)


@pytest.mark.parametrize(
    ("rule", "chosen", "short"),
    [
        (ONE, ("CUS", "SPF", "INH"), 0),
        (ONE, ("CUS", "CUS", "INH"), 1),
        (ONE, ("CUS", "CUS", "CUS"), 2),
        (TWO_IN_HOUSE, ("INH", "INH", "HOO"), 0),
        (TWO_IN_HOUSE, ("INH", "SER", "HOO"), 1),
        (TWO_IN_HOUSE, ("CUS", "SER", "HOO"), 2),
        (NAMED_ONLY, ("SER", "INH", "HOO"), 0),
        (NAMED_ONLY, ("SER", "SER", "SER"), 2),
    ],
)
def test_groups_are_counted(rule: ChoiceLimit, chosen: tuple[str, str, str], short: int) -> None:
    assert shortfall(rule, *chosen) == short


def test_words() -> None:
    assert words(ONE) == "At most 1 of HR, FIN and IT: sourced by style customised."
    named = "At most 0 of FIN and IT: sourced by model incumbent."
    assert words(NAMED_ONLY) == named
