"""Programmes planned side by side by counted work, until a limit in seconds.

Each is planned by one solver process with one worker whose work is counted, so that its plan does
not depend on how fast the machine is or what runs beside it; seconds only end what is too slow.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from scheduler.answers import Answer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings

MOST_SEED = 2**31


class Ending(threading.Event):
    """Set once another event is, or from an instant on."""

    def __init__(self, stop: threading.Event, ends_at: float) -> None:
        """Take the instant as `time.monotonic` counts."""
        super().__init__()
        self.stop, self.ends_at = stop, ends_at

    def is_set(self) -> bool:
        """Tell whether it is time to end."""
        return super().is_set() or self.stop.is_set() or time.monotonic() >= self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPlan:
    """A programme to be planned, and from where."""

    programme: ExpandedProgramme
    start: Plan | None
    """Without one a schedule is made first."""
    seconds: float
    """Of solving, as a reproducible search counts them."""
    number: int = 0
    """Added to the seed: one programme has many plans that are equally good by its levels."""


def plan_each(
    programmes: Sequence[ToPlan], search: SearchSettings, ending: threading.Event
) -> tuple[Answer, ...]:
    """Return an answer for each programme, in their order; as many at a time as `search` says.

    What was not done when the end came has the best plan so far, or none.
    """

    def plan(asked: ToPlan) -> Answer:
        return plan_exit(
            asked.programme,
            replace(
                search,
                time_limit_seconds=asked.seconds,
                seed=(search.seed + asked.number) % MOST_SEED,
                workers=1,
                reproducible=True,
                confirm=False,
                construct=False,
            ),
            stop=ending,
            with_baselines=False,
            baseline=asked.start,
        )

    with ThreadPoolExecutor(max(1, search.workers)) as pool:
        return tuple(pool.map(plan, programmes))
