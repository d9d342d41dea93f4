"""What one provider gets, worked by hand."""

import pytest

from scheduler.domain.planning_rules import AwardLimit
from tests.rules.council import shortfall, words

ONE = AwardLimit(id="R", at_most=1)


@pytest.mark.parametrize(
    ("chosen", "short"),
    [
        (("HOO", "SER", "INH"), 0),
        (("HOO", "HOO", "INH"), 1),
        (("HOO", "HOO", "HOO"), 2),
        (("INH", "INH", "INH"), 0),
        (("SPF", "SPF", "SPF"), 0),
        (("SER", "SER", "HOO"), 1),
    ],
)
def test_each_provider_is_counted(chosen: tuple[str, str, str], short: int) -> None:
    assert shortfall(ONE, *chosen) == short


def test_words() -> None:
    assert words(ONE) == "No provider gets more than 1 of HR, FIN and IT."
