"""Where rows, lanes and columns of a Gantt chart lie."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scheduler.pictures.rows import Bar, Row
from scheduler.pictures.time_scale import TimeScale

LANE = 11.0
LANE_GAP = 1.0
ROW_PADDING = 3.5
MARK_TRACK = 13.0
HEADING_HEIGHT = 25.0
SERVICE_HEADING = 32.0
LEAST_HEIGHT = 34.0
ACTIVITY_HEIGHT = LANE + 6.0
ID_WIDTH = 46.0
DATE_WIDTH = 86.0
LABEL_WIDTH = 372.0
WIDE_LABEL_WIDTH = 480.0
"""Where every activity is named with its dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A row with its place: lanes from the top, one lane number for each bar."""

    row: Row
    top: float
    height: float
    lanes: tuple[int, ...]

    @property
    def bars_top(self) -> float:
        """Where the first lane begins."""
        return self.top + ROW_PADDING

    @property
    def bars_middle(self) -> float:
        """The middle of all lanes, where technical cutovers stand."""
        count = max(self.lanes, default=0) + 1
        return self.bars_top + (count * (LANE + LANE_GAP) - LANE_GAP) / 2

    @property
    def marks_middle(self) -> float:
        """The middle of the track of dates below the bars."""
        return self.top + self.height - ROW_PADDING - MARK_TRACK / 2 + 1

    def lane_top(self, lane: int) -> float:
        """Return where a lane begins."""
        return self.bars_top + lane * (LANE + LANE_GAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The laid rows and the time scale beside them."""

    width: float
    top: float
    bottom: float
    scale: TimeScale
    rows: tuple[Laid, ...]

    @property
    def labels_right(self) -> float:
        """Where the column of names and dates ends."""
        return self.scale.left - 12


def laid_rows(
    rows: Iterable[Row], top: float, *, activity_height: float = ACTIVITY_HEIGHT
) -> tuple[Laid, ...]:
    """Return the rows one below the other."""
    laid: list[Laid] = []
    for row in rows:
        lanes = lanes_of(row.bars)
        height = _height(row, lanes, activity_height)
        laid.append(Laid(row=row, top=top, height=height, lanes=lanes))
        top += height
    return tuple(laid)


def lanes_of(bars: tuple[Bar, ...]) -> tuple[int, ...]:
    """Return a lane for each bar, from the top.

    One line where nothing overlaps; else technical work lies lowest, next to the dates it leads
    to, and other work above it, as high as it must.
    """
    if not any(_overlap(a, b) for i, a in enumerate(bars) for b in bars[:i]):
        return (0,) * len(bars)
    heights: dict[int, int] = {}
    for place in sorted(range(len(bars)), key=lambda i: (bars[i].stage.height, bars[i].first)):
        bar = bars[place]
        taken = {heights[other] for other in heights if _overlap(bars[other], bar)}
        free = (height for height in range(bar.stage.height, len(bars) + 2) if height not in taken)
        heights[place] = next(free)
    used = sorted(set(heights.values()), reverse=True)
    return tuple(used.index(heights[place]) for place in range(len(bars)))


def spread(wanted: Sequence[float], gap: float, fixed: Collection[int] = ()) -> list[float]:
    """Return positions in order, moved apart as little as keeps them `gap` from each other.

    The first of a crowd that is named in `fixed` stays where it is; others make room.
    """
    crowds: list[tuple[int, float]] = []
    for place in range(len(wanted)):
        first, left = place, wanted[place]
        while crowds and crowds[-1][1] + gap * (first - crowds[-1][0]) > left:
            first = crowds.pop()[0]
            left = _left_of_crowd(wanted, gap, fixed, range(first, place + 1))
        crowds.append((first, left))
    following = [first for first, _ in crowds[1:]] + [len(wanted)]
    return [
        left + gap * (place - first)
        for (first, left), end in zip(crowds, following, strict=False)
        for place in range(first, end)
    ]


def _left_of_crowd(
    wanted: Sequence[float], gap: float, fixed: Collection[int], crowd: range
) -> float:
    held = next((place for place in crowd if place in fixed), None)
    if held is not None:
        return wanted[held] - gap * (held - crowd.start)
    middle = sum(wanted[place] for place in crowd) / len(crowd)
    return middle - gap * (len(crowd) - 1) / 2


def _height(row: Row, lanes: tuple[int, ...], of_activity: float) -> float:
    below = any(event.mark.track == "below" for event in row.events)
    if not row.bars and not row.events:
        empty = max(of_activity, 18.0)
        return {"group": HEADING_HEIGHT, "service": SERVICE_HEADING, "activity": empty}[row.level]
    count = max(lanes, default=-1) + 1
    if row.level == "activity":
        return of_activity
    if not count and any(event.mark.track == "on" for event in row.events):
        count = 1
    height = 2 * ROW_PADDING + count * (LANE + LANE_GAP) + (MARK_TRACK if below else 0)
    return max(height, LEAST_HEIGHT if row.note or row.level == "service" else HEADING_HEIGHT)


def _overlap(a: Bar, b: Bar) -> bool:
    return a.first <= b.last and b.first <= a.last
