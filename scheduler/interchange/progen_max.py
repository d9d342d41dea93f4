"""ProGen/max text `.sch`: single-mode projects with minimum and maximum lags, start to start.

Activities without the two dummies, then renewable, non-renewable and doubly constrained resources;
for each activity its number from 0, its modes, its successors and their lags in brackets; for each
its mode, duration and demands; capacities. A negative lag back is a maximum lag.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.project_instance import ProjectInstance, ProjectLink, ProjectMode
from scheduler.interchange.project_text import (
    MOST,
    MOST_RESOURCES,
    Line,
    counted_activities,
    lines_of,
    rejected,
    whole,
)

_HEADING = 4


def read_progen_max(data: bytes, name: str = "") -> ProjectInstance:
    """Return the instance that a file holds.

    Raises FileRejected with the line that is wrong.
    """
    lines = lines_of(data)
    first = lines[0]
    if len(first.words) != _HEADING:
        raise rejected("four numbers are needed: activities and three kinds of resource", 1)
    count = counted_activities(first.whole(0) + 2, first.number)
    resources = first.whole(1, 0, MOST_RESOURCES)
    if first.whole(2) or first.whole(3):
        raise rejected("only renewable resources are read", first.number)
    if len(lines) != 2 * count + 2:
        message = f"{2 * count + 2} lines are needed for {count} activities, there are {len(lines)}"
        raise rejected(message, lines[-1].number)
    links = [link for n, row in enumerate(lines[1 : count + 1]) for link in _links(row, n, count)]
    modes = [_mode(row, n, resources) for n, row in enumerate(lines[count + 1 : -1])]
    if modes[0].duration or modes[-1].duration:
        raise rejected("the first and the last activity must take no time", lines[count + 1].number)
    last = lines[-1]
    if len(last.words) != resources:
        raise rejected(f"{resources} capacities are needed", last.number)
    return ProjectInstance(
        name=name,
        capacities=tuple(last.whole(n) for n in range(resources)),
        activities=tuple((mode,) for mode in modes),
        links=tuple(links),
    )


def _links(row: Line, number: int, count: int) -> Sequence[ProjectLink]:
    row.whole(0, number, number)
    if row.whole(1) != 1:
        raise rejected("only activities with one mode are read", row.number)
    after = row.whole(2, 0, count)
    if len(row.words) != 3 + 2 * after:
        raise rejected(f"{after} successors and as many lags are needed", row.number)
    made = []
    for n in range(after):
        other, lag = row.whole(3 + n, 0, count - 1), row.words[3 + after + n]
        if not (lag.startswith("[") and lag.endswith("]")):
            raise rejected("a lag stands in brackets", row.number)
        wait = whole(lag[1:-1], row.number, -MOST, MOST)
        made.append(ProjectLink(before=number, after=other, lag=wait, from_finish=False))
    return made


def _mode(row: Line, number: int, resources: int) -> ProjectMode:
    row.whole(0, number, number)
    row.whole(1, 1, 1)
    if len(row.words) != 3 + resources:
        raise rejected(f"a duration and {resources} demands are needed", row.number)
    demands = tuple(row.whole(3 + n) for n in range(resources))
    return ProjectMode(duration=row.whole(2), demands=demands)
