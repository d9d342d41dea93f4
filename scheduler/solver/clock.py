"""Time spent and left in one run."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.solver.run import Run


@dataclass(slots=True)
class Clock:
    """Time spent and left in one run."""

    limit: float
    reproducible: bool = False
    """Whether only the solver's own count of its work uses up the limit."""
    began: float = field(default_factory=time.monotonic)
    charged: float = 0.0

    @property
    def spent(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the limit, never below a little."""
        return max(0.05, self.limit - (self.charged if self.reproducible else self.spent))

    def pass_over(self, seconds: float) -> None:
        """Leave seconds out that went before the search could begin."""
        self.began += seconds

    def charge(self, result: Run) -> None:
        """Count a solve against a reproducible limit."""
        self.charged += result.seconds
