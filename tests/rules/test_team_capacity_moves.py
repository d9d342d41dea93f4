"""Teams that lose people to a transfer or after notice, and teams that gain them."""

from dataclasses import replace

import pytest

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.domain.resources import (
    Booking,
    CapacityPeriod,
    Decay,
    DecayStep,
    StaffGroup,
    StaffMove,
    Team,
)
from scheduler.expansion.expand import expand
from tests.rules.easter import april, event, holds, lasting, plan, programme, words, work

RULE = TeamCapacity(id="capacity.OLD", team="OLD")
TWO = Team(id="OLD", name="Old team", capacity=(CapacityPeriod(first=april(1), hundredths=200),))
BY_STEPS = Decay(
    after="notice",
    steps=(
        DecayStep(calendar_days=1, percent_left=70),
        DecayStep(calendar_days=3, percent_left=45),
    ),
)


def of(
    *activities: Activity, team: Team = TWO, moves: tuple[StaffMove, ...] = ()
) -> ExpandedProgramme:
    plain = programme(*activities, event("move"), event("notice"), teams=(team,))
    clerks = StaffGroup(
        id="CLERKS", group="HRP", headcount=1, services=("PAY",), transfer="move", moves=moves
    )
    return ExpandedProgramme(replace(plain.document, staff_groups=(clerks,)))


def asking(hundredths: int) -> Mode:
    return lasting(1, OLD=hundredths)


@pytest.mark.parametrize(
    ("moved", "day", "met"),
    [(6, 5, True), (6, 6, False), (5, 6, False), (8, 6, True), (8, 11, False), (11, 6, True)],
)
def test_people_are_gone_from_the_day_of_the_transfer_on(moved: int, day: int, met: bool) -> None:
    leaving = of(work("a", asking(150)), moves=(StaffMove(from_team="OLD", hundredths=100),))
    assert holds(RULE, leaving, plan(a=day, move=moved)) is met


@pytest.mark.parametrize(("day", "met"), [(7, True), (8, False), (9, False)])
def test_events_at_weekends_miss_them_too(day: int, met: bool) -> None:
    leaving = of(
        event("go", Mode(demands={"OLD": 150})),
        moves=(StaffMove(from_team="OLD", hundredths=100),),
    )
    assert holds(RULE, leaving, plan(go=day, move=8)) is met


@pytest.mark.parametrize(
    ("option", "moved", "met"), [("OWN", 5, True), ("OWN", 6, False), ("SHARED", 5, False)]
)
def test_people_join_from_that_day_on_under_their_options(
    option: str, moved: int, met: bool
) -> None:
    joining = of(
        work("a", asking(250)),
        moves=(StaffMove(to_team="OLD", hundredths=50, options=("OWN", "BOUGHT")),),
    )
    assert holds(RULE, joining, plan(option, a=5, move=moved)) is met
    assert not holds(RULE, joining, plan(option, a=5))


def test_no_more_leave_than_there_are_and_nobody_asked_is_nothing_broken() -> None:
    booked = replace(TWO, bookings=(Booking(first=april(5), last=april(5), hundredths=150),))
    leaving = of(
        work("a", asking(1)), team=booked, moves=(StaffMove(from_team="OLD", hundredths=100),)
    )
    assert not holds(RULE, leaving, plan(a=5, move=4))
    assert holds(RULE, leaving, plan(a=6, move=4))


@pytest.mark.parametrize(("asked", "met"), [(30, True), (31, False)])
def test_of_two_moves_the_one_declared_first_is_there(asked: int, met: bool) -> None:
    # 100 of 200 are there on the 5th: 70 who have left, and 30 of the 60 who would leave after.
    booked = replace(TWO, bookings=(Booking(first=april(5), last=april(5), hundredths=100),))
    clerks = StaffMove(from_team="OLD", hundredths=70)
    leaving = of(work("a", asking(asked)), team=booked, moves=(clerks,))
    assert holds(RULE, leaving, plan(a=5, move=4)) is met


@pytest.mark.parametrize(("day", "left"), [(4, 200), (5, 140), (6, 140), (11, 90), (14, 90)])
def test_a_team_decays_step_by_step_after_notice(day: int, left: int) -> None:
    # Notice on the 4th: 70 % from the 5th on, 45 % from the 7th on.
    team = replace(TWO, decay=BY_STEPS)
    for asked in (left, left + 1):
        decayed = of(work("a", asking(asked)), team=team)
        assert holds(RULE, decayed, plan(a=day, notice=4)) is (asked == left)
        assert holds(RULE, decayed, plan(a=day)) is (asked <= 200)


def test_those_who_will_move_decay_with_the_rest_each_rounded_down() -> None:
    # 45 % of 101 are 45, of the 99 who stay 44; after the transfer only those.
    team = replace(TWO, decay=BY_STEPS)
    moves = (StaffMove(from_team="OLD", hundredths=101),)
    for moved, there in ((14, 45 + 44), (11, 44)):
        for asked in (there, there + 1):
            decayed = of(work("a", asking(asked)), team=team, moves=moves)
            assert holds(RULE, decayed, plan(a=11, notice=4, move=moved)) is (asked == there)


def test_the_event_of_a_staff_group_has_a_name_when_none_is_given() -> None:
    nameless = of(moves=(StaffMove(from_team="OLD", hundredths=1),)).document
    clerks = replace(nameless.staff_groups[0], transfer=None)
    assert (
        expand(replace(nameless, staff_groups=(clerks,))).staff_groups["CLERKS"].transfer
        == "CLERKS.staff_transfer"
    )


def test_words() -> None:
    told = of(
        team=replace(TWO, decay=BY_STEPS),
        moves=(
            StaffMove(from_team="OLD", hundredths=100),
            StaffMove(to_team="OLD", hundredths=50, options=("OWN", "BOUGHT")),
        ),
    )
    assert words(RULE, told) == (
        "Old team has 2 people at most, fewer when booked or on leave; 1 person fewer from move on; "
        "0.5 people more from move on under OWN or BOUGHT; after notice there is left 70 % from "
        "1 day after it on, 45 % from 3 days after it on."
    )
