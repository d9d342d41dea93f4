"""Random rules about how activities lie to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from scheduler.domain.planning_rules import (
    Expiry,
    MoveTogether,
    NotAtOnce,
    Rule,
    Synchronised,
    TargetDate,
)

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw


def move_together(draw: Draw, name: str) -> Rule | None:
    if not draw.activities:
        return None
    days = draw.random.choice((0, 0, 1, 2, 4))
    chosen = draw._selection(draw.activities)
    return MoveTogether(id=name, activities=chosen, within_calendar_days=days)


def synchronised(draw: Draw, name: str) -> Rule | None:
    if not draw.activities:
        return None
    return Synchronised(id=name, activities=draw._selection(draw.activities))


def not_at_once(draw: Draw, name: str) -> Rule | None:
    if not draw.activities:
        return None
    return NotAtOnce(id=name, activities=draw._selection(draw.activities))


def expiry(draw: Draw, name: str) -> Rule | None:
    if len(draw.activities) < 2:
        return None
    return Expiry(
        id=name,
        used_by=draw._selection(draw.activities),
        renewals=draw._selection(draw.activities),
        valid_calendar_days=draw.random.randint(1, 6),
    )


def target_date(draw: Draw, name: str) -> Rule | None:
    if not draw.activities:
        return None
    return TargetDate(
        id=name,
        activities=draw._selection(draw.activities),
        target=draw.random.choice(draw.days),
        instant=draw.random.choice(get_args(Literal["start", "finish"])),
        direction=draw.random.choice(get_args(Literal["either", "late", "early"])),
    )
