"""The known name that somebody may have meant, found without much work."""

from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice

_MOST_COMPARED = 200
"""Comparing takes microseconds, but a hostile document may ask for it thousands of times."""
_LONGEST = 200


def closest_name(name: str, known: Collection[str]) -> str | None:
    """Return the closest of the known names, where one is close.

    Among very many only those that begin alike are looked at.
    """
    if len(name) > _LONGEST:
        return None
    candidates: Collection[str] = known
    if len(known) > _MOST_COMPARED:
        alike = (other for other in known if other[:2].lower() == name[:2].lower())
        candidates = list(islice(alike, _MOST_COMPARED))
    close = get_close_matches(name, candidates, n=1, cutoff=0.6)
    return close[0] if close else None
