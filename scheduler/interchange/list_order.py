"""Which entries of a list must be moved to bring it into another order: as few as can be."""

from bisect import bisect_left
from collections.abc import Sequence


def entries_to_move(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the entries outside a longest run whose order is kept; both lists hold the same ones.

    Source: Fredman 1975, longest increasing subsequence by binary search.
    """
    place = {entry: index for index, entry in enumerate(before)}
    ends: list[int] = []
    """Of the runs found so far, by their length, the smallest last place."""
    lengths: list[int] = []
    for entry in after:
        length = bisect_left(ends, place[entry])
        ends[length : length + 1] = [place[entry]]
        lengths.append(length)
    kept: set[str] = set()
    wanted = len(ends) - 1
    for entry, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted:
            kept.add(entry)
            wanted -= 1
    return set(after) - kept
