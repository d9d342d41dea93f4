"""How many processors a worker may use."""

import os
from pathlib import Path

MOST_FOR_A_SEARCH = 8
"""More were seen to make the solver wrong: or-tools issue 5295."""

CONTAINER_LIMIT = Path("/sys/fs/cgroup/cpu.max")
"""Quota and period in microseconds, or `max`, where the system tells of its container."""


def searches_side_by_side(slots: int) -> int:
    """Return how many searches one attempt may run side by side, given the attempts at once."""
    return max(1, min(MOST_FOR_A_SEARCH, allowed_processors() // slots))


def allowed_processors(limit: Path = CONTAINER_LIMIT) -> int:
    """Return how many processors this process may use at once."""
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    try:
        quota, period = limit.read_text("ascii").split()
        allowed = min(allowed, int(quota) // int(period))
    except (OSError, ValueError, ZeroDivisionError):
        # No container, or one without a limit.
        pass
    return max(1, allowed)
