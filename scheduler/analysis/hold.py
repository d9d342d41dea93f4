"""Which plan holds with a probability that is asked for, and what that costs: shapes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.risk import Share
from scheduler.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLevel:
    """A level that plans are compared by, with its unit."""

    name: str
    unit: str
    maximise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPoint:
    """A plan than which none that was tried is both likelier to hold and better by the levels."""

    made_by: str
    """How the plan was come by, in words."""
    in_time: Share
    """Of the samples that the search went by: the best of many tries looks better than it is."""
    last_transfer: date | None
    values: Mapping[str, int]
    """By level, in its unit."""
    difference: Mapping[str, int]
    """By level, the value less that of the plan that was given."""
    per_point: Mapping[str, float] | None
    """By level, the change from the point before for each percentage point; none of the first."""
    options_changed: Mapping[str, str]
    """Service group to option, where it is not that of the plan that was given."""
    is_given: bool
    """Whether it is the plan that was given."""
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDate:
    """In how many samples an event falls on a later date than planned."""

    day: date
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackUse:
    """How likely the planned date of an event is missed, and which is used then."""

    activity: str
    name: str
    planned: date
    missed: Share
    never: Share
    """No date within the horizon."""
    next_dates: tuple[NextDate, ...]
    """The earliest first; all there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldAnswer:
    """The answer to which plan holds."""

    target_percent: float
    reached: bool
    """Whether the chosen plan reaches the target on fresh samples. If not, none that was tried
    did; that none exists is not shown."""
    samples: int
    """For each plan that was tried."""
    seed: int
    fresh_samples: int
    fresh_seed: int
    given: Share
    """The plan that was given, on fresh samples."""
    given_violations: int
    """Hard rules that the plan that was given breaks."""
    chosen: int | None
    """Place in `points`; none where no checked plan was found."""
    in_time: Share | None
    """The chosen plan, on fresh samples."""
    right_away: Share
    """The same plan if work does not wait for its planned starts, on the same fresh samples."""
    levels: tuple[HoldLevel, ...]
    points: tuple[HoldPoint, ...]
    """The least likely first."""
    tried: int
    """Checked plans that were carried out."""
    no_plan: tuple[int, ...]
    """Quantiles, in percent, for which the solver showed that no plan has such buffers."""
    fallback: tuple[FallbackUse, ...]
    """Of the chosen plan, the most often missed first."""
    seconds: float
