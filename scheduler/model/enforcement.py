"""How strictly a posted rule binds: always, while a switch is on, or at a price."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.domain.values import Price
    from scheduler.model.expressions import Condition, Expression


@dataclass(frozen=True, slots=True)
class Enforcement:
    """What a posting passes its constraints through.

    A rule priced once has a switch that costs its price when off. A rule priced per unit gets
    shortfall variables instead: `give` for linear constraints, `for_item` for all-or-nothing ones.
    """

    model: cp_model.CpModel
    switches: tuple[cp_model.IntVar, ...] = ()
    price: Price | None = None
    shortfalls: list[cp_model.IntVar] = field(default_factory=list)
    """Filled by a rule priced per unit; their sum is the rule's shortfall."""

    @property
    def per_unit(self) -> bool:
        """Whether shortfall is measured and priced."""
        return self.price is not None and self.price.per == "unit"

    @property
    def always(self) -> bool:
        """Whether the rule binds without condition."""
        return not self.switches and not self.per_unit

    def give(self, at_most: int, name: str = "shortfall") -> Expression:
        """Return how far a linear constraint may be missed: 0 unless priced per unit."""
        if not self.per_unit:
            return 0
        made = self.model.new_int_var(0, at_most, name)
        self.shortfalls.append(made)
        return made

    def for_item(self) -> Enforcement:
        """Return the enforcement of one of several items, each worth one unit of shortfall."""
        if not self.per_unit:
            return self
        excused = self.model.new_bool_var("excused")
        self.shortfalls.append(excused)
        return Enforcement(self.model, (*self.switches, ~excused))  # type: ignore[arg-type]  # a literal

    def under(self, *conditions: Condition) -> Enforcement:
        """Return the same enforcement, only while some conditions hold; shortfalls are shared."""
        literals = tuple(c for c in conditions if c is not True)
        return replace(self, switches=(*self.switches, *literals))  # type: ignore[arg-type]  # literals

    def bind(self, constraint: cp_model.Constraint, *conditions: Condition) -> None:
        """Make a constraint hold while every switch and condition holds."""
        literals = [*self.switches, *(c for c in conditions if not isinstance(c, bool | int))]
        if any(isinstance(c, bool | int) and not c for c in conditions):
            literals.append(self.model.new_constant(0))
        if literals:
            constraint.only_enforce_if(literals)
