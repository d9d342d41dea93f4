"""What every planning rule carries beside its meaning."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.choice import Choice
from scheduler.domain.values import WIRE, Basis, EasingPrice, Price, Reference, Text


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
    easing: EasingPrice | None = None
    """Price of easing it where no plan exists; by its basis when left out."""
    when: tuple[Choice, ...] = ()
    """Holds only under these choices, all of them; whatever is chosen when left out."""
