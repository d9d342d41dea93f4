"""How often something may be asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.http.paces import Paces


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_few_at_once_then_one_for_every_span_and_each_name_by_itself() -> None:
    clock = Clock()
    paces = Paces(3, 10.0, clock)
    assert [paces.wait("a") for _ in range(4)] == [0.0, 0.0, 0.0, 10.0]
    assert paces.wait("b") == 0.0
    clock.now = 4.0
    assert paces.wait("a") == 6.0
    clock.now = 10.0
    assert [paces.wait("a") for _ in range(2)] == [0.0, 10.0]


@given(steps=st.lists(st.integers(0, 30), max_size=60), at_once=st.integers(1, 5))
def test_no_more_is_allowed_than_at_once_and_one_for_each_span(
    steps: list[int], at_once: int
) -> None:
    clock = Clock()
    paces = Paces(at_once, 8.0, clock)
    allowed = 0
    for step in steps:
        clock.now += step
        told = paces.wait("a")
        allowed += told == 0.0
        assert allowed <= at_once + clock.now / 8.0
        if told:
            # Who waits as long as he is told to is let through.
            clock.now += told
            assert paces.wait("a") < 1e-6
            allowed += 1


def test_who_has_not_asked_for_longest_is_forgotten_first() -> None:
    paces = Paces(1, 1000.0, Clock())
    assert paces.wait("first") == 0.0
    for number in range(10_000):
        paces.wait(str(number))
    assert paces.wait("9999") > 0.0
    assert paces.wait("first") == 0.0
