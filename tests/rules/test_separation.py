import pytest

from scheduler.domain.planning_rules import Separation
from tests.rules.easter import chosen, event, plan, programme, shortfall, words

OF = programme(event("exit"), event("upgrade"), event("merger"))
RULE = Separation(
    id="R", activities=chosen("exit"), from_activities=chosen("upgrade", "merger"), calendar_days=3
)


@pytest.mark.parametrize(
    ("one", "other", "short"),
    [(6, 9, 0), (9, 6, 0), (6, 8, 1), (8, 6, 1), (8, 8, 3), (6, 11, 0), (7, 8, 2)],
)
def test_distance_in_calendar_days_either_way(one: int, other: int, short: int) -> None:
    assert shortfall(RULE, OF, plan(exit=one, upgrade=other)) == short


def test_shortfalls_add_up_over_pairs_and_others_are_free() -> None:
    assert shortfall(RULE, OF, plan(exit=8, upgrade=9, merger=9)) == 2 + 2
    assert shortfall(RULE, OF, plan(upgrade=9, merger=9)) == 0


def test_a_pair_named_twice_counts_once_and_nothing_is_near_itself() -> None:
    each = Separation(
        id="R",
        activities=chosen("exit", "upgrade"),
        from_activities=chosen("exit", "upgrade"),
        calendar_days=3,
    )
    assert shortfall(each, OF, plan(exit=8, upgrade=9)) == 2
    assert shortfall(each, OF, plan(exit=8)) == 0


def test_words() -> None:
    assert words(RULE, OF) == "exit: at least 3 days before or after upgrade and merger."
