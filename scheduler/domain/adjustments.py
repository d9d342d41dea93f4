"""What is changed in a programme to leave room for a plan, kept apart from what was planned first.

The rest of the file stays as it was: an adjustment is applied when the programme is written out,
and taking it out of the list undoes it. Source: exit practice: exceptions are granted one by one,
by whoever owns the rule, and are on record.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Discriminator, Field

from scheduler.domain.values import WIRE, Count, Hundredths, Reference, Slug, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRecord:
    """What every adjustment carries beside its meaning."""

    __pydantic_config__ = WIRE

    id: Reference
    """Its name, for taking it back."""
    owner: Text = ""
    """Who may grant it."""
    reason: Text = ""
    """Why it is asked for, in a sentence."""
    granted: bool | None = None
    """Whether the owner has granted it; null while nobody has been asked. One that is refused has
    no effect."""
    points: Count = 0
    """What it costs, in points: prices rank adjustments and are never added to a budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived(AdjustmentRecord):
    """A planning rule is given up."""

    rule: Reference
    """The rule, by its id when written out."""
    kind: Literal["waived"] = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eased(AdjustmentRecord):
    """A number or a date of a planning rule is changed so that the rule allows more."""

    rule: Reference
    """The rule, by its id when written out."""
    field: Slug
    """The field of the rule that is changed."""
    to: int | date | None
    """Its new value; null for no limit, where the field may be left out."""
    kind: Literal["eased"] = "eased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfrozen(AdjustmentRecord):
    """Days of a change freeze are open to some activities: a shorter freeze, or none for them."""

    rule: Reference
    """The change freeze, by its id when written out."""
    activities: tuple[Reference, ...]
    """Those that may start on the days."""
    first: date
    """First day opened."""
    last: date
    """Last day opened."""
    kind: Literal["unfrozen"] = "unfrozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraCapacity(AdjustmentRecord):
    """A team has more people for some time."""

    team: Slug
    hundredths: Annotated[Hundredths, Field(ge=1)]
    """Hundredths of a person more, beside bookings and leave."""
    first: date
    """First day of the further people."""
    last: date
    """Their last day."""
    kind: Literal["extra_capacity"] = "extra_capacity"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraAmount(AdjustmentRecord):
    """There is more of a consumable, or more money in a budget."""

    of: Slug
    """The consumable or the budget."""
    amount: Annotated[Count, Field(ge=1)]
    """Units of the consumable, or thousands of the currency's unit."""
    kind: Literal["extra_amount"] = "extra_amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedOption(AdjustmentRecord):
    """A sourcing option of a group is open that its sourcing choice leaves out."""

    rule: Reference
    """The sourcing choice, by its id when written out."""
    option: Slug
    """A sourcing option of its service group."""
    kind: Literal["added_option"] = "added_option"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialMeeting(AdjustmentRecord):
    """A meeting is held beside the regular ones of a date set."""

    dates: Slug
    """The date set of the meetings."""
    on: date
    kind: Literal["special_meeting"] = "special_meeting"


Adjustment = Annotated[
    Waived | Eased | Unfrozen | ExtraCapacity | ExtraAmount | AddedOption | SpecialMeeting,
    Discriminator("kind"),
]
"""Every kind of adjustment."""
