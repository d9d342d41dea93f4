"""What a simulation says of a plan, as plain values: papers only tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.analysis.risk import RiskAnswer
from scheduler.pictures.risk_contents import IN_TIME_MEANS

PROBABILITY = "Probability that all services are in time"
"""What figures of it are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRisk:
    """How likely a plan is in time, and when services are out at last in four cases of five."""

    probability: float
    """That every service is in time, transferred and accepted; from 0 to 1."""
    interval: tuple[float, float]
    """Of the probability, by the number of runs alone; 95 %."""
    p80: Mapping[str, date | None] = field(default_factory=dict)
    """Service to the day by which it is out in 80 of 100 runs; none for after the horizon."""
    accepted_late: Mapping[str, tuple[date | None, date]] = field(default_factory=dict)
    """Of services accepted in time in fewer than 80 of 100 runs: the day by which they are in 80,
    none for after the horizon, and the last day that a rule sets."""
    runs: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no probability."""
        low, high = self.interval
        if not 0 <= low <= self.probability <= high <= 1:
            message = "a probability lies in its interval, and both from 0 to 1"
            raise ValueError(message)


def schedule_risk(answer: RiskAnswer) -> ScheduleRisk:
    """Return what papers tell of a simulation: the same probability as every page."""
    return ScheduleRisk(
        probability=answer.in_time.value,
        interval=answer.in_time.interval,
        p80={one.service: one.transfer.reached.p80 for one in answer.services},
        accepted_late=dict(_accepted_late(answer)),
        runs=answer.samples,
    )


def _accepted_late(answer: RiskAnswer) -> Iterator[tuple[str, tuple[date | None, date]]]:
    for one in answer.services:
        settled = one.acceptance
        if settled is None or settled.due is None:
            continue
        day = settled.reached.p80
        if day is None or day > settled.due:
            yield one.service, (day, settled.due)


def risk_words(risk: ScheduleRisk) -> str:
    """Return the probability with its interval, as a sentence."""
    low, high = risk.interval
    runs = "" if risk.runs is None else f", {risk.runs:,} runs"
    return (
        f"Every service is {IN_TIME_MEANS}, with a probability of {per_cent(risk.probability)} "
        f"(95 % interval {per_cent(low)} to {per_cent(high)}{runs})."
    )


def per_cent(share: float) -> str:
    """Return a share in whole per cent; what is not certain is never rounded to certain."""
    if 0 < share < 0.005:  # noqa: PLR2004  # rounds to 0
        return "less than 1 %"
    if 0.995 <= share < 1:  # noqa: PLR2004  # rounds to 100
        return "more than 99 %"
    return f"{share * 100:.0f} %"
