"""Small values that every declaration shares: ids, three-point values, money, prices."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

WIRE: Any = {"extra": "forbid", "use_attribute_docstrings": True, "strict": True}
"""How declarations read from JSON: no unknown field, no type guessed, docstrings published."""

Slug = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
"""An immutable id that people write. A dot is reserved for generated ids."""

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$", max_length=120)]
"""An id that may be generated, such as `PAYC.build`."""

Reference = Annotated[str, Field(max_length=160)]
"""An id of something declared elsewhere, or a template's placeholder such as `{service}.build`."""

Text = Annotated[str, Field(max_length=2000)]
"""Words for people."""

Count = Annotated[int, Field(ge=0, le=10_000_000)]
"""A whole number of something, never negative."""

Hundredths = Annotated[int, Field(ge=0, le=1_000_000)]
"""Hundredths of a person: 100 is one person for the whole day."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Basis = Literal["law", "contract", "technical", "policy", "estimate"]
"""What a planning rule rests on. Law is never relaxed; policy gives way before contract."""

DurationCase = Literal["min", "likely", "max"]
"""Which of the three points of every duration a plan is calculated on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreePoint:
    """An estimate as minimum, most likely and maximum."""

    __pydantic_config__ = WIRE

    min: Annotated[float, Field(ge=0, le=100_000)]
    """Smallest credible value."""
    likely: Annotated[float, Field(ge=0, le=100_000)]
    """Most likely value."""
    max: Annotated[float, Field(ge=0, le=100_000)]
    """Largest credible value."""
    unit: Literal["working_days", "weeks"] = "working_days"
    """Unit of the three values; a week is five working days."""
    source: Text = ""
    """Where the values come from, or `assumption, because …`."""
    driver: Slug | None = None
    """What makes several estimates run long together."""

    def case(self, which: DurationCase) -> float:
        """Return one of the three points, in `unit`."""
        return {"min": self.min, "likely": self.likely, "max": self.max}[which]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A multiplier on a three-point duration, point by point."""

    __pydantic_config__ = WIRE

    min: Annotated[float, Field(gt=0, le=100)] = 1.0
    likely: Annotated[float, Field(gt=0, le=100)] = 1.0
    max: Annotated[float, Field(gt=0, le=100)] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in whole pence (or the smallest unit of its currency)."""

    __pydantic_config__ = WIRE

    pence: Annotated[int, Field(ge=-(10**13), le=10**13)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "GBP"
    """ISO 4217 code."""
    price_base: Text = ""
    """The year whose prices these are, such as `2021/22`."""
    per: Literal["once", "day", "month", "year"] = "once"
    source: Text = ""

    @property
    def pence_per_day(self) -> int:
        """The amount of one calendar day, in leap years alike.

        A day's as it is, a month's times 12 / 365, any other divided by 365; rounded half up.
        """
        if self.per == "day":
            return self.pence
        yearly = self.pence * (12 if self.per == "month" else 1)
        return (2 * yearly + 365) // 730


def even_shares(pence: int, among: int) -> tuple[int, ...]:
    """Return equal shares that add up to the amount, odd pence on the first ones."""
    share, odd = divmod(pence, among)
    return tuple(share + (place < odd) for place in range(among))


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What it costs not to meet a soft planning rule, in points.

    Points, not pounds: a price ranks concessions and is never added to a budget.
    """

    __pydantic_config__ = WIRE

    points: Annotated[int, Field(ge=1, le=1_000_000)]
    per: Literal["once", "unit"] = "once"
    """Once for the rule, or for each unit of measured shortfall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EasingPrice:
    """What it costs to ease a hard planning rule, in points, when there is no plan otherwise."""

    __pydantic_config__ = WIRE

    points: Annotated[int, Field(ge=1, le=1_000_000)]
    per: Literal["once", "unit"] = "unit"
    """Once for the rule, or for each unit by which it is eased: a day, a week of a date, a person,
    a service group, as the rule's kind counts."""
    most: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """So many units at most; as far as its kind allows when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whole days from `first` to `last`, both included."""

    __pydantic_config__ = WIRE

    first: date
    last: date
    name: Text = ""

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in the window."""
        return self.first <= day <= self.last
