"""Time spent and left in one run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.solver.time_limit import for_tidying

if TYPE_CHECKING:
    from scheduler.solver.run import Run
    from scheduler.solver.settings import SearchSettings


@dataclass(slots=True)
class Clock:
    """Time spent and left in one run."""

    limit: float
    reproducible: bool = False
    """Whether only the solver's own count of its work uses up the limit."""
    began: float = field(default_factory=time.monotonic)
    charged: float = 0.0
    kept: float = 0.0
    """Seconds before the limit that are kept for what comes after the search."""

    @property
    def spent(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds that the search may still take, never below a little."""
        return max(0.05, self.limit - self.kept - self._used)

    @property
    def left_to_close(self) -> float:
        """Seconds until the limit; none once it has passed."""
        return max(0.0, self.limit - self._used)

    @property
    def is_over(self) -> bool:
        """Whether the search has had its time; a reproducible one does all it set out to do."""
        return not self.reproducible and self.spent >= self.limit - self.kept

    @property
    def _used(self) -> float:
        return self.charged if self.reproducible else self.spent

    def pass_over(self, seconds: float) -> None:
        """Leave seconds out that went before the search could begin."""
        self.began += seconds

    def charge(self, result: Run) -> None:
        """Count a solve against a reproducible limit."""
        self.charged += result.seconds


def clock_until(settings: SearchSettings, until: float | None) -> Clock:
    """Return the clock of a solver process that should be done by an instant, if one is given.

    What has passed of the limit by now is spent.
    """
    limit = settings.time_limit_seconds
    if until is None or settings.reproducible:
        return Clock(limit, settings.reproducible)
    now = time.monotonic()
    # Never later than without: should clocks of processes differ, the supervisor minds the limit.
    began = min(now, until - limit)
    return Clock(limit, began=began, kept=for_tidying(limit))
