"""Which plan holds with a probability that is asked for, and what that costs: shapes alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.analysis.risk import Share
from scheduler.domain.plan import Plan

EndedBy = Literal["target", "work", "limit", "stop"]
"""What ended a search: the target reached, all its work done, its limit in seconds, or a stop.

Only the first two do not depend on how fast the machine is."""


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
class KindAtOnce:
    """A kind of work that starts as soon as it can, and what that needs."""

    kind: str
    in_time: Share
    """If this kind and those named before it start so, of the samples that the search went by."""
    activities: int
    """Work of the kind that is still to come."""
    teams: tuple[str, ...]
    """Whose people must be ready before the planned start."""
    earlier: Share
    """How many of its starts are earlier than planned, over all fresh samples."""
    days_earlier: int
    """Calendar days; nine in ten early starts are no earlier than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """A plan of which some kinds of work start as soon as they can, in the order of the plan.

    All else waits for its planned day: meetings, cutovers, other work.
    """

    reached: bool
    """Whether the target is, on fresh samples."""
    in_time: Share
    """On fresh samples."""
    fresh_seed: int
    kinds: tuple[KindAtOnce, ...]
    """Fewest found, the one that helps most first."""
    point: HoldPoint
    """The plan; how likely it holds there is by the samples of the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """Than what no plan that meets the hard rules can be likelier to hold."""

    at_once: bool
    """Whether work may start as soon as it can; else nothing starts before its planned day."""
    in_time: Share
    """Of samples of its own, in a world that lets more be than any plan can do."""
    at_most: float
    """A part of one; true with 95 in 100 chances."""
    options: Mapping[str, str]
    """Service group to option where it is reached; without groups that it does not depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldAnswer:
    """The answer to which plan holds."""

    target_percent: float
    reached: bool
    """Whether the chosen plan reaches the target on fresh samples, by the policy that was asked
    for. If not, none that was tried did; `ceilings` tell whether any could."""
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
    at_once: AtOnce | None
    """If the target is not reached with planned starts: with some kinds of work at once."""
    ceilings: tuple[Ceiling, ...]
    """If the target is not reached: with planned starts, then with work at once."""
    right_away: Share
    """The same plan if work does not wait for its planned starts, on the same fresh samples."""
    levels: tuple[HoldLevel, ...]
    points: tuple[HoldPoint, ...]
    """The least likely first."""
    tried: int
    """Checked plans that were carried out."""
    ended_by: EndedBy
    no_plan: tuple[int, ...]
    """Quantiles, in percent, for which the solver showed that no plan has such buffers."""
    fallback: tuple[FallbackUse, ...]
    """Of the chosen plan, the most often missed first."""
    seconds: float
