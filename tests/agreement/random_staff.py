"""Random rules about people who change sides and about the incumbent after notice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules import (
    KnowledgeTransfer,
    PartialTermination,
    Rule,
    ServiceLevel,
    StaffTransfer,
)
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


def knowledge_transfer(draw: Draw, name: str) -> Rule | None:
    events = [a.id for a in draw.activities if a.form == "event"]
    works = [a.id for a in draw.activities if a.form == "work"]
    if not events or not works:
        return None
    some = draw.random.sample(works, draw.random.randint(1, len(works)))
    return KnowledgeTransfer(
        id=name,
        sessions=Selection(activities=tuple(some)),
        until=draw.random.choice(events),
        within_calendar_days=draw.random.randint(2, 8),
        working_days=draw.random.randint(1, 4),
    )


def partial_termination(draw: Draw, name: str) -> Rule | None:
    events = [a.id for a in draw.activities if a.form == "event"]
    if len(events) < 2:
        return None
    notice, stop = draw.random.sample(events, 2)
    others = [a.id for a in draw.activities if a.id not in {notice, stop}]
    least = draw.random.randint(0, 5)
    return PartialTermination(
        id=name,
        notice=notice,
        charges_stop=stop,
        least_calendar_days=least,
        most_calendar_days=draw.random.choice((None, least, least + 2)),
        legal_check=draw.random.choice((None, *others)),
        decision=draw.random.choice((None, *(e for e in events if e in others))),
        variation=draw.random.choice((None, *others)),
    )


def service_level(draw: Draw, name: str) -> Rule | None:
    events = [a.id for a in draw.activities if a.form == "event"]
    if len(events) < 2 or not draw.groups:
        return None
    notice, transfer = draw.random.sample(events, 2)
    return ServiceLevel(
        id=name,
        service=f"of_{draw.groups[0].id}",
        notice=notice,
        transfer=transfer,
        level=9900,
        loss_per_28_days=draw.random.randint(1, 90),
        minimum=9900 - draw.random.randint(0, 9),
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
