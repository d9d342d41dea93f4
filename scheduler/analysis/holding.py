"""What is known of why the dates of a plan are where they are: shapes, and nothing that finds them.

Dates are inclusive; floats and slack are working days of the default calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

ReasonKind = Literal[
    "precedence",
    "team",
    "calendar",
    "freeze",
    "window",
    "meeting",
    "stability_limit",
    "budget",
    "commitment",
    "fact",
    "choice",
    "objective_only",
    "withheld",
]
"""What sort of thing holds a date.

`precedence` is any planning rule between activities, `window` any limit on dates, `choice` a rule
that holds only under the option chosen, `objective_only` that no hard rule does, `withheld` what
the public version does not tell.
"""

Direction = Literal["earlier", "later"]
Known = Literal["proved", "claimed", "at_least"]
"""`proved` twice, by two configurations; `claimed` by one; `at_least` by a plan alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that holds an activity where it is."""

    kind: ReasonKind
    rule: str | None
    """The planning rule, or the commitment; none where nothing but the objective holds it."""
    statement: str
    other: tuple[str, ...] = ()
    """Other activities that the rule speaks of, those in its breach."""
    on: date | None = None
    """First day of the activity at which the rule would be broken, all else as planned."""
    comes_along: bool = False
    """Whether the others are bound to this activity and lie no earlier: they would have to move
    with it, and do not keep it by themselves."""
    along: tuple[str, ...] = ()
    """Activities moved with this one for the rule to be what is in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueSlack:
    """How far the start of an activity can move with everything else planned again."""

    activity: str
    start: date
    """As planned."""
    earliest: date
    earliest_known: Known
    latest: date
    latest_known: Known
    earlier_working_days: int
    later_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a chain: an activity and why it waits for the one before it in the chain."""

    activity: str
    start: date
    finish: date
    reason: Reason | None
    """Why it is not earlier than what comes before it in the chain; of the first, what ends it."""


Ending = Literal["reason", "objective", "circle"]
"""A reason that is no activity; the objective alone; activities that hold one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Activities of which each holds the next, the first cause first."""

    links: tuple[Link, ...]
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatPath:
    """Linked activities that lead to a milestone, or to a path told of before this one."""

    activities: tuple[str, ...]
    """In the order of the links."""
    floats: tuple[int, ...]
    """Total float of each to the milestone."""
    total_float: int
    """The least of those that are in no path told of before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityHolding:
    """What holds one activity."""

    activity: str
    start: date
    finish: date
    reasons: tuple[Reason, ...]
    """Why it is not earlier."""
    later_reasons: tuple[Reason, ...] | None
    """Why it is not later; none where that was not asked."""
    free_on: date | None
    """The nearest earlier start at which it breaks nothing, all else as planned."""
    total_float: int | None
    """To the contract end or the milestone; none where no link leads there."""
    free_float: int | None
    chain: Chain
    """From the first cause to this activity."""
    true_slack: TrueSlack | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What holds the dates of a plan."""

    activities: Mapping[str, ActivityHolding]
    """In the order of their starts."""
    milestone: str | None
    """What the paths lead to."""
    paths: tuple[FloatPath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingWords:
    """What holds the dates in plain English, for one audience."""

    activities: Mapping[str, str]
    """A paragraph for each activity explained, by its id."""
    services: Mapping[str, str]
    """A paragraph for each service whose transfer is explained."""
    caution: str
    """Said once with all of it."""
