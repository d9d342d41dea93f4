"""What is asked of a job engine; `dbos_engine` is the one in use.

A job is named by a plan and the number of its dispatch, and holds nothing else: everything that
matters is in tables of our own, so an engine may forget a job or run it twice.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

Work = Callable[[str, int], str]
"""Works on a plan under one of its dispatches; returns a word for the engine's records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJob:
    """A job that some worker has begun and not ended."""

    name: str
    worker: str


def job_name(plan: str, dispatch: int) -> str:
    """Return the name under which the engine takes a job once, however often it is handed over."""
    return f"{plan}.{dispatch}"


class JobEngine(Protocol):
    """A durable queue shared by every worker of a database."""

    def start(self, work: Work) -> None:
        """Begin to take jobs from the queue."""

    def slots(self) -> int:
        """Return how many jobs each worker takes at once."""

    def enqueue(self, plan: str, dispatch: int) -> None:
        """Put a job in the queue, unless the engine has met its name before."""

    def held(self) -> list[HeldJob]:
        """Return the jobs that workers have begun, alive or not."""

    def unended(self, names: Collection[str]) -> set[str]:
        """Return those jobs which wait or are held; the others have ended or are unknown."""

    def give_back(self, names: Collection[str]) -> None:
        """Put jobs that were held back in the queue, their first holders notwithstanding."""

    def stop(self, within_seconds: float) -> None:
        """Take no more jobs, wait for those at work, and let go of the database."""
