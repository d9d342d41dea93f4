"""What is said over HTTP about plan churn."""

from dataclasses import dataclass
from datetime import date, datetime

from api.schemas.plans import PlanId
from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnOfPlan:
    """One plan of a programme, and what it changed of the one before it."""

    __pydantic_config__ = WIRE

    plan: PlanId
    revision: int
    finished_at: datetime
    forecast_end: date | None
    """The last service transfer."""
    contingency_working_days: int | None
    activities_moved: int
    dates_moved: int
    """Transfers and technical cutovers."""
    options_changed: int
    commitments_changed: int
    """Promises given up, not those kept again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Churn:
    """How the forecast and the dates moved from plan to plan, oldest first."""

    __pydantic_config__ = WIRE

    plans: tuple[ChurnOfPlan, ...]
    """The first of them moved nothing: there is none before it."""
