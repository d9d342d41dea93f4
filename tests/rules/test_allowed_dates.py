import pytest

from scheduler.domain.planning_rules import AllowedDates
from tests.rules.easter import april, breaches, chosen, event, holds, plan, programme, words

OF = programme(
    event("decide"), event("award"), date_sets={"board": (april(5), april(8), april(10))}
)
RULE = AllowedDates(id="R", activities=chosen("decide"), dates="board")


@pytest.mark.parametrize(
    ("day", "met"),
    [(4, False), (5, True), (6, False), (8, True), (9, False), (10, True), (11, False)],
)
def test_only_dates_of_the_set_count(day: int, met: bool) -> None:
    assert holds(RULE, OF, plan(decide=day, award=4)) is met


def test_each_event_on_another_date_is_one_short() -> None:
    both = AllowedDates(id="R", activities=chosen("decide", "award"), dates="board")
    found = breaches(both, OF, plan(decide=6, award=9))
    assert [(b.activities, b.measured) for b in found] == [
        (("decide",), april(6)),
        (("award",), april(9)),
    ]
    assert holds(both, OF, plan())


def test_words() -> None:
    assert words(RULE, OF) == "decide: only on the dates of board."
