"""PSPLIB text, `.sm` with one mode for each activity and `.mm` with several; MMLIB is the latter.

Sections under headings: resources, precedence relations, durations and requests by mode, and what
there is of each resource. What else a file says, such as the seed it was made with, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from scheduler.domain.project_instance import ProjectInstance, ProjectLink, ProjectMode
from scheduler.interchange.project_text import (
    MOST_MODES,
    MOST_RESOURCES,
    Line,
    counted_activities,
    lines_of,
    refuse_circles,
    rejected,
    whole,
)

JOBS = "jobs (incl."
"""How the line with the number of activities begins, in every file of this kind."""


def read_psplib(data: bytes, name: str = "") -> ProjectInstance:
    """Return the instance that a file holds.

    Raises FileRejected with the line that is wrong.
    """
    lines = lines_of(data)
    heading = find(lines, JOBS)
    count = counted_activities(_told(heading), heading.number)
    renewable = _resources(lines, "renewable")
    used_up = _resources(lines, "nonrenewable")
    if _resources(lines, "doubly"):
        message = "doubly constrained resources are not read"
        raise rejected(message, find(lines, "- doubly").number)
    modes, successors, places = _precedence(lines, count)
    activities = tuple(_requests(lines, modes, renewable + used_up, renewable))
    heading = find(lines, "RESOURCE AVAILABILITIES", "RESOURCEAVAILABILITIES")
    amounts = _rows_below(lines, heading, 2)[1]
    if len(amounts.words) != renewable + used_up:
        message = f"{renewable + used_up} numbers are needed, one for each resource"
        raise rejected(message, amounts.number)
    given = tuple(amounts.whole(place) for place in range(len(amounts.words)))
    refuse_circles(successors, places)
    return ProjectInstance(
        name=name,
        capacities=given[:renewable],
        amounts=given[renewable:],
        activities=activities,
        links=tuple(
            ProjectLink(before=before, after=after)
            for before, some in enumerate(successors)
            for after in dict.fromkeys(some)
        ),
    )


def find(lines: Sequence[Line], *beginnings: str) -> Line:
    """Return the first line that begins in one of some ways, whatever the spaces in it.

    Raises FileRejected when there is none.
    """
    for line in lines:
        if " ".join(line.words[:4]).startswith(beginnings):
            return line
    raise rejected(f"there is no line that begins {beginnings[0]!r}", lines[-1].number)


def _told(line: Line) -> int:
    """Return the number after the colon of a heading."""
    words = line.words
    if ":" in words[:-1]:
        return whole(words[words.index(":") + 1], line.number)
    return whole(words[-1], line.number)


def _resources(lines: Sequence[Line], what: str) -> int:
    line = find(lines, f"- {what}")
    count = _told(line)
    if count > MOST_RESOURCES:
        raise rejected(f"{count} resources; at most {MOST_RESOURCES} are read", line.number)
    return count


def _rows_below(lines: Sequence[Line], heading: Line, least: int) -> list[Line]:
    """Return the lines from a heading's next to a line of stars."""
    after = (line for line in lines if line.number > heading.number)
    rows = list(takewhile(lambda line: not line.words[0].startswith("***"), after))
    if len(rows) < least:
        raise rejected("the file ends, or its section does, too early", heading.number)
    return rows


def _precedence(lines: Sequence[Line], count: int) -> tuple[list[int], list[list[int]], list[int]]:
    """Return how many modes and which successors each activity has, and where it says so."""
    heading = find(lines, "PRECEDENCE RELATIONS")
    rows = _rows_below(lines, heading, count + 1)[1:]
    if len(rows) > count:
        raise rejected(f"there are more than the {count} activities", rows[count].number)
    modes, successors = [], []
    for place, row in enumerate(rows, start=1):
        row.whole(0, place, place)
        modes.append(row.whole(1, 1, MOST_MODES))
        after = row.whole(2, 0, count)
        if len(row.words) != 3 + after:
            message = f"{after} successors are announced, {len(row.words) - 3} named"
            raise rejected(message, row.number)
        successors.append([row.whole(3 + n, 1, count) - 1 for n in range(after)])
    return modes, successors, [row.number for row in rows]


def _requests(
    lines: Sequence[Line], modes: Sequence[int], resources: int, renewable: int
) -> Iterator[tuple[ProjectMode, ...]]:
    """Yield the modes of each activity; its number stands on the first line of them only."""
    heading = find(lines, "REQUESTS/DURATIONS")
    rows = _rows_below(lines, heading, sum(modes) + 1)[1:]
    rows = [row for row in rows if not row.words[0].startswith("---")]
    if len(rows) != sum(modes):
        message = f"{sum(modes)} modes are announced, {len(rows)} told"
        raise rejected(message, heading.number)
    at = iter(rows)
    for place, count in enumerate(modes, start=1):
        made = []
        for number in range(1, count + 1):
            row = next(at)
            first = 1 if number == 1 else 0
            if first:
                row.whole(0, place, place)
            row.whole(first, number, number)
            if len(row.words) != first + 2 + resources:
                message = f"a duration and {resources} requests are needed"
                raise rejected(message, row.number)
            asked = tuple(row.whole(first + 2 + n) for n in range(resources))
            duration = row.whole(first + 1)
            made.append(
                ProjectMode(duration=duration, demands=asked[:renewable], uses=asked[renewable:])
            )
        yield tuple(made)
