"""What becomes of a plan under chance: shapes, and nothing that finds them.

Shares are parts of one; dates are inclusive, and none stands for after the horizon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.analysis.exact_interval import exact_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """In how many samples something is so."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; 0 of no samples."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of 95 % about the probability behind it; of no samples all there is.

        It is as wide as for independent draws: stratified ones lie within it more often.

        Source: exact interval, Clopper & Pearson (1934).
        """
        return exact_interval(self.count, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """The day by which an event has happened in so many of a hundred samples."""

    p50: date | None
    p80: date | None
    p90: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """In how many samples the last transfer is made by a day, that day included."""

    day: date
    reached: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRisk:
    """What becomes of one event of a service."""

    activity: str
    planned: date
    reached: Percentiles
    due: date | None
    """The last day in time; none where no rule says."""
    in_time: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRisk:
    """What becomes of a service."""

    service: str
    name: str
    transfer: EventRisk
    acceptance: EventRisk | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRisk:
    """How an activity bears on the last transfer."""

    activity: str
    name: str
    criticality: Share
    """In how many samples it lies on the chain that makes the last transfer late."""
    sensitivity: float | None
    """Rank correlation of its duration with the last transfer; none where either is certain.

    Source: Spearman (1904)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmUp:
    """An estimate, or a cause shared by several, that it would pay to know better."""

    kind: Literal["estimate", "driver"]
    id: str
    name: str
    explains: float
    """Part of the variance of the last transfer that would be gone if it were known.

    The correlation ratio, less what chance gives it.

    Source: Pearson (1905), Kelley (1935); first-order index of Sobol' (1993)."""
    likely_days: int | None
    in_time_if_likely: Share | None
    """In how many samples all are in time, the same ones as `in_time_now`, if it is as likely."""
    in_time_now: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureMode:
    """One way in which runs go wrong."""

    kind: Literal["late", "deadline", "window", "lag", "horizon", "risk"]
    share: Share
    words: str
    activities: tuple[str, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """By how much an activity alone may be late, in the order of the plan."""

    activity: str
    name: str
    survived: int | None
    """Working days by which all is still transferred in time; none for as many as were tried."""
    tried: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplannedSlip:
    """By how much an activity alone may be late, if everything else is planned again."""

    activity: str
    name: str
    survived: int
    """The most working days for which a plan is known; found and checked."""
    none_at: int | None
    """The fewest for which no plan exists; none where that is not known of any."""
    confirmed: bool
    """Whether a second configuration found none for them either."""
    tried: int
    """The most that were asked about."""

    @property
    def settled(self) -> bool:
        """Whether no more can be found out: of a day more no plan exists, or none was asked."""
        return self.none_at == self.survived + 1 or self.survived >= self.tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Resilience:
    """By how much each activity alone may be late: as the plan stands, and planned again."""

    contract_end: date
    slips: Sequence[Slip]
    """In the order of the plan, of all activities to come, the weakest first; none where the plan
    is late as it is."""
    replanned: Sequence[ReplannedSlip]
    """Of the weakest of those, the weakest first."""
    violations: int
    """Planning rules that the plan breaks; then nothing is planned again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAnswer:
    """What becomes of a plan under chance."""

    samples: int
    seed: int
    policy: str
    shape: str
    correlation: float
    contract_end: date
    horizon: date
    """The last day that is simulated: what has no place until then is late."""
    in_time: Share
    """All services transferred by the contract end and accepted by when a rule says."""
    transferred: Share
    """All services transferred by the contract end."""
    beyond: Share
    """A transfer or an acceptance after the horizon."""
    planned_last: date
    last: Percentiles
    """Of the last transfer."""
    curve: Sequence[CurvePoint] = ()
    """Every day on which the last transfer is made in some sample; none after the horizon."""
    services: Sequence[ServiceRisk]
    activities: Sequence[ActivityRisk]
    """Those on the chain or with a sensitivity, the most critical first."""
    firm_up: Sequence[FirmUp]
    """The one that explains most first."""
    failures: Sequence[FailureMode]
    """Services late first, lags not kept last; the most frequent of a kind first."""
    slips: Sequence[Slip]
    """The weakest first; none unless asked."""
    replanned: Sequence[ReplannedSlip] = ()
    """The weakest first; none unless asked."""
    violations: int
    """Planning rules that the plan breaks before anything is late."""
    not_simulated: Sequence[str]
