"""Providers counted by hand: in house none, one still to be found a provider of its own."""

import pytest

from scheduler.domain.planning_rules import ProviderLimit
from tests.rules.council import council, shortfall, words

ONE = ProviderLimit(id="R", at_most=1)
TWO_AT_LEAST = ProviderLimit(id="R", at_least=2)


@pytest.mark.parametrize(
    ("rule", "chosen", "short"),
    [
        (ONE, ("INH", "INH", "INH"), 0),
        (ONE, ("HOO", "HOO", "INH"), 0),
        (ONE, ("HOO", "HOO", "SER"), 1),
        (ONE, ("SPF", "CUS", "INH"), 1),
        (ONE, ("SPF", "SPF", "SPF"), 2),
        (TWO_AT_LEAST, ("SER", "SER", "HOO"), 0),
        (TWO_AT_LEAST, ("SER", "SER", "INH"), 1),
        (TWO_AT_LEAST, ("INH", "INH", "INH"), 2),
    ],
)
def test_providers_are_counted(
    rule: ProviderLimit, chosen: tuple[str, str, str], short: int
) -> None:
    assert shortfall(rule, *chosen) == short


def test_who_provides() -> None:
    of = council()
    found = [of.provider_of("HR", name) for name in ("INH", "HOO", "SER", "SPF", "CUS")]
    assert found == [None, "Hoople", "Incumbent", "HR: to be found", "HR: to be found"]


def test_words() -> None:
    assert words(ONE) == "Different providers of HR, FIN and IT: at most 1."
