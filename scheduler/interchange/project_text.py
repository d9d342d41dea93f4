"""Text files of numbers: read line by line, refused with the line that is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.limits import DEFAULT_LIMITS
from scheduler.errors import FileRejected

MOST = 1_000_000
"""No number of a file is larger."""
MOST_RESOURCES = 100
MOST_MODES = 100
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, in words."""

    number: int
    words: tuple[str, ...]

    def whole(self, place: int, least: int = 0, most: int = MOST) -> int:
        """Return the number at a place of the line.

        Raises FileRejected when there is none, or none within the limits.
        """
        if place >= len(self.words):
            raise rejected(f"there are {len(self.words)} numbers, one more is needed", self.number)
        return whole(self.words[place], self.number, least, most)


def lines_of(data: bytes) -> list[Line]:
    """Return the lines of a file that are not blank.

    Raises FileRejected for what is no text, or is empty or too large.
    """
    if len(data) > DEFAULT_LIMITS.file_bytes:
        raise rejected(f"more than the {DEFAULT_LIMITS.file_bytes:,} bytes that are read", 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = data.count(b"\n", 0, error.start) + 1
        raise rejected("this is no text in UTF-8", at) from None
    split = (Line(n, tuple(t.split())) for n, t in enumerate(text.split("\n"), start=1))
    found = [line for line in split if line.words]
    if not found:
        raise rejected("the file is empty", 1)
    return found


def whole(word: str, line: int, least: int = 0, most: int = MOST) -> int:
    """Return a word as a whole number within limits.

    Raises FileRejected when it is none.
    """
    if not _NUMBER.fullmatch(word):
        shown = word if len(word) <= _LONGEST_SHOWN else word[:_LONGEST_SHOWN] + "…"
        raise rejected(f"{shown!r} is no whole number that is read", line)
    value = int(word)
    if not least <= value <= most:
        raise rejected(f"{value} is not from {least:,} to {most:,}", line)
    return value


def rejected(message: str, line: int) -> FileRejected:
    """Return the refusal of a file for what stands on a line."""
    return FileRejected(f"line {line}: {message}", line=line)


def counted_activities(count: int, line: int) -> int:
    """Return a number of activities.

    Raises FileRejected when there are none or more than are planned.
    """
    if not 1 <= count <= DEFAULT_LIMITS.activities:
        raise rejected(f"{count:,} activities; 1 to {DEFAULT_LIMITS.activities:,} are read", line)
    return count


def refuse_circles(successors: Sequence[Sequence[int]], lines: Sequence[int]) -> None:
    """Raise FileRejected when activities wait for each other in a circle."""
    waiting: defaultdict[int, int] = defaultdict(int)
    for after in successors:
        for one in after:
            waiting[one] += 1
    free = [one for one in range(len(successors)) if not waiting[one]]
    done = 0
    while free:
        done += 1
        for one in successors[free.pop()]:
            waiting[one] -= 1
            if not waiting[one]:
                free.append(one)
    if done < len(successors):
        first = min(one for one, count in waiting.items() if count)
        raise rejected("activities wait for each other in a circle", lines[first])
