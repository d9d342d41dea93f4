"""The programme: the whole input document, format version 1."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Activity, ActivityTemplate
from scheduler.domain.adjustments import Adjustment
from scheduler.domain.calendars import DateSet, WorkCalendar
from scheduler.domain.objectives import DEFAULT_LEVELS, ObjectiveLevel, ObjectiveProfile
from scheduler.domain.planning_rules import Rule, RuleTemplate
from scheduler.domain.resources import Consumable, LeavePattern, Pool, StaffGroup, Team, UserGroup
from scheduler.domain.risks import Risk
from scheduler.domain.services import Contract, Service, ServiceGroup, SourcingOption
from scheduler.domain.shared_components import SharedComponent
from scheduler.domain.standing import Baseline, Commitment, DecidedOption, Progress
from scheduler.domain.values import WIRE, DurationCase, Money, Slug, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something taken as true that somebody must confirm."""

    __pydantic_config__ = WIRE

    id: Slug
    text: Text
    confirmed: bool = False
    owner: Text = ""
    confirm_by: date | None = None
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A cause that makes several estimates run long together."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Money set aside for the exit in one financial year; budgets do not overlap."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    first: date
    """First day of the financial year, 1 April in local government."""
    last: date
    amount: Money
    owner: Text = ""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Everything a planner says about the exit of all services from one contract."""

    __pydantic_config__ = WIRE

    format_version: Literal[1]
    id: Slug
    name: Text
    description: Text = ""
    plan_from: date
    """As-of date: the first day on which anything can be planned."""
    plan_until: date
    """The last day of the horizon, after the contract end: year-end returns, acceptance, close-out.
    """
    durations: DurationCase = "likely"
    """Which point of every three-point duration the plan is calculated on."""
    time_zone: Text = "Europe/London"
    """Dates are local to this zone; nothing is planned to the hour."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "GBP"
    price_base: Text = ""
    contract: Contract
    calendars: tuple[WorkCalendar, ...]
    default_calendar: Slug
    """The calendar of working-day lags and of activities that name none. Every working day of
    another calendar must be one of this calendar too; work at weekends is an event."""
    date_sets: tuple[DateSet, ...] = ()
    pools: tuple[Pool, ...] = ()
    teams: tuple[Team, ...] = ()
    consumables: tuple[Consumable, ...] = ()
    leave_patterns: tuple[LeavePattern, ...] = ()
    user_groups: tuple[UserGroup, ...] = ()
    load_profile: tuple[Annotated[int, Field(ge=0, le=1000)], ...] = (6, 10, 8, 5, 3, 1)
    """Weight of a change in each week from its ISO week on; load points are points times weight."""
    budgets: tuple[Budget, ...] = ()
    staff_groups: tuple[StaffGroup, ...] = ()
    option_profiles: tuple[SourcingOption, ...] = ()
    service_groups: tuple[ServiceGroup, ...] = ()
    services: tuple[Service, ...] = ()
    shared_components: tuple[SharedComponent, ...] = ()
    drivers: tuple[Driver, ...] = ()
    risks: tuple[Risk, ...] = ()
    """What may happen to a plan while it is carried out; no plan is made by them."""
    assumptions: tuple[Assumption, ...] = ()
    activity_templates: tuple[ActivityTemplate, ...] = ()
    activities: tuple[Activity, ...] = ()
    rule_templates: tuple[RuleTemplate, ...] = ()
    rules: tuple[Rule, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    """What is changed of the above to leave room for a plan; taking one out undoes it."""
    objectives: tuple[ObjectiveLevel, ...] = DEFAULT_LEVELS
    """Levels in order of importance, while no profile is named."""
    profiles: tuple[ObjectiveProfile, ...] = ()
    """Further orders of importance. `safest`, `calmest`, `cheapest` and `earliest` are built in; a
    profile with the same id takes the place of one."""
    profile: Slug | None = None
    """The profile whose levels are used in place of `objectives`."""
    status_date: date | None = None
    """What has happened by the end of this day is known; what has not begun starts later."""
    progress: tuple[Progress, ...] = ()
    decided_options: tuple[DecidedOption, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    baseline: Baseline | None = None
    """The plan in force."""
    freeze_horizon_weeks: Annotated[int, Field(ge=0, le=104)] = 0
    """So many weeks after the status date nothing of the baseline moves, out of them or into them.
    """
    external_ids: dict[str, Text] = field(default_factory=dict)
