"""Random rules about people who change sides and about the incumbent after notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.planning_rules import Rule, StaffTransfer

if TYPE_CHECKING:
    from tests.agreement.random_programmes import Draw


def staff_transfer(draw: Draw, name: str) -> Rule | None:
    events = [a.id for a in draw.activities if a.form == "event"]
    if not events:
        return None
    transfer = draw.random.choice(events)
    others = [a.id for a in draw.activities if a.id != transfer]
    informed, consulted, admitted = (draw.random.choice((None, *others)) for _ in range(3))
    return StaffTransfer(
        id=name,
        transfer=transfer,
        liability_information=informed,
        information_calendar_days=draw.random.randint(0, 6),
        consultation=consulted,
        admission_agreement=admitted,
        tranche_dates=draw.random.choice((None, "some", "others")),
    )
