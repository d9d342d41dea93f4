"""Random rules about going live in parts and about room for what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules import (
    Acceptance,
    FallbackSlot,
    Rehearsal,
    RollbackSlot,
    Rule,
    Waves,
)

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw


def _events(draw: Draw) -> list[str]:
    """Return the events of a programme, shuffled."""
    names = [a.id for a in draw.activities if a.form == "event"]
    draw.random.shuffle(names)
    return names


def _some(draw: Draw, names: list[str]) -> Selection:
    return Selection(
        activities=tuple(draw.random.sample(names, draw.random.randint(1, len(names))))
    )


def waves(draw: Draw, name: str) -> Rule | None:
    """Draw a rule about waves of a service, whichever events they are."""
    events = _events(draw)
    if not events or not draw.groups:
        return None
    least = draw.random.randint(0, 3)
    return Waves(
        id=name,
        service=f"of_{draw.groups[0].id}",
        cutovers=tuple(events),
        least_calendar_days=least,
        most_calendar_days=draw.random.choice((None, least + draw.random.randint(0, 4))),
        most_percent=draw.random.choice((None, 50, 60, 80)),
        calendar_days_of_share=draw.random.randint(1, 5),
    )


def rehearsal(draw: Draw, name: str) -> Rule | None:
    """Draw a rule about a rehearsal of any form."""
    events = _events(draw)
    others = [a.id for a in draw.activities if a.id not in events[:2]]
    if not events or not others:
        return None
    return Rehearsal(
        id=name,
        rehearsal=draw.random.choice(others),
        cutover=events[0],
        go_no_go=draw.random.choice((None, *events[1:2])),
        least_working_days=draw.random.randint(0, 2),
        notice_calendar_days=draw.random.randint(0, 2),
        most_calendar_days=draw.random.choice((None, 2, 4, 6)),
    )


def rollback_slot(draw: Draw, name: str) -> Rule | None:
    """Draw a rule about time to go back."""
    events = _events(draw)
    if not events:
        return None
    return RollbackSlot(
        id=name,
        cutovers=_some(draw, events),
        free_of=_some(draw, events),
        calendar_days=draw.random.randint(1, 4),
    )


def fallback_slot(draw: Draw, name: str) -> Rule | None:
    """Draw a rule about second chances."""
    events = _events(draw)
    if not events:
        return None
    return FallbackSlot(
        id=name,
        activities=_some(draw, events),
        dates=draw.random.choice((None, "some", "others")),
        within_calendar_days=draw.random.randint(1, 5),
        before_end_calendar_days=draw.random.randint(0, 3),
    )


def acceptance(draw: Draw, name: str) -> Rule | None:
    """Draw a rule about measured acceptance; few programmes are a whole month long."""
    events = _events(draw)
    others = [a.id for a in draw.activities if a.id not in events[:1]]
    if not events or not others:
        return None
    return Acceptance(
        id=name,
        since=draw.random.choice(others),
        acceptance=events[0],
        full_months=draw.random.choice((0, 0, 0, 1)),
        pay_periods=draw.random.choice((None, "some", "others")),
        periods=draw.random.randint(1, 2),
        waits=draw.random.choice((None, _some(draw, others))),
    )


MAKERS = (waves, rehearsal, rollback_slot, fallback_slot, acceptance)
