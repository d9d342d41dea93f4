"""What managing contracts takes, worked by hand."""

import pytest

from scheduler.domain.planning_rules import ProviderEffort
from tests.rules.council import shortfall, words

EFFORT = ProviderEffort(
    id="R",
    team="CLIENT",
    each_hundredths=40,
    included=1,
    fixed_hundredths=30,
    at_most_hundredths=70,
)


@pytest.mark.parametrize(
    ("chosen", "short"),
    [
        # 30 + 0; the one included gives nothing back when there is none.
        (("INH", "INH", "INH"), 0),
        # 30 + 40 * (2 - 1) = 70, just what there is.
        (("HOO", "HOO", "SER"), 0),
        # 30 + 40 * (3 - 1) = 110, 40 too much.
        (("HOO", "SPF", "SER"), 40),
        (("SPF", "SPF", "SPF"), 40),
    ],
)
def test_providers_beyond_those_included_take_time(
    chosen: tuple[str, str, str], short: int
) -> None:
    assert shortfall(EFFORT, *chosen) == short


def test_words() -> None:
    assert words(EFFORT) == (
        "Client side gives 0.7 people at most to contracts: 0.3 and 0.4 people for each provider "
        "beyond the first 1 of HR, FIN and IT."
    )
