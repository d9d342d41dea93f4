"""The key figures of a plan: what a list or the top of a page says of it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from scheduler.analysis.measures import (
    change_load_caps,
    contingency_weeks,
    last_transfer,
    peak_weeks,
    unconfirmed_assumptions,
    unconfirmed_rules,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.values import WIRE, DurationCase
from scheduler.pictures.headline import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakLoad:
    """The heaviest week of any user group."""

    __pydantic_config__ = WIRE

    user_group: str
    name: str
    """The user group in words."""
    week: date
    """Its Monday."""
    points: int
    cap: int | None
    """At most so many load points in a week; null without a cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """What a plan amounts to, in a sentence and a few figures."""

    __pydantic_config__ = WIRE

    headline: str
    """When everything has left, how long before the contract ends, and the caution that belongs."""
    last_transfer: date | None
    """First day on which the last service is the successor's; null when none is transferred."""
    contingency_weeks: int | None
    """Whole weeks from the last transfer to the contract end; negative after it."""
    peak_change_load: PeakLoad | None
    """Null when no change reaches any user group."""
    concessions: int
    """Soft planning rules not fully met."""
    durations: DurationCase
    """Which point of every duration the plan is calculated on."""
    unconfirmed_assumptions: int
    unconfirmed_rules: int

    def to_jsonable(self) -> dict[str, Any]:
        """Return the figures as plain JSON values."""
        made = asdict(self)
        if self.last_transfer is not None:
            made["last_transfer"] = self.last_transfer.isoformat()
        if self.peak_change_load is not None:
            made["peak_change_load"]["week"] = self.peak_change_load.week.isoformat()
        return made


def plan_summary(expanded: ExpandedProgramme, plan: Plan, concessions: int) -> PlanSummary:
    """Return the key figures; `concessions` counts what the checker found of them."""
    return PlanSummary(
        headline=headline(expanded, plan),
        last_transfer=last_transfer(expanded, plan),
        contingency_weeks=contingency_weeks(expanded, plan),
        peak_change_load=_peak_load(expanded, plan),
        concessions=concessions,
        durations=expanded.document.durations,
        unconfirmed_assumptions=unconfirmed_assumptions(expanded.document),
        unconfirmed_rules=unconfirmed_rules(expanded.document),
    )


def _peak_load(expanded: ExpandedProgramme, plan: Plan) -> PeakLoad | None:
    peaks = peak_weeks(expanded, plan)
    if not peaks:
        return None
    group = max(peaks, key=lambda g: peaks[g].points)
    declared = expanded.user_groups.get(group)
    return PeakLoad(
        user_group=group,
        name=(declared.name if declared else "") or group,
        week=peaks[group].monday,
        points=peaks[group].points,
        cap=change_load_caps(expanded, plan).get(group),
    )
