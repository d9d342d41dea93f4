"""What a job undertakes: the only part in which plans and analyses differ for a worker."""

import threading
from dataclasses import dataclass
from typing import Protocol

from api.jobs.recording import Recording, Told
from api.jobs.writing import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an undertaking has come to."""

    document: str
    """JSON of the answer."""
    outcome: str


class Undertaking(Protocol):
    """Work that has an answer; a context, after which none of its processes is left."""

    plans_at_once: bool
    """Whether a plan is stored when it is found, or only at the end."""

    def finding(self, recording: Recording, stop: threading.Event) -> Finding:
        """Work until there is an answer, or with what there is once asked to stop.

        Raises SolverFailed where trying again may help, and errors that are faults of ours.
        """

    def written(self, told: Told) -> Written:
        """Return what is told in the form of the store."""

    def cut(self) -> None:
        """End its processes at once: nobody waits for the answer."""

    def close(self) -> None:
        """Leave no process behind."""
