"""One defect to be planted: a piece of a module's source and what a mistake would make of it."""

from dataclasses import dataclass

PRICES = {
    "model.enforcement": "allowed_dates",
    "model.lag_literal": "expiry",
    "model.start_periods": "procurement_regime",
    "model.starts_on": "moved_limit",
    "model.togetherness": "move_together",
    "model.turn": "team_capacity",
    "model.under_way": "not_at_once",
    "rules.rule": "allowed_dates",
    "solver.build": "allowed_dates",
    "model.counted_days": "budget",
    "model.costs": "budget",
    "model.team_costs": "budget",
}
"""Modules that matter to some kind most, often a soft one that can be priced both ways."""


@dataclass(frozen=True)
class Defect:
    """A piece of source and what a mistake would have made of it."""

    module: str
    right: str
    wrong: str
    """Found once in the module; the test says so when the source has moved on."""

    @property
    def kind(self) -> str:
        """The rule kind whose worlds are likeliest to show it: its own, or one that uses much."""
        layer, _, name = self.module.partition(".")
        return PRICES.get(self.module, name if layer == "rules" else "placement")

    @property
    def name(self) -> str:
        """Module and change, for test reports."""
        right, wrong = (" ".join(text.split()) for text in (self.right, self.wrong))
        return f"{self.module}: {right} -> {wrong or 'nothing'}"


def defects_of(module: str, *changes: tuple[str, str]) -> tuple[Defect, ...]:
    return tuple(Defect(module, right, wrong) for right, wrong in changes)
