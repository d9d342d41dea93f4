from collections import Counter

from scheduler.generation.draws import Draws


def test_a_seed_falls_alike_everywhere() -> None:
    draws = Draws(1)
    assert [draws.between(1, 100) for _ in range(6)] == [14, 85, 77, 26, 50, 45]


def test_both_ends_are_drawn_and_nothing_beyond() -> None:
    draws = Draws(5)
    drawn = Counter(draws.between(-1, 2) for _ in range(400))
    assert set(drawn) == {-1, 0, 1, 2}
    assert min(drawn.values()) > 50


def test_shuffling_keeps_the_items() -> None:
    draws = Draws(2)
    items = tuple(range(20))
    shuffled = draws.shuffled(items)
    assert sorted(shuffled) == list(items)
    assert shuffled != list(items)


def test_no_chance_and_certainty() -> None:
    draws = Draws(3)
    assert not any(draws.chance(0) for _ in range(50))
    assert all(draws.chance(100) for _ in range(50))
