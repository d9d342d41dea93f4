"""Random rules about people who change sides and about the incumbent after notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.planning_rules import Rule, StaffTransfer
from scheduler.domain.resources import Decay, DecayStep, StaffGroup, StaffMove, Team

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


def staff_groups(draw: Draw) -> tuple[StaffGroup, ...]:
    """Return staff who leave or join the team, where there is a group and an event."""
    events = [a.id for a in draw.activities if a.form == "event"]
    made = []
    for group in draw.groups:
        if not events or draw.random.random() < 0.4:
            continue
        options = [option.id for option in group.options]
        away = draw.random.random() < 0.6
        moves = StaffMove(
            from_team="TEAM" if away else None,
            to_team=None if away else "TEAM",
            hundredths=draw.random.choice((20, 50, 70, 120)),
            options=draw.random.choice(((), (options[0],), tuple(options))),
        )
        made.append(
            StaffGroup(
                id=f"staff_{group.id}",
                group=group.id,
                headcount=1,
                services=(),
                transfer=draw.random.choice(events),
                moves=(moves,),
            )
        )
    return tuple(made)


def with_decay(draw: Draw, team: Team) -> Team:
    """Return the team, sometimes with a decay after an event."""
    events = [a.id for a in draw.activities if a.form == "event"]
    if not events or draw.random.random() < 0.7:
        return team
    days = sorted(draw.random.sample(range(6), 2))
    steps = (
        DecayStep(calendar_days=days[0], percent_left=draw.random.choice((85, 70))),
        DecayStep(calendar_days=days[1], percent_left=draw.random.choice((55, 33, 0))),
    )
    return replace(team, decay=Decay(after=draw.random.choice(events), steps=steps))
