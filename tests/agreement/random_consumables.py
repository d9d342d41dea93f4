"""Random rules about what is used up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.planning_rules import ConsumableUse, Rule

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw


def consumable(_draw: Draw, name: str) -> Rule:
    return ConsumableUse(id=name, consumable="STOCK")
