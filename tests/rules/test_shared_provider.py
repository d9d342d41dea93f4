"""Who is bought together or apart, worked by hand."""

import pytest

from scheduler.domain.planning_rules import SharedProvider
from tests.rules.council import shortfall, words

SAME = SharedProvider(id="R", groups=("HR", "IT"))
DIFFERENT = SharedProvider(id="R", same=False)


@pytest.mark.parametrize(
    ("rule", "chosen", "met"),
    [
        (SAME, ("HOO", "SER", "HOO"), True),
        (SAME, ("INH", "SER", "INH"), True),
        (SAME, ("HOO", "HOO", "SER"), False),
        (SAME, ("INH", "INH", "HOO"), False),
        (SAME, ("SPF", "SPF", "SPF"), False),
        (DIFFERENT, ("HOO", "SER", "INH"), True),
        (DIFFERENT, ("INH", "INH", "INH"), True),
        (DIFFERENT, ("SPF", "SPF", "SPF"), True),
        (DIFFERENT, ("HOO", "INH", "HOO"), False),
    ],
)
def test_groups_share_or_do_not(
    rule: SharedProvider, chosen: tuple[str, str, str], met: bool
) -> None:
    assert (shortfall(rule, *chosen) == 0) is met


def test_words() -> None:
    assert words(SAME) == "HR and IT have the same provider, or are all in house."
    assert words(DIFFERENT) == "No two of HR, FIN and IT have the same provider."
