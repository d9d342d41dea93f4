"""Schedules mind who has left and who is there already."""

from dataclasses import replace

from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import Placement, Precedence, TeamCapacity
from scheduler.domain.resources import CapacityPeriod, Decay, DecayStep, StaffMove, Team
from scheduler.verification.verify import verify
from tests.rules.easter import april, event, lasting, programme, work


def team(name: str, hundredths: int, decay: Decay | None = None) -> Team:
    periods = (CapacityPeriod(first=april(1), hundredths=hundredths),)
    return Team(id=name, capacity=periods, decay=decay)


def with_clerks(*moves: StaffMove, old: Team) -> ExpandedProgramme:
    plain = programme(
        event("move", dates="moves"),
        work("before", lasting(2, OLD=150)),
        work("after", lasting(2, NEW=50)),
        teams=(old, team("NEW", 0)),
        date_sets={"moves": (april(8), april(12))},
    ).document
    (clerks,) = plain.staff_groups
    rules = (
        Placement(id="placement"),
        TeamCapacity(id="old", team="OLD"),
        TeamCapacity(id="new", team="NEW"),
        Precedence(id="first", before="move", after="after", link="SS"),
    )
    staff = replace(clerks, transfer="move", moves=moves)
    return ExpandedProgramme(replace(plain, staff_groups=(staff,), rules=rules))


def test_work_is_put_where_people_have_arrived_and_not_left() -> None:
    clerks = StaffMove(from_team="OLD", to_team="NEW", hundredths=100)
    made = with_clerks(clerks, old=team("OLD", 200))
    plan = first_plan(made)
    assert verify(made, plan).holds
    assert plan.placed["after"].start == april(11)


def test_work_is_put_before_the_team_decays() -> None:
    steps = (DecayStep(calendar_days=0, percent_left=50),)
    clerks = StaffMove(to_team="NEW", hundredths=50)
    made = with_clerks(clerks, old=team("OLD", 200, Decay(after="move", steps=steps)))
    assert verify(made, first_plan(made)).holds
