"""What a plan must satisfy: one declaration per kind of planning rule, in one closed union.

In every formula an activity runs from the instant its first day begins to the instant after its
last day ends: `S` is the first day, `F` the day after the last. A rule about an activity that is
not performed under the chosen sourcing options is met, and so is a rule whose `when` does not hold.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Discriminator

from scheduler.domain.activities import Scope
from scheduler.domain.planning_rules.choices import (
    AwardLimit,
    ChoiceImplication,
    ChoiceLimit,
    ProviderEffort,
    ProviderLimit,
    SharedProvider,
)
from scheduler.domain.planning_rules.consumables import ConsumableUse
from scheduler.domain.planning_rules.decisions import Decision, ProcurementRegime, Regime
from scheduler.domain.planning_rules.money import ComponentStop, WithinBudget
from scheduler.domain.planning_rules.notice import PartialTermination, ServiceLevel
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.planning_rules.relations import (
    Expiry,
    MoveTogether,
    NotAtOnce,
    Synchronised,
    TargetDate,
)
from scheduler.domain.planning_rules.safety import Acceptance, FallbackSlot, RollbackSlot
from scheduler.domain.planning_rules.stability import (
    ChangeLoad,
    RollingLimit,
    ScheduleContingency,
    Separation,
)
from scheduler.domain.planning_rules.staff import KnowledgeTransfer, StaffTransfer
from scheduler.domain.planning_rules.standing import ActualDates, MovedLimit, begun_in
from scheduler.domain.planning_rules.structure import Placement, SourcingChoice
from scheduler.domain.planning_rules.teams import TeamCapacity
from scheduler.domain.planning_rules.timing import (
    AllowedDates,
    ChangeFreeze,
    DateLimit,
    Precedence,
)
from scheduler.domain.planning_rules.transition import Continuity, Hypercare, ParallelRunning
from scheduler.domain.planning_rules.waves import Rehearsal, Waves
from scheduler.domain.values import WIRE, Slug

__all__ = [
    "Acceptance",
    "ActualDates",
    "AllowedDates",
    "AwardLimit",
    "ChangeFreeze",
    "ChangeLoad",
    "ChoiceImplication",
    "ChoiceLimit",
    "ComponentStop",
    "ConsumableUse",
    "Continuity",
    "DateLimit",
    "Decision",
    "Expiry",
    "FallbackSlot",
    "Hypercare",
    "KnowledgeTransfer",
    "MoveTogether",
    "MovedLimit",
    "NotAtOnce",
    "ParallelRunning",
    "PartialTermination",
    "Placement",
    "PlanningRule",
    "Precedence",
    "ProcurementRegime",
    "ProviderEffort",
    "ProviderLimit",
    "Regime",
    "Rehearsal",
    "RollbackSlot",
    "RollingLimit",
    "Rule",
    "RuleTemplate",
    "ScheduleContingency",
    "Separation",
    "ServiceLevel",
    "SharedProvider",
    "SourcingChoice",
    "StaffTransfer",
    "Synchronised",
    "TargetDate",
    "TeamCapacity",
    "Waves",
    "WithinBudget",
    "begun_in",
]

Rule = Annotated[
    Placement
    | SourcingChoice
    | ChoiceLimit
    | ChoiceImplication
    | ProviderLimit
    | AwardLimit
    | SharedProvider
    | ProviderEffort
    | Precedence
    | MoveTogether
    | Synchronised
    | NotAtOnce
    | Expiry
    | TeamCapacity
    | ConsumableUse
    | DateLimit
    | TargetDate
    | AllowedDates
    | Decision
    | ProcurementRegime
    | ChangeFreeze
    | RollingLimit
    | Separation
    | ParallelRunning
    | Hypercare
    | Continuity
    | PartialTermination
    | ServiceLevel
    | StaffTransfer
    | KnowledgeTransfer
    | ScheduleContingency
    | ChangeLoad
    | Waves
    | Rehearsal
    | RollbackSlot
    | FallbackSlot
    | Acceptance
    | ComponentStop
    | WithinBudget
    | ActualDates
    | MovedLimit,
    Discriminator("kind"),
]
"""Every kind of planning rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTemplate:
    """One planning rule for each service group, service, staff group or pair of waves in scope.

    Placeholders in the rule's references: `{group}`, `{service}`, `{staff_group}`,
    `{first_cutover}`, `{last_cutover}`; for consecutive waves `{earlier}` and `{later}`. The rule
    gets the id `<template id>.<scope id>`. It is left out where it would hold only under a choice
    that the group does not offer.
    """

    __pydantic_config__ = WIRE

    id: Slug
    for_each: Literal["group", "service", "staff_group", "staffed_service", "consecutive_waves"]
    """`staffed_service` is each pair of a staff group and one of its services."""
    rule: Rule
    where: Scope = field(default_factory=Scope)
