"""What a simulation says of a plan, as plain values: papers only tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.analysis.risk import RiskAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRisk:
    """How likely a plan is to be kept, and when services are out at last in four cases of five."""

    probability: float
    """That every service is out by the contract end; from 0 to 1."""
    interval: tuple[float, float]
    """Of the probability, by the number of runs alone; 95 %."""
    p80: Mapping[str, date | None] = field(default_factory=dict)
    """Service to the day by which it is out in 80 of 100 runs; none for after the horizon."""
    runs: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no probability."""
        low, high = self.interval
        if not 0 <= low <= self.probability <= high <= 1:
            message = "a probability lies in its interval, and both from 0 to 1"
            raise ValueError(message)


def schedule_risk(answer: RiskAnswer) -> ScheduleRisk:
    """Return what papers tell of a simulation: whether services are out, not how they settle."""
    return ScheduleRisk(
        probability=answer.transferred.value,
        interval=answer.transferred.interval,
        p80={one.service: one.transfer.reached.p80 for one in answer.services},
        runs=answer.samples,
    )


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
