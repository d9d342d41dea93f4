"""Patterson text: single-mode projects as RG300 and copies of PSPLIB are published.

Activities with the two dummies, then renewable resources; capacities; then for each activity its
duration, one demand per resource, the number of its successors and the successors, from 1. Numbers
may be broken over lines anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.project_instance import ProjectInstance, ProjectLink, ProjectMode
from scheduler.interchange.project_text import (
    MOST_RESOURCES,
    Line,
    counted_activities,
    lines_of,
    refuse_circles,
    rejected,
    whole,
)


def read_patterson(data: bytes, name: str = "") -> ProjectInstance:
    """Return the instance that a file holds.

    Raises FileRejected with the line that is wrong.
    """
    numbers = _Numbers(lines_of(data))
    count = counted_activities(numbers.next(), numbers.line)
    resources = numbers.next(most=MOST_RESOURCES)
    capacities = tuple(numbers.next() for _ in range(resources))
    activities: list[tuple[ProjectMode, ...]] = []
    successors: list[list[int]] = []
    lines: list[int] = []
    for _ in range(count):
        duration = numbers.next()
        lines.append(numbers.line)
        demands = tuple(numbers.next() for _ in range(resources))
        activities.append((ProjectMode(duration=duration, demands=demands),))
        after = numbers.next(most=count)
        successors.append([numbers.next(least=1, most=count) - 1 for _ in range(after)])
    numbers.end()
    refuse_circles(successors, lines)
    return ProjectInstance(
        name=name,
        capacities=capacities,
        activities=tuple(activities),
        links=tuple(
            ProjectLink(before=before, after=after)
            for before, some in enumerate(successors)
            for after in dict.fromkeys(some)
        ),
    )


class _Numbers:
    """The numbers of a file one after the other, whatever its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words = [(word, line.number) for line in lines for word in line.words]
        self._at = 0
        self.line = 1

    def next(self, least: int = 0, most: int = 1_000_000) -> int:
        if self._at >= len(self._words):
            message = "the file ends where a number is needed"
            raise rejected(message, self.line)
        word, self.line = self._words[self._at]
        self._at += 1
        return whole(word, self.line, least, most)

    def end(self) -> None:
        if self._at < len(self._words):
            word, line = self._words[self._at]
            raise rejected(f"{word[:40]!r} stands after the last activity", line)
