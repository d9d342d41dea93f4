"""Whose turn it is, worked by hand."""

from collections.abc import Mapping
from dataclasses import replace

from api.store.fair_share import Waiting, in_turn


def waiting(plan: str, at: int, *, priority: int = 0, dispatch: int = 1) -> Waiting:
    """Return an order of the tenant whose letter its plan begins with."""
    return Waiting(plan=plan, dispatch=dispatch, tenant=plan[0], priority=priority, submitted_at=at)


def turns(
    *orders: Waiting,
    at_work: Mapping[str, int] | None = None,
    last_begun: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
) -> str:
    found = in_turn(orders, at_work=at_work or {}, last_begun=last_begun or {}, most=most or {})
    return " ".join(order.plan for order in found)


MANY = [waiting(f"a{n}", n) for n in range(1, 5)]


def test_one_tenant_is_served_in_the_order_of_asking() -> None:
    assert turns(waiting("a2", 2), waiting("a1", 1), waiting("a3", 3)) == "a1 a2 a3"


def test_a_higher_priority_overtakes_ones_own_and_nobody_else() -> None:
    high = waiting("a9", 9, priority=1)
    assert turns(waiting("a1", 1, priority=-1), waiting("a2", 2), high) == "a9 a2 a1"
    # a has waited longest, so it is first; b waits behind nothing of a's but that one.
    assert turns(waiting("a1", 1), waiting("b2", 2), high) == "a9 b2 a1"


def test_who_asks_for_much_first_does_not_keep_others_waiting() -> None:
    assert turns(*MANY, waiting("b5", 5), waiting("c6", 6)) == "a1 b5 c6 a2 a3 a4"


def test_the_tenant_with_the_fewest_at_work_is_next() -> None:
    orders = (*MANY[:2], waiting("b5", 5), waiting("b6", 6))
    assert turns(*orders, at_work={"a": 1}) == "b5 a1 b6 a2"
    assert turns(*orders, at_work={"a": 2}) == "b5 b6 a1 a2"


def test_with_one_slot_tenants_take_turns_by_when_they_were_last_served() -> None:
    """Nothing is at work whenever the slot is free: only what was before can tell."""
    orders = (*MANY[:2], waiting("b5", 5))
    assert turns(*orders, last_begun={"a": 7}) == "b5 a1 a2"
    assert turns(*orders, last_begun={"a": 7, "b": 8}) == "a1 b5 a2"


def test_what_was_begun_before_goes_first() -> None:
    again = waiting("b9", 9, priority=-1, dispatch=2)
    assert turns(*MANY[:2], again, at_work={"b": 3}) == "b9 a1 a2"


def test_shares_come_behind_everything_else_and_count_like_it() -> None:
    helps = [
        replace(waiting("a1", 1, priority=1), share=True),
        replace(waiting("b1", 2, dispatch=2), share=True),
    ]
    assert turns(*helps, waiting("a9", 9), waiting("c8", 8, priority=-1)) == "c8 a9 b1 a1"
    assert turns(*helps, waiting("a9", 9), most={"a": 1}) == "a9 b1"


def test_no_tenant_has_more_at_work_than_it_may() -> None:
    orders = (*MANY, waiting("b5", 5), waiting("b6", 6, dispatch=2))
    assert turns(*orders, most={"a": 2}) == "b6 a1 b5 a2"
    assert turns(*orders, most={"a": 2, "b": 1}, at_work={"a": 1, "b": 1}) == "a1"
