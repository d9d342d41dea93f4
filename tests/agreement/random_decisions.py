"""Random decisions and procurement regimes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules import Decision, ProcurementRegime, Regime, Rule

if TYPE_CHECKING:
    from datetime import date

    from tests.agreement.random_programmes import Draw


def decision(draw: Draw, name: str) -> Rule | None:
    if not draw._events():
        return None
    meeting, *others = draw.random.sample(draw._events(), len(draw._events()))
    return Decision(
        id=name,
        meeting=meeting.id,
        papers=_some(draw, but=meeting.id),
        paper_deadline_calendar_days=draw.random.choice((None, 0, 1, 3)),
        call_in_working_days=draw.random.choice((0, 0, 1, 2)),
        standstill_calendar_days=draw.random.choice((0, 0, 1, 3)),
        standstill_after_call_in=draw.random.random() < 0.5,
        takes_effect=_some(draw, but=meeting.id),
        same_meeting_as=tuple(a.id for a in others[:1] if draw.random.random() < 0.3),
    )


def procurement_regime(draw: Draw, name: str) -> Rule | None:
    if len(draw.activities) < 2:
        return None
    before, after = draw.random.sample(draw.activities, 2)
    firsts: list[date | None] = sorted(draw.random.sample(draw.days, draw.random.randint(1, 2)))  # type: ignore[assignment]  # never None here
    if draw.random.random() < 0.6:
        firsts = [None, *firsts]
    units = get_args(Literal["working_days", "calendar_days"])
    return ProcurementRegime(
        id=name,
        procurement=draw.random.choice(draw.activities).id,
        before=before.id,
        after=after.id,
        regimes=tuple(
            Regime(
                name="law",
                first=first,
                min_lag=draw.random.randint(0, 4),
                lag_unit=draw.random.choice(units),
            )
            for first in firsts
        ),
    )


def _some(draw: Draw, but: str) -> Selection | None:
    others = [activity for activity in draw.activities if activity.id != but]
    return draw._selection(others) if others and draw.random.random() < 0.7 else None
