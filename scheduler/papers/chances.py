"""What a simulation says of a plan, as plain values: papers only tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRisk:
    """How likely a plan is to be kept, and when services are out at last in four cases of five."""

    probability: float
    """That every service is out by the contract end; from 0 to 1."""
    interval: tuple[float, float]
    """Of the probability, by the number of runs alone; 95 %."""
    p80: Mapping[str, date] = field(default_factory=dict)
    """Service to the day by which it is out in 80 of 100 runs."""
    runs: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no probability."""
        low, high = self.interval
        if not 0 <= low <= self.probability <= high <= 1:
            message = "a probability lies in its interval, and both from 0 to 1"
            raise ValueError(message)


def risk_words(risk: ScheduleRisk) -> str:
    """Return the probability with its interval, as a sentence."""
    low, high = risk.interval
    runs = "" if risk.runs is None else f", {risk.runs:,} runs"
    return (
        "Every service is out by the contract end with a probability of "
        f"{per_cent(risk.probability)} "
        f"(95 % interval {per_cent(low)} to {per_cent(high)}{runs})."
    )


def per_cent(share: float) -> str:
    """Return a share in whole per cent; what is not certain is never rounded to certain."""
    if 0 < share < 0.005:  # noqa: PLR2004  # rounds to 0
        return "less than 1 %"
    if 0.995 <= share < 1:  # noqa: PLR2004  # rounds to 100
        return "more than 99 %"
    return f"{share * 100:.0f} %"
