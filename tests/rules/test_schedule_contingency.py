import pytest

from scheduler.domain.planning_rules import ScheduleContingency
from tests.rules.easter import april, breaches, chosen, event, plan, programme, shortfall, words


def rule(days: int) -> ScheduleContingency:
    return ScheduleContingency(id="R", activities=chosen("a", "b"), working_days=days)


@pytest.mark.parametrize(
    ("end", "a", "free"),
    [
        (12, 12, 0),  # on the contract end
        (12, 11, 1),
        (12, 10, 2),  # from a holiday: the 11th and the 12th
        (12, 6, 2),
        (12, 5, 3),
        (12, 13, -1),
        (9, 6, 0),  # the contract ends on a Sunday
        (9, 5, 1),
        (9, 8, 0),
        (9, 10, 0),  # a holiday after the end
        (9, 11, -1),
    ],
)
def test_working_days_free_up_to_the_contract_end(end: int, a: int, free: int) -> None:
    of = programme(event("a"), event("b"), end=april(end))
    assert shortfall(rule(4), of, plan(a=a)) == 4 - free


def test_the_last_of_the_events_counts() -> None:
    of = programme(event("a"), event("b"))
    found = breaches(rule(3), of, plan(a=5, b=6))
    assert [(b.activities, b.measured, b.allowed) for b in found] == [(("b",), 2, 3)]
    assert shortfall(rule(2), of, plan(a=5, b=6)) == 0
    assert shortfall(rule(9), of, plan()) == 0


def test_words() -> None:
    of = programme(event("a"), event("b"))
    assert words(rule(30), of) == (
        "At least 30 working days stay free before the contract ends on 12 Apr 2023, "
        "after the last of: a and b."
    )
