"""Words of a picture never lie over each other nor beyond the paper; axes have round values."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.pictures import svg
from scheduler.pictures.labels import Box, Label, Spot, labels_beside, round_ticks

PAPER = Box(0, 0, 600, 400)
SIZE = 10.0
PLACES = st.tuples(st.floats(0, 600), st.floats(0, 400))


def box_of(label: Label) -> Box:
    width = svg.text_width(label.words, SIZE)
    left = label.x if label.anchor == "start" else label.x - width
    return Box(left, label.y - SIZE, left + width, label.y + SIZE / 4)


@given(st.lists(PLACES, max_size=12))
def test_no_words_meet_words_or_marks_or_leave_the_paper(places: list[tuple[float, float]]) -> None:
    spots = [Spot(x, y, 5, "1,234 | 56,789,012") for x, y in places]
    labels = labels_beside(spots, PAPER, SIZE)
    assert len(labels) == len(spots)
    boxes = [box_of(label) for label in labels if label is not None]
    for at, box in enumerate(boxes):
        assert box.left >= 0
        assert box.right <= 600
        assert not any(box.meets(other) for other in boxes[:at])
        assert not any(box.meets(spot.box) for spot in spots)


def test_words_go_to_the_left_at_the_right_edge() -> None:
    (inside, edge) = labels_beside(
        [Spot(100, 100, 5, "100 | 54,049,243"), Spot(590, 200, 5, "100 | 54,049,243")], PAPER, SIZE
    )
    assert inside is not None
    assert edge is not None
    assert (inside.anchor, edge.anchor) == ("start", "end")


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.integers(2, 8))
def test_ticks_are_round_few_and_within(least: int, span: int, at_most: int) -> None:
    ticks = round_ticks(least, least + span, at_most)
    assert 0 < len(ticks) <= at_most or span < 10
    assert all(least <= tick <= least + span for tick in ticks)
    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) <= 1
    for step in steps:
        assert str(step).rstrip("0") in {"1", "2", "5"}
        assert all(tick % step == 0 for tick in ticks)


def test_ticks_of_figures_that_were_looked_at() -> None:
    assert round_ticks(77, 101, 8) == [80, 85, 90, 95, 100]
    money = [53_600_000 + 200_000 * step for step in range(7)]
    assert round_ticks(53_546_856, 54_965_504, 8) == money
    assert round_ticks(5, 5, 6) == [5]
