"""`Prefer: wait=N` (RFC 7240): an answer that is worth waiting for."""

from __future__ import annotations

import re

from starlette.requests import Request

MOST_SECONDS = 60

_WAIT = re.compile(r'\s*wait\s*=\s*(?:"(\d{1,9})"|(\d{1,9}))\s*(?:;.*)?', re.IGNORECASE | re.ASCII)


def wait_seconds(request: Request, most: int = MOST_SECONDS) -> int | None:
    """Return how long the caller wishes to wait, cut to `most`; None without a wish.

    Of several the first counts; a preference that cannot be read is none, as RFC 7240 asks.
    """
    for header in request.headers.getlist("prefer"):
        for preference in header.split(","):
            found = _WAIT.fullmatch(preference)
            if found is not None:
                return min(int(found[1] or found[2]), most)
    return None


def applied(seconds: int | None) -> dict[str, str]:
    """Return the header that says which wait was granted."""
    return {} if seconds is None else {"Preference-Applied": f"wait={seconds}"}
