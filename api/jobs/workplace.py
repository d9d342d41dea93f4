"""What the attempts of one worker share."""

import threading
from dataclasses import dataclass

from api.jobs.warm import WarmProcesses
from api.settings import ServiceSettings
from api.store.database import Database
from api.telemetry.tracing import Tracing


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """A worker's name, its database and solver processes, and whether it is about to leave."""

    worker: str
    database: Database
    settings: ServiceSettings
    warm: WarmProcesses
    searches: int
    """Side by side in one attempt."""
    leaving: threading.Event
    """Set when the worker is told to stop."""
    slots: int = 1
    """Jobs at once, here and, as the last worker started says, in every other worker."""
    tracing: Tracing | None = None
    """Who takes spans of attempts, if anybody does."""
