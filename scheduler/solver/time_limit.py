"""By when an answer has to be there, and what of that is kept for what comes after the search.

A limit is the limit of the answer: loading, building, stopping, the last check and the writing
count. Instants are those of `time.monotonic()`, which on every system we run on is one clock for
all processes of a machine, so that a solver process can be told an instant; what it spends on
waiting and reading counts then, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

ANSWERING_SHARE, MOST_ANSWERING_SECONDS = 0.1, 0.25
"""Of a limit, for checking, telling and writing by the one who asked; more where that is measured
to take longer."""
STOPPING_SHARE, MOST_STOPPING_SECONDS = 0.15, 0.4
"""Of a limit, from the request to stop until the solver process is ended: all its plans are with
the supervisor already, except one that it tidies."""
TIDYING_SHARE, MOST_TIDYING_SECONDS = 0.1, 0.3
"""Of a limit, for tidying and claims by the solver process once its search is over."""
MOST_SHARE_MEASURED = 0.4
"""Of a limit, for what comes after the search, however long it was measured to take."""


@dataclass(slots=True)
class TimeLimit:
    """The limit of one answer.

    Units: seconds.
    """

    seconds: float
    began: float = field(default_factory=time.monotonic)
    answering: Callable[[], float] = lambda: 0.0
    """How long checking, telling and writing will take, as far as it is known by now."""
    passed_over: float = 0.0
    """What does not count: compiling the search, once on a machine."""

    @property
    def ends_at(self) -> float:
        """The instant by which the answer should be there."""
        return self.began + self.seconds + self.passed_over

    @property
    def search_ends_at(self) -> float:
        """The instant by which nothing is expected of the solver process any more."""
        usual = min(ANSWERING_SHARE * self.seconds, MOST_ANSWERING_SECONDS)
        measured = min(self.answering(), MOST_SHARE_MEASURED * self.seconds)
        return self.ends_at - max(usual, measured)

    @property
    def stops_at(self) -> float:
        """The instant at which the solver process is asked to stop."""
        return self.search_ends_at - self.stopping

    @property
    def stopping(self) -> float:
        """How long a solver process may take to stop at the limit."""
        return min(STOPPING_SHARE * self.seconds, MOST_STOPPING_SECONDS)


def for_tidying(seconds: float) -> float:
    """Return what a solver process keeps of its limit for tidying and claims.

    Units: seconds.
    """
    return min(TIDYING_SHARE * seconds, MOST_TIDYING_SECONDS)
