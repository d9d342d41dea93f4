"""What a plan must satisfy: one declaration per kind of planning rule, in one closed union.

In every formula an activity runs from the instant its first day begins to the instant after its
last day ends: `S` is the first day, `F` the day after the last. A rule about an activity that is
not performed under the chosen sourcing options is met.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Discriminator, Field

from scheduler.domain.activities import Scope, Selection
from scheduler.domain.values import WIRE, Basis, Count, Price, Reference, Slug, Text, Window

Lag = Annotated[int, Field(ge=-2000, le=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningRule:
    """What every planning rule carries beside its meaning."""

    __pydantic_config__ = WIRE

    id: Reference
    """Its name, in answers and for exceptions."""
    basis: Basis = "estimate"
    """Why it holds: by law, contract, technical need, policy, or as an estimate."""
    owner: Text = ""
    """Who may grant an exception."""
    reason: Text = ""
    """Why it is asked for, in a sentence."""
    source: Text = ""
    """Where that is written."""
    confirmed: bool | None = None
    """False while it is an assumption that nobody has confirmed."""
    review_by: date | None = None
    """When somebody looks at it again."""
    price: Price | None = None
    """Makes the rule soft; hard when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(PlanningRule):
    """Every activity of the chosen sourcing options is performed on days it can be worked.

    One option per service group. Work takes exactly its duration in working days of its calendar,
    paused over closures, and starts and finishes on working days. An event falls on one of its
    dates. Everything lies within the horizon.
    """

    kind: Literal["placement"] = "placement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingChoice(PlanningRule):
    """The sourcing option of a service group is one of those listed."""

    group: Reference
    """The service group."""
    options: tuple[Slug, ...]
    """Ids of sourcing options of the group."""
    kind: Literal["sourcing_choice"] = "sourcing_choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence(PlanningRule):
    """An activity waits for another: `min_lag <= to(after) - from(before) <= max_lag`.

    `link` names the two instants: FS is F(before) to S(after), SS S to S, FF F to F, SF S to F. A
    lag counts calendar days, or working days of the default calendar between the two instants.
    With a lag of zero or more the second instant is never before the first, weekends included.
    Shortfall in lag units, by the minimum and the maximum together.

    Source: generalised precedence relations, Bartusch, Möhring & Radermacher (1988); link names as
    in Microsoft Project and Primavera P6.
    """

    before: Reference
    """The activity waited for."""
    after: Reference
    """The activity that waits."""
    link: Literal["FS", "SS", "FF", "SF"] = "FS"
    """Finish or start of `before`, then start or finish of `after`."""
    min_lag: Lag | None = 0
    """At least so much between the two instants; null for no least."""
    max_lag: Lag | None = None
    """At most so much between the two instants."""
    lag_unit: Literal["working_days", "calendar_days"] = "working_days"
    """Of both lags."""
    kind: Literal["precedence"] = "precedence"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCapacity(PlanningRule):
    """On no day do the activities under way ask more of a team than it has.

    Work and spans ask on every working day of the default calendar from start to finish, events
    on their date. A soft version is priced once.
    """

    team: Reference
    """The team, whose capacity is told where it is declared."""
    kind: Literal["team_capacity"] = "team_capacity"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLimit(PlanningRule):
    """No selected activity starts before one date or finishes after another.

    Both dates included. Shortfall in calendar days, summed over the activities.
    """

    activities: Selection
    """The activities limited."""
    start_not_before: date | None = None
    """First day allowed."""
    finish_not_after: date | None = None
    """Last day allowed."""
    kind: Literal["date_limit"] = "date_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedDates(PlanningRule):
    """Each selected event falls on a date of the set: meetings, weekends, pay-period boundaries.

    Shortfall counts events on other dates.
    """

    activities: Selection
    """The events."""
    dates: Reference
    """The date set."""
    kind: Literal["allowed_dates"] = "allowed_dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFreeze(PlanningRule):
    """No selected activity starts within a frozen window, whose days are included.

    For an event that is its date. Shortfall counts activities that start in a window.
    """

    activities: Selection
    """The activities kept out of the windows."""
    windows: tuple[Window, ...]
    """Stretches of frozen days."""
    kind: Literal["change_freeze"] = "change_freeze"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingLimit(PlanningRule):
    """Any `calendar_days` days in a row hold at most `at_most` of the selected events.

    Shortfall is the largest excess in any such window.
    """

    activities: Selection
    """The events counted."""
    at_most: Annotated[int, Field(ge=1, le=1000)]
    """Events in any window."""
    calendar_days: Annotated[int, Field(ge=1, le=1000)]
    """Length of the window."""
    kind: Literal["rolling_limit"] = "rolling_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation(PlanningRule):
    """Events of two selections are at least `calendar_days` days apart: |S - S'| >= days.

    Shortfall in calendar days, summed over pairs.
    """

    activities: Selection
    """Events on one side."""
    from_activities: Selection
    """Events on the other."""
    calendar_days: Annotated[int, Field(ge=1, le=1000)]
    """Least distance."""
    kind: Literal["separation"] = "separation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelRunning(PlanningRule):
    """Old and new run side by side for whole pay periods, up to the cutover.

    The cutover is on a pay-period boundary; the span starts on the first working day of the pay
    period `periods` before it and finishes on the last working day before it.
    """

    activity: Reference
    """The span in which both run."""
    cutover: Reference
    """The first day on which the new one runs alone."""
    pay_periods: Reference
    """Date set of the first days of pay periods."""
    periods: Annotated[int, Field(ge=1, le=24)]
    """How many of them."""
    kind: Literal["parallel_running"] = "parallel_running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypercare(PlanningRule):
    """Heightened support starts on the first working day from the transfer on.

    It is over, and the service accepted, in that order; the acceptance is no earlier than
    `acceptance_after_calendar_days` after the transfer, and the hypercare finishes by
    `complete_by`. A soft version is priced once.
    """

    transfer: Reference
    """The service transfer."""
    hypercare: Reference
    """The heightened support."""
    acceptance: Reference | None = None
    """The acceptance of the service, where there is one."""
    acceptance_after_calendar_days: Count = 0
    """From the transfer to the acceptance, at least."""
    complete_by: date | None = None
    """Last day of the hypercare at the latest."""
    kind: Literal["hypercare"] = "hypercare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity(PlanningRule):
    """Somebody is accountable for the service on every day, and paid for it.

    The incumbent until its transfer, which is on the day after the contract end at the latest;
    its charges stop no earlier than the day before the transfer and no later than the contract
    end. The technical cutovers are not after the transfer.
    """

    service: Reference
    """The service."""
    transfer: Reference
    """Its transfer to the successor."""
    charges_stop: Reference | None = None
    """The last day charged for by the incumbent, where it is planned."""
    cutovers: tuple[Reference, ...] = ()
    """The service's technical cutovers; all of them when left out."""
    kind: Literal["continuity"] = "continuity"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleContingency(PlanningRule):
    """At least so many working days stay free between the last selected event and the contract end.

    Working days of the default calendar after the event up to the end date, that day included.
    Shortfall in working days.
    """

    activities: Selection
    """The events that are over in time."""
    working_days: Annotated[int, Field(ge=0, le=2000)]
    """Least number that stays free."""
    kind: Literal["schedule_contingency"] = "schedule_contingency"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLoad(PlanningRule):
    """In no ISO week does a user group carry more than `at_most` load points.

    Each event puts its points times the programme's weekly profile on the user group from the ISO
    week of its date. Shortfall in load points, summed over weeks.
    """

    user_group: Reference
    """The people disturbed."""
    at_most: Count
    """Load points in a week."""
    kind: Literal["change_load"] = "change_load"


Rule = Annotated[
    Placement
    | SourcingChoice
    | Precedence
    | TeamCapacity
    | DateLimit
    | AllowedDates
    | ChangeFreeze
    | RollingLimit
    | Separation
    | ParallelRunning
    | Hypercare
    | Continuity
    | ScheduleContingency
    | ChangeLoad,
    Discriminator("kind"),
]
"""Every kind of planning rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTemplate:
    """One planning rule for each service group, service, staff group or pair of waves in scope.

    Placeholders in the rule's references: `{group}`, `{service}`, `{staff_group}`,
    `{first_cutover}`, `{last_cutover}`; for consecutive waves `{earlier}` and `{later}`. The rule
    gets the id `<template id>.<scope id>`.
    """

    __pydantic_config__ = WIRE

    id: Slug
    for_each: Literal["group", "service", "staff_group", "staffed_service", "consecutive_waves"]
    """`staffed_service` is each pair of a staff group and one of its services."""
    rule: Rule
    where: Scope = field(default_factory=Scope)
