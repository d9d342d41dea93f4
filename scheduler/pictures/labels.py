"""Words beside marks of a picture, none over another, and round values to write at an axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.pictures import svg

_BESIDE, _ABOVE, _BELOW = 4.0, 7.0, 16.0
"""From the edge of a mark to its words; those are that far above its middle, or below."""
_TEN = 10
_ROUND = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of paper: its left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether the two share any paper."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a mark."""

    x: float
    y: float
    anchor: str
    """`start` where they stand on the right of the mark, `end` on its left."""
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark with the words that it should have."""

    x: float
    y: float
    radius: float
    words: str

    @property
    def box(self) -> Box:
        """The paper that the mark covers."""
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


def labels_beside(
    spots: Sequence[Spot], paper: Box, size: float, drawn: Sequence[Box] = ()
) -> tuple[Label | None, ...]:
    """Return for each mark where its words stand; none where there is no free paper beside it.

    The first marks have the first choice: right above, right below, left above, left below.
    Nothing is written over what is `drawn` already.
    """
    taken = [*drawn, *(spot.box for spot in spots)]
    found: list[Label | None] = []
    for spot in spots:
        label = None
        for one, box in _choices(spot, size):
            within = box.left >= paper.left and box.right <= paper.right
            within = within and box.top >= paper.top and box.bottom <= paper.bottom
            if within and not any(box.meets(other) for other in taken):
                label = one
                taken.append(box)
                break
        found.append(label)
    return tuple(found)


def _choices(spot: Spot, size: float) -> Iterator[tuple[Label, Box]]:
    width = svg.text_width(spot.words, size)
    for right in (True, False):
        for away in (-_ABOVE, _BELOW):
            beside = spot.radius + _BESIDE
            x = spot.x + (beside if right else -beside)
            y = spot.y + away
            left = x if right else x - width
            anchor = "start" if right else "end"
            yield Label(x, y, anchor, spot.words), Box(left, y - size, left + width, y + size / 4)


def round_ticks(least: int, most: int, at_most: int) -> list[int]:
    """Return round values from one value to another, so many at most: steps of 1, 2 or 5 times ten.

    Of one value alone it is that value.
    """
    if most <= least:
        return [least]
    power = 1
    while True:
        for times in _ROUND:
            step = power * times
            first = -(-least // step) * step
            ticks = range(first, most + 1, step)
            if len(ticks) <= at_most:
                return list(ticks)
        power *= _TEN
