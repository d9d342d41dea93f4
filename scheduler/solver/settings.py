"""How a search runs."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """Limits and choices of one run."""

    time_limit_seconds: float = 120.0
    workers: int = 2
    seed: int = 1
    reproducible: bool = False
    """One worker and deterministic limits: the same plan from run to run."""
    memory_limit_mb: int = 6000
    confirm: bool = True
    """Whether claims are put to a second configuration."""
    construct: bool = True
    """Whether a schedule is made beside the search; always where there is no plan to start from."""

    def to_jsonable(self) -> dict[str, Any]:
        """Return the settings as plain values."""
        return asdict(self)
