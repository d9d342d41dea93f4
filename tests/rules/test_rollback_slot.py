import pytest

from scheduler.domain.planning_rules import RollbackSlot
from tests.rules.easter import chosen, event, plan, programme, shortfall, words

OF = programme(event("cut"), event("other"), event("third"))
RULE = RollbackSlot(
    id="R", cutovers=chosen("cut"), free_of=chosen("cut", "other", "third"), calendar_days=3
)


@pytest.mark.parametrize(("other", "in_the_way"), [(5, 0), (6, 1), (8, 1), (9, 0)])
def test_the_days_from_the_cutover_on_are_free(other: int, in_the_way: int) -> None:
    # The slot of a cutover on the 6th ends with the 8th.
    assert shortfall(RULE, OF, plan(cut=6, other=other)) == in_the_way


def test_events_in_the_way_are_counted_for_each_cutover() -> None:
    each = RollbackSlot(
        id="R",
        cutovers=chosen("cut", "other"),
        free_of=chosen("cut", "other", "third"),
        calendar_days=3,
    )
    # In the way of cut: other and third. In the way of other: third.
    assert shortfall(each, OF, plan(cut=6, other=7, third=8)) == 3
    # On one day each is in the way of the other.
    assert shortfall(each, OF, plan(cut=6, other=6)) == 2


def test_a_cutover_left_out_needs_no_slot() -> None:
    assert shortfall(RULE, OF, plan(other=6, third=6)) == 0


def test_words() -> None:
    assert words(RULE, OF) == (
        "3 days from each of these on are free for going back: cut; free of: cut, other and third."
    )
