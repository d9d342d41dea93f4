"""Every kind of planning rule, in reading order."""

from typing import Any

from scheduler.domain.planning_rules import PlanningRule
from scheduler.rules import (
    acceptance,
    allowed_dates,
    budget,
    change_freeze,
    change_load,
    consumable,
    continuity,
    date_limit,
    decision,
    expiry,
    fallback_slot,
    hypercare,
    knowledge_transfer,
    move_together,
    not_at_once,
    parallel_running,
    partial_termination,
    placement,
    precedence,
    procurement_regime,
    rehearsal,
    rollback_slot,
    rolling_limit,
    schedule_contingency,
    separation,
    service_level,
    shared_component,
    sourcing_choice,
    staff_transfer,
    synchronised,
    target_date,
    team_capacity,
    waves,
)
from scheduler.rules.rule import RuleKind

RULES: tuple[RuleKind[Any], ...] = (
    placement.RULE,
    sourcing_choice.RULE,
    precedence.RULE,
    move_together.RULE,
    synchronised.RULE,
    not_at_once.RULE,
    expiry.RULE,
    team_capacity.RULE,
    consumable.RULE,
    date_limit.RULE,
    target_date.RULE,
    allowed_dates.RULE,
    decision.RULE,
    procurement_regime.RULE,
    change_freeze.RULE,
    rolling_limit.RULE,
    separation.RULE,
    parallel_running.RULE,
    hypercare.RULE,
    continuity.RULE,
    partial_termination.RULE,
    service_level.RULE,
    staff_transfer.RULE,
    knowledge_transfer.RULE,
    schedule_contingency.RULE,
    change_load.RULE,
    waves.RULE,
    rehearsal.RULE,
    rollback_slot.RULE,
    fallback_slot.RULE,
    acceptance.RULE,
    shared_component.RULE,
    budget.RULE,
)

_BY_DECLARATION = {kind.declares: kind for kind in RULES}


def kind_of(rule: PlanningRule) -> RuleKind[Any]:
    """Return the kind that a declaration belongs to."""
    return _BY_DECLARATION[type(rule)]
