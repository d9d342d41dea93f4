"""What a kind of planning rule can be eased by: fields that may grow or shrink, step by step.

A face of the kind like its check and its posting. It only declares; `levers.py` makes of it what a
programme's own rules offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from scheduler.domain.adjustments import Adjustment, Eased
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import PlanningRule
from scheduler.expansion.adjustments import can_hold

WEEKS = (1, 2, 4, 8, 13)
DAYS_IN_A_WEEK = 7

Way = Literal["more", "less"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looser:
    """A field of a rule that allows more plans the further it goes one way."""

    field: str
    way: Way
    """Which way is easier: a larger number or later date, or a smaller or earlier one."""
    by: tuple[int, ...]
    """Steps from the value it has, growing: in the field's unit, for dates in weeks."""
    least: int = 0
    """Numbers do not go below this."""
    percent: bool = False
    """Whether the steps are per cent of the value."""
    to_none: bool = False
    """Whether no limit at all is a last step."""
    further: tuple[int, ...] = ()
    """Further steps, below `least` too, of a rule whose own price says how far it goes at most."""

    def is_easier(self, value: object, other: object) -> bool:
        """Tell whether another value of the field allows what the one it has allows."""
        if other is None:
            return self.to_none
        low, high = (value, other) if self.way == "more" else (other, value)
        return bool(low <= high)  # type: ignore[operator]  # both of the field's type

    def steps(self, rule: PlanningRule, end: date) -> Iterator[tuple[float, object]]:
        """Yield each value the field may have, with how far it is from the one it has, growing.

        What holds up to the contract end is never moved beyond it.
        """
        value = getattr(rule, self.field)
        sign = 1 if self.way == "more" else -1
        most = None if rule.easing is None or not self.further else rule.easing.most
        least = self.least if most is None or value is None else min(self.least, value - most)
        steps = self.by if most is None else (*self.by, *self.further)
        for by in () if value is None else steps:
            if isinstance(value, date):
                day = value + ONE_DAY * (sign * DAYS_IN_A_WEEK * by)
                day = min(day, end) if value <= end else day
                yield abs((day - value).days) / DAYS_IN_A_WEEK, day
            elif self.way == "more" or value > least:
                step = -(-value * by // 100) if self.percent else by
                number = max(least, value + sign * step)
                yield abs(number - value), number
        if value is not None and self.to_none:
            yield 2 * self.by[-1], None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a lever: what is changed, by how much."""

    amount: float
    """In units of the kind, growing from step to step."""
    adjustments: tuple[Adjustment, ...]
    before: str
    """What holds without it."""
    after: str
    """What holds with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Steps of one kind, each of which allows every plan that the one before allows."""

    of: str = ""
    """What tells it from other moves of the same rule: a service, an option."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Easing:
    """What a hard rule of a kind offers, when there is no plan otherwise."""

    fields: tuple[Looser, ...] = ()
    waived: Callable[[Any, ExpandedProgramme], bool] = lambda _rule, _programme: True
    """Whether giving up a rule altogether may be the last step."""
    moves: Callable[[Any, ExpandedProgramme], Iterator[Move]] | None = None
    """Moves that are not about fields of the rule; they take the place of all others."""


def never(_rule: PlanningRule, _programme: ExpandedProgramme) -> bool:
    """Tell that a rule cannot be given up altogether."""
    return False


WAIVED = Easing()
"""What a kind offers that has nothing to ease but the whole."""
NOTHING = Easing(waived=never)
"""What a kind offers that a plan cannot do without."""


def field_steps(easing: Easing, rule: PlanningRule, programme: ExpandedProgramme) -> Iterator[Step]:
    """Yield the steps of all fields together, those that change nothing left out."""
    end = programme.document.contract.end_date
    paths = [
        (field, [step for step in field.steps(rule, end) if can_hold(rule, field.field, step[1])])  # type: ignore[arg-type]  # of the union
        for field in easing.fields
    ]
    before: tuple[Adjustment, ...] = ()
    for at in range(max((len(path) for _, path in paths), default=0)):
        taken = [(field, path[min(at, len(path) - 1)]) for field, path in paths if path]
        changes = tuple(
            Eased(id=f"{rule.id}.{field.field}", rule=rule.id, field=field.field, to=value)  # type: ignore[arg-type]  # of the field's own type
            for field, (_, value) in taken
            if value != getattr(rule, field.field)
        )
        if not changes or changes == before:
            continue
        before = changes
        yield Step(
            amount=max(amount for _, (amount, _) in taken),
            adjustments=changes,
            before=", ".join(_told(rule, c) for c in changes),
            after=", ".join(_told(replace(rule, **{c.field: c.to}), c) for c in changes),  # type: ignore[arg-type]  # of the field's own type
        )


def _told(rule: PlanningRule, change: Eased) -> str:
    value = getattr(rule, change.field)
    return f"{change.field.replace('_', ' ')} {'none' if value is None else value}"
