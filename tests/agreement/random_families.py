"""Makers of random rules that are kept in modules of their own, one module a family of kinds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scheduler.domain.planning_rules import Rule
from tests.agreement import (
    random_choices,
    random_decisions,
    random_money,
    random_relations,
    random_staff,
    random_waves,
)
from tests.agreement.random_consumables import consumable

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw

Maker = Callable[["Draw", str], Rule | None]
"""Draws a rule of the given id, or none where the programme has nothing it could speak of."""

FAMILIES: tuple[Maker, ...] = (
    random_staff.staff_transfer,
    random_staff.knowledge_transfer,
    random_staff.partial_termination,
    random_staff.service_level,
    consumable,
    *random_waves.MAKERS,
    random_relations.move_together,
    random_relations.synchronised,
    random_relations.not_at_once,
    random_relations.expiry,
    random_relations.target_date,
    random_decisions.decision,
    random_decisions.procurement_regime,
    random_money.shared_component,
    random_money.within_budget,
    random_choices.rule_on_choices,
    random_choices.rule_on_choices,
)
